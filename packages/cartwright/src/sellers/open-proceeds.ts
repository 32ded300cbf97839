import type { Context } from '../context.ts'
import { rateOf, sum } from '../money/rounding.ts'
import type { FrozenLine } from '../orders/frozen-quote.ts'
import type { Statement } from '../storage/statement.ts'
import { insertProceeds, type Proceeds } from './proceeds-rows.ts'
import { partsOf } from './seller-share.ts'

/**
 * What the sellers of an order are owed from now on: a row for each parcel of theirs, in the batch that makes the order one that will be sent. Comes after
 * the statements that store the parcels. `lost` are lines that are refunded in the same batch, whole. No statement where the shop has no sellers of its own.
 */
export function proceedsStatements(
  context: Context,
  order: string,
  lines: readonly FrozenLine[],
  now: bigint,
  lost: ReadonlySet<string> = new Set(),
): Statement[] {
  const { sellers } = context.options
  if (sellers === null) return []
  const proceeds = [...Map.groupBy(lines, (line) => line.seller)].flatMap(([seller, some]): Proceeds[] => {
    const owner = seller === '' ? null : sellers.account(seller)
    if (owner === null) return []
    const amount = sum(some.map(({ goods, shipping }) => goods + (sellers.shipping ? shipping : 0n)))
    const parts = partsOf(amount, some)
    const gone = some.filter(({ id }) => lost.has(id))
    return [
      {
        order,
        seller,
        owner,
        amount,
        commission: rateOf(amount, sellers.commission),
        refunded: sum(gone.map(({ id }) => parts.get(id) ?? 0n)),
        state: gone.length === some.length ? 'returned' : 'waiting',
        dueAt: null,
        madeAt: now,
      },
    ]
  })
  return proceeds.length === 0 ? [] : [insertProceeds(proceeds)]
}
