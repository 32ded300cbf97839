import { ShopError } from '../errors.ts'
import { lineTotal, sum } from '../money/rounding.ts'
import type { QuotedGroup, QuoteLine, QuoteShipping } from './quote-types.ts'

/** One way to send one seller's parcel. */
export interface ShippingOption {
  readonly id: string
  readonly name: string
  /** Minor units. */
  readonly price: bigint
  /** True while the price may still change, such as without an address. */
  readonly estimate: boolean
  /** Seller id, `''` for goods without a seller. */
  readonly seller: string
  readonly kind: 'street' | 'locker'
  /** True for an answer in place of a carrier's that could not be had; such a price is always an estimate. */
  readonly fallback?: boolean
  /** The currency of the price, for a plug-in that was told one: another than the question's is refused. Default: the question's. */
  readonly currency?: string
}

/** Where the goods go, as far as carriers and tax offices want to know. */
export interface DeliveryPlace {
  readonly country: string
  readonly county: string | null
  readonly postalCode: string | null
  readonly locker: string | null
}

/** One parcel: the lines of one seller. */
export interface ShippingGroup {
  readonly seller: string
  readonly lines: readonly QuoteLine[]
  /** What the goods cost after discounts, minor units. */
  readonly value: bigint
  /** Grams. */
  readonly weight: bigint
}

/** What a shipping plug-in is asked. */
export interface ShippingQuestion {
  readonly groups: readonly ShippingGroup[]
  /** Null while it is not known. */
  readonly address: DeliveryPlace | null
  readonly currency: string
}

/**
 * The shipping plug-in: the ways to send each group. A group without an option cannot be sent there. Its answer may depend on the question alone:
 * the shop keeps it for a while (`pluginMemory`) and does not ask the same thing again.
 */
export interface ShippingCalculator {
  (question: ShippingQuestion): Promise<readonly ShippingOption[]>
  /** True for one that answers from what it has, at once, such as a table of rates. Views of the cart may ask it, and its answers are not kept. */
  readonly local?: boolean
}

/** What the goods of one seller are worth: all that a carrier has to know of a quote. */
export type GoodsGroup = Pick<QuotedGroup, 'seller' | 'lines' | 'subtotal' | 'discount'>

/**
 * What to ask the shipping plug-in about, from the goods of each seller as the calculator has them, so that nothing but it adds up.
 * `weights` are grams of one whole unit by product key; products without one weigh nothing.
 */
export function shippingGroups(
  goods: readonly GoodsGroup[],
  lines: readonly QuoteLine[],
  weights: ReadonlyMap<string, bigint>,
): ShippingGroup[] {
  const byId = new Map(lines.map((line) => [line.id, line]))
  return goods.map((group) => {
    const members = group.lines.flatMap((id) => byId.get(id) ?? [])
    const weight = sum(members.map((line) => lineTotal(weights.get(line.product) ?? 0n, line.quantity, line.scale)))
    return { seller: group.seller?.id ?? '', lines: members, value: group.subtotal - group.discount, weight }
  })
}

const inOrder = (one: string | bigint, other: string | bigint): number => (one < other ? -1 : one > other ? 1 : 0)

/** The order in which options are shown: street delivery first, then by price, then by id (and seller, for several groups). */
export const sortShipping = (options: readonly ShippingOption[]): ShippingOption[] =>
  options.toSorted(
    (one, other) =>
      inOrder(other.kind, one.kind) || inOrder(one.price, other.price) || inOrder(one.id, other.id) || inOrder(one.seller, other.seller),
  )

/** The cheapest street delivery of a seller's parcel; null when there is none. */
export const cheapestStreet = (options: readonly ShippingOption[], seller: string): ShippingOption | null =>
  sortShipping(options).find((option) => option.seller === seller && option.kind === 'street') ?? null

/**
 * What the buyer's choice means for each seller group: one option id for all, or an option id by seller id; a seller without a choice gets the cheapest
 * street delivery. Null when some group has no choice and no street delivery: shipping is not known yet, and a checkout has to ask.
 * Throws `ShopError` `shipping_unavailable` (`seller`, `option`) when a chosen option is not offered to a group.
 *
 * @example
 * chooseShipping(options, null, ['mihai'])                    // the cheapest street delivery
 * chooseShipping(options, { mihai: 'locker' }, ['mihai'])     // exactly this one
 */
export function chooseShipping(
  options: readonly ShippingOption[],
  choice: string | Readonly<Record<string, string>> | null,
  sellers: readonly string[],
): QuoteShipping[] | null {
  const chosen = sellers.map((seller) => {
    const id = choiceOf(choice, seller)
    const option = id === null ? cheapestStreet(options, seller) : options.find((offer) => offer.seller === seller && offer.id === id)
    if (option === undefined) throw new ShopError('shipping_unavailable', { seller, option: id })
    return option
  })
  const known = chosen.filter((option) => option !== null)
  if (known.length < sellers.length) return null
  return known.map(({ seller, id, name, price, estimate }) => ({ seller, option: id, name, price, estimate }))
}

function choiceOf(choice: string | Readonly<Record<string, string>> | null, seller: string): string | null {
  if (choice === null || typeof choice === 'string') return choice
  return Object.hasOwn(choice, seller) ? (choice[seller] ?? null) : null
}
