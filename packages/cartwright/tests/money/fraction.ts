/** Exact rational numbers, written for being obviously right: the oracle of the money and pricing tests. It shares nothing with the source. */
export interface Fraction {
  readonly over: bigint
  readonly under: bigint
}

export const fraction = (over: bigint, under = 1n): Fraction => ({ over, under })
export const plus = (one: Fraction, other: Fraction): Fraction =>
  fraction(one.over * other.under + other.over * one.under, one.under * other.under)
export const minus = (one: Fraction, other: Fraction): Fraction => plus(one, fraction(-other.over, other.under))
export const times = (one: Fraction, other: Fraction): Fraction => fraction(one.over * other.over, one.under * other.under)
export const below = (one: Fraction, other: Fraction): boolean => one.over * other.under < other.over * one.under

/** The whole number not above it. */
export const floor = (value: Fraction): bigint => {
  const cut = value.over / value.under
  return cut * value.under > value.over ? cut - 1n : cut
}

/** The nearest whole number; of two equally near ones the larger. */
export const nearest = (value: Fraction): bigint => floor(plus(value, fraction(1n, 2n)))

/** The method of the largest remainder, one unit after the other as one would do it by hand. */
export function shareOut(amount: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((whole, weight) => whole + weight, 0n)
  const exact = weights.map((weight) =>
    total === 0n ? fraction(amount, BigInt(weights.length)) : times(fraction(amount), fraction(weight, total)),
  )
  const parts = exact.map(floor)
  const served = new Set<number>()
  while (parts.reduce((whole, part) => whole + part, 0n) < amount) {
    let best = -1
    for (const [place, share] of exact.entries()) {
      const rest = minus(share, fraction(floor(share)))
      const bestShare = exact[best]
      if (!served.has(place) && (bestShare === undefined || below(minus(bestShare, fraction(floor(bestShare))), rest))) best = place
    }
    served.add(best)
    parts[best] = (parts[best] ?? 0n) + 1n
  }
  return parts
}
