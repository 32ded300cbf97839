import { sum } from './rounding.ts'

/**
 * Splits an amount by weights, by the method of the largest remainder (Hamilton's): everyone gets the whole units of an exact share, what is
 * missing goes one unit at a time to the largest remainders, the earlier place first when two are equal. So:
 * - the parts always sum to the amount, and a part is at most one unit away from its exact share;
 * - an amount not above the sum of the weights never gives a part above its weight (a discount cannot exceed its line);
 * - weights that are all zero count as equal: a fee on free goods still has to land somewhere.
 *
 * Throws `RangeError` for a negative amount or weight, and when something has to be split among nobody.
 *
 * @example
 * allocate(100n, [1n, 1n, 1n])    // [34n, 33n, 33n]
 */
export function allocate(amount: bigint, weights: readonly bigint[]): bigint[] {
  if (amount < 0n || weights.some((weight) => weight < 0n))
    throw new RangeError('allocate: neither the amount nor a weight may be negative')
  if (weights.length === 0 && amount > 0n) throw new RangeError('allocate: nobody to split the amount among')
  const given = sum(weights)
  const shares = given === 0n ? weights.map(() => 1n) : weights
  const whole = given === 0n ? BigInt(weights.length) : given

  const parts = shares.map((share) => (amount * share) / whole)
  const missing = Number(amount - sum(parts))
  if (missing === 0) return parts
  const remainders = shares.map((share, place) => ({ place, left: (amount * share) % whole }))
  remainders.sort((one, other) => (one.left === other.left ? one.place - other.place : one.left > other.left ? -1 : 1))
  for (const { place } of remainders.slice(0, missing)) parts[place] = (parts[place] ?? 0n) + 1n
  return parts
}
