import type { EventName } from '../events/event.ts'
import type { Row } from '../storage/statement.ts'
import type { Figure } from './figure-rows.ts'

/**
 * What is counted. `carts`: something was put in for the first time; `checkouts`: somebody pressed the button; `sold`: an order stands, paid or to be paid at
 * the door, or the cart was closed without one; `paid`: the money is there.
 */
export const FIGURE_NAMES = ['added', 'held', 'bought', 'lapsed', 'released', 'carts', 'checkouts', 'sold', 'paid'] as const
export type FigureName = (typeof FIGURE_NAMES)[number]

const HOUR = 3_600_000n

/** Events that are a figure each, as they are. */
const COUNTED: Readonly<Partial<Record<EventName, FigureName>>> = {
  'cart.item_added': 'added',
  'claim.held': 'held',
  'claim.sold': 'bought',
  'claim.expired': 'lapsed',
  'claim.released': 'released',
  'order.placed': 'checkouts',
  'order.paid': 'paid',
}

/** The figures of these events, in the order of their keys; `first`: the sequence of each cart's first add. */
export function tally(events: readonly Row[], first: ReadonlyMap<string, bigint>): readonly Figure[] {
  const sums = new Map<string, Figure>()
  const add = (name: FigureName, madeAt: bigint, currency: string, amount: bigint): void => {
    const hour = madeAt - (madeAt % HOUR)
    const key = `${name} ${hour} ${currency}`
    const before = sums.get(key) ?? { name, hour, currency, count: 0n, amount: 0n }
    sums.set(key, { ...before, count: before.count + 1n, amount: before.amount + amount })
  }
  for (const { key, sequence, name, payload, made_at } of events) {
    const madeAt = made_at as bigint
    const counted = COUNTED[name as EventName]
    if (counted !== undefined && !isBackOnSale(name, payload)) add(counted, madeAt, '', 0n)
    if (counted === 'added' && first.get(String(key)) === sequence) add('carts', madeAt, '', 0n)
    if (name === 'cart.checked_out') countSale(String(payload), madeAt, add)
  }
  return [...sums.entries()].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, figure]) => figure)
}

/** What comes back from an order was sold and not held: its hold has been counted as bought. */
const isBackOnSale = (name: Row[string] | undefined, payload: Row[string] | undefined): boolean =>
  name === 'claim.released' && (JSON.parse(String(payload)) as { order?: string }).order !== undefined

/** What was closed elsewhere and carried over says no total, and was no sale of this shop. A cart that was closed without an order is its own checkout. */
function countSale(
  payload: string,
  madeAt: bigint,
  add: (name: FigureName, madeAt: bigint, currency: string, amount: bigint) => void,
): void {
  const { order, currency, total } = JSON.parse(payload) as { order: string | null; currency: string; total: string | null }
  if (total === null) return
  if (order === null) add('checkouts', madeAt, '', 0n)
  add('sold', madeAt, currency, BigInt(total))
}
