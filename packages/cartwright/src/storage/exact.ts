import { type EngineText, type Fragment, part } from './statement.ts'

/**
 * Exact quantities: up to 38 digits, `numeric(38,0)` on one engine, TEXT of plain digits on the other (its INTEGER ends at 2^63 and turns into
 * a float without a word). Functions registered on each connection do the sums there; values cross as strings on both.
 */
const both = (sqlite: Fragment, postgres: Fragment): EngineText => ({ sqlite, postgres })

/** A quantity as a parameter. */
export const exact = (quantity: bigint): string => quantity.toString()

/** `left + right`, where the right side may be negative; the result must not be. */
export const exactSum = (left: Fragment, right: bigint): EngineText =>
  both(part`exact_sum(${left}, ${right.toString()})`, part`(${left} + cast(${right.toString()} as numeric))`)

/** True when `left + right <= limit`; all three may be large, and the sum may be negative. */
export const exactSumAtMost = (left: Fragment, right: bigint, limit: Fragment | bigint): EngineText => {
  const bound = typeof limit === 'bigint' ? part`${limit.toString()}` : limit
  const cast = typeof limit === 'bigint' ? part`cast(${limit.toString()} as numeric)` : limit
  return both(
    part`exact_sum_at_most(${left}, ${right.toString()}, ${bound})`,
    part`${left} + cast(${right.toString()} as numeric) <= ${cast}`,
  )
}

/** True when the column is one of the values; one parameter whatever their number, so one prepared text serves all. */
export const oneOf = (column: Fragment, values: readonly string[]): EngineText => {
  const quoted = values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)
  return both(
    part`${column} in (select value from json_each(${JSON.stringify(values)}))`,
    part`${column} = any (cast(${`{${quoted.join(',')}}`} as text[]))`,
  )
}
