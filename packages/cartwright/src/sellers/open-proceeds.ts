import type { Context } from '../context.ts'
import { rateOf, sum } from '../money/rounding.ts'
import type { FrozenQuote } from '../orders/frozen-quote.ts'
import { userOfSeller } from '../seller-user.ts'
import type { Statement } from '../storage/statement.ts'
import { insertProceeds, type Proceeds } from './proceeds-rows.ts'
import { partsOf } from './seller-share.ts'

/** Whose wallets get what these lines' sellers are owed, by seller. Refuses with `plugin_failed`; so it is asked before anything is placed or paid. */
export const ownersOf = ({ options }: Context, lines: readonly { readonly seller: string }[]): FrozenQuote['owners'] =>
  new Map(options.sellers === null ? [] : lines.map(({ seller }) => [seller, userOfSeller(options, seller)]))

/**
 * What the sellers of an order are owed from now on: a row for each parcel of theirs, in the batch that makes the order one that will be sent. Comes after
 * the statements that store the parcels. `lost` are lines that are refunded in the same batch, whole. No statement where the shop has no sellers of its own.
 */
export function proceedsStatements(
  context: Context,
  order: string,
  { lines, owners }: Pick<FrozenQuote, 'lines' | 'owners'>,
  now: bigint,
  lost: ReadonlySet<string> = new Set(),
): Statement[] {
  const { sellers } = context.options
  if (sellers === null) return []
  const proceeds = [...Map.groupBy(lines, (line) => line.seller)].flatMap(([seller, some]): Proceeds[] => {
    const owner = owners.get(seller) ?? (owners.has(seller) ? null : userOfSeller(context.options, seller))
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
