import { invalidInput } from '../check-input.ts'
import type { Context } from '../context.ts'
import { debtAccount, readAccount } from '../payments/wallet-rows.ts'
import { userOfSeller } from '../seller-user.ts'
import type { Page } from '../shop-types.ts'
import { firstOf } from '../storage/database.ts'
import { type Proceeds, proceedsOf, proceedsOfOrder, proceedsSums, readProceeds } from './proceeds-rows.ts'

/** What a seller has sold, and what became of the money; minor units. Sums are without what was given back, and without the shop's commission. */
export interface SellerProceeds extends Page<Proceeds> {
  readonly currency: string
  /** Still to come. */
  readonly waiting: bigint
  /** In his wallet, or gone from there. */
  readonly released: bigint
  /** Given back to buyers, of all his sales; with the commission. */
  readonly refunded: bigint
  /** What he owes: refunds of sales whose money he had spent. Later sales pay it. */
  readonly debt: bigint
}

const NEWEST = { at: 9_000_000_000_000_000n, id: '~' }

/**
 * A seller's money: what waits, what he has, what went back, what he owes; and parcel by parcel, newest first. `limit`: 1 to 100, default 20. The cursor is
 * opaque. Refuses with `invalid_input` another limit, and a cursor that is none.
 *
 * @example
 * const { waiting, debt, items } = await shop.sellers.proceeds('mihai')
 */
export async function showProceeds(
  context: Context,
  seller: string,
  { limit = 20, cursor }: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<SellerProceeds> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw invalidInput([{ field: 'limit', code: 'invalid' }])
  const { currency, sellers } = context.options
  const owner = sellers === null ? null : userOfSeller(context.options, seller)
  const before = cursor === undefined ? NEWEST : readCursor(cursor)
  const [rows = [], sums = [], debts] = await context.db.read(
    proceedsOf(seller, before, BigInt(limit) + 1n),
    proceedsSums(seller),
    readAccount(debtAccount(owner ?? '', currency)),
  )
  const items = rows.slice(0, limit).map(readProceeds)
  const last = items.at(-1)
  const net = (state: string): bigint => {
    const row = sums.find((one) => one.state === state)
    return row === undefined ? 0n : BigInt(String(row.amount)) - BigInt(String(row.refunded)) - BigInt(String(row.commission))
  }
  return {
    items,
    next: rows.length > limit && last !== undefined ? `${last.madeAt}.${last.order}` : null,
    currency,
    waiting: net('waiting'),
    released: net('released'),
    refunded: sums.reduce((sum, row) => sum + BigInt(String(row.refunded)), 0n),
    debt: (firstOf(debts)?.balance as bigint | undefined) ?? 0n,
  }
}

/** What the sellers of one order are owed, parcel by parcel; for staff. */
export async function proceedsFor(context: Context, order: string): Promise<readonly Proceeds[]> {
  const [rows = []] = await context.db.read(proceedsOfOrder(order))
  return rows.map(readProceeds)
}

function readCursor(cursor: string): { at: bigint; id: string } {
  const [at = '', id = ''] = cursor.split('.')
  if (!/^\d{1,16}$/.test(at) || id === '') throw invalidInput([{ field: 'cursor', code: 'format' }])
  return { at: BigInt(at), id }
}
