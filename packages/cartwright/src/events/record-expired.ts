import { type Context, hashOf } from '../context.ts'
import type { Statement } from '../storage/statement.ts'
import { recordEvents } from './event-rows.ts'
import { eventOf } from './new-event.ts'

/** A right that has run out by itself, as its claim tells, or the line's copy of it. */
export interface Lapsed {
  readonly product: string
  /** The line that held it. */
  readonly holder: string
  readonly expiresAt: bigint | null
  /** A won right is told as lapsed, with whose it was and at which price. */
  readonly win?: { readonly winner: string; readonly price: bigint }
}

/**
 * Stores that rights have run out, under their products. Whoever meets one first tells it: the sweeper, the next taker, the buyer who clears his
 * cart. The id is made of the right and its end, so it is told once however many meet it at the same time.
 */
export const recordExpired = (context: Context, rights: readonly Lapsed[], now: bigint): Statement[] =>
  [...Map.groupBy(rights.toSorted(byProduct), ({ product }) => product)].map(([product, some]) => {
    const told = some.map(({ holder, expiresAt, win }) => ({
      ...(win === undefined
        ? eventOf(context, 'claim.expired', { product, line: holder }, now)
        : eventOf(context, 'auction.lapsed', { product, winner: win.winner, price: win.price.toString() }, now)),
      id: hashOf(`${product} ${holder} ${expiresAt}`).slice(0, 32),
    }))
    return recordEvents(product, told, now)
  })

/** Whoever tells of the same rights at the same time does so in the same order. */
const byProduct = (left: Lapsed, right: Lapsed): number => (left.product < right.product ? -1 : left.product > right.product ? 1 : 0)
