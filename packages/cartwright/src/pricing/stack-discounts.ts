import type { QuoteDiscount } from './quote-types.ts'

/** Discounts that may be taken together, in the order in which they are, and those that give way to them. */
export interface Stacked {
  readonly taken: readonly QuoteDiscount[]
  readonly leftOut: readonly QuoteDiscount[]
}

/**
 * The written rules of stacking. Who stays: by priority, the highest first, typed codes before automatic ones, then as they are given; a discount
 * stays unless one of its exclusive group has, and `*` stays alone or not at all. What stays is taken by phase, within a phase by priority.
 *
 * @example
 * stackDiscounts([{ ...ten, exclusive: 'code' }, { ...twenty, exclusive: 'code', priority: 5n }]).taken    // [twenty]
 */
export function stackDiscounts(discounts: readonly QuoteDiscount[]): Stacked {
  const ranked = discounts.toSorted(
    (left, right) => descending(left.priority, right.priority) || Number(left.automatic === true) - Number(right.automatic === true),
  )
  const taken: QuoteDiscount[] = []
  const leftOut: QuoteDiscount[] = []
  for (const discount of ranked) (taken.some((one) => excludes(one, discount)) ? leftOut : taken).push(discount)
  return { taken: taken.toSorted((left, right) => descending(right.phase, left.phase)), leftOut }
}

const descending = (left = 0n, right = 0n): number => (left > right ? -1 : left < right ? 1 : 0)

type Exclusive = Pick<QuoteDiscount, 'exclusive'>

/** Whether two discounts cannot be taken together. */
export const excludes = ({ exclusive: left = null }: Exclusive, { exclusive: right = null }: Exclusive): boolean =>
  left === '*' || right === '*' || (left !== null && left === right)
