import type { Seller } from '../catalog/product.ts'
import { ShopError } from '../errors.ts'
import { allocate } from '../money/allocate.ts'
import { MAX_AMOUNT } from '../money/money.ts'
import type { QuoteLine, TraceStep } from './quote-types.ts'

/** What one step of the calculator adds: an amount for each line, in the order of the lines, and how it came about. */
export interface Step {
  readonly parts: readonly bigint[]
  readonly trace: readonly TraceStep[]
}

/** The lines of one seller, by their places. */
export interface LineGroup {
  /** Seller id, `''` for goods without a seller. */
  readonly key: string
  readonly seller: Seller | null
  readonly places: readonly number[]
}

/** Lines by seller, in the order in which the sellers first appear. */
export function sellerGroups(lines: readonly QuoteLine[]): readonly LineGroup[] {
  const groups = new Map<string, { key: string; seller: Seller | null; places: number[] }>()
  for (const [place, { seller }] of lines.entries()) {
    const key = seller?.id ?? ''
    const group = groups.get(key)
    if (group) group.places.push(place)
    else groups.set(key, { key, seller: seller && { id: seller.id, name: seller.name }, places: [place] })
  }
  return [...groups.values()]
}

/** Splits an amount among some lines by what their goods are worth, and adds the shares to `parts`. */
export function spread(amount: bigint, goods: readonly bigint[], places: readonly number[], parts: bigint[]): void {
  const shares = allocate(
    amount,
    places.map((place) => at(goods, place)),
  )
  for (const [index, place] of places.entries()) parts[place] = at(parts, place) + at(shares, index)
}

export const at = (amounts: readonly bigint[], place: number): bigint => amounts[place] ?? 0n

export const sumAt = (amounts: readonly bigint[], places: readonly number[]): bigint =>
  places.reduce((whole, place) => whole + at(amounts, place), 0n)

export const subtract = (amounts: readonly bigint[], taken: readonly bigint[]): bigint[] =>
  amounts.map((amount, place) => amount - at(taken, place))

export const addUp = (...columns: readonly (readonly bigint[])[]): bigint[] =>
  (columns[0] ?? []).map((_, place) => columns.reduce((whole, column) => whole + at(column, place), 0n))

export const zeros = (lines: readonly unknown[]): bigint[] => lines.map(() => 0n)

/**
 * Lets an amount through that can be stored. Quantities are the buyer's choice, so too large is his refusal (`invalid_quantity`); negative can only
 * come from a wrong price or setting, and is an error of the program.
 */
export function checked(what: string, amount: bigint): bigint {
  if (amount < 0n) throw new RangeError(`quote: ${what} is negative`)
  if (amount > MAX_AMOUNT) throw new ShopError('invalid_quantity', { reason: 'amount_too_large' })
  return amount
}
