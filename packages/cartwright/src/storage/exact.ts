import { type EngineText, type Fragment, part } from './statement.ts'

/**
 * Exact quantities: up to 38 digits, `numeric(38,0)` on one engine, TEXT of plain digits on the other (its INTEGER ends at 2^63 and turns into
 * a float without a word). Functions registered on each connection do the sums there; values cross as strings on both.
 */
const both = (sqlite: Fragment, postgres: Fragment): EngineText => ({ sqlite, postgres })

/** A quantity as a parameter. */
export const exact = (quantity: bigint): string => quantity.toString()

/** `left + right`, where the right side may be negative; the result must not be. */
export const exactSum = (left: Fragment, right: bigint | Fragment): EngineText => {
  const added = typeof right === 'bigint' ? part`${right.toString()}` : right
  return both(part`exact_sum(${left}, ${added})`, part`(${left} + cast(${added} as numeric))`)
}

/** True when `left + right <= limit`; all three may be large, and the sum may be negative. */
export const exactSumAtMost = (left: Fragment, right: bigint, limit: Fragment | bigint): EngineText => {
  const bound = typeof limit === 'bigint' ? part`${limit.toString()}` : limit
  const cast = typeof limit === 'bigint' ? part`cast(${limit.toString()} as numeric)` : limit
  return both(
    part`exact_sum_at_most(${left}, ${right.toString()}, ${bound})`,
    part`${left} + cast(${right.toString()} as numeric) <= ${cast}`,
  )
}

/** `left * right / whole` of whole numbers, rounded down; the product may be larger than any column. None may be negative, and `whole` not 0. */
export const exactShare = (left: Fragment, right: Fragment, whole: Fragment): EngineText =>
  both(part`exact_share(${left}, ${right}, ${whole})`, part`div(cast(${left} as numeric) * (${right}), ${whole})`)

/** The sum of a group of rows, as text. */
export const exactTotal = (values: Fragment): EngineText => both(part`exact_total(${values})`, part`cast(sum(${values}) as text)`)

/** For a group of rows: true when their values sum to `limit` at most. */
export const exactTotalAtMost = (values: Fragment, limit: Fragment): EngineText =>
  both(part`exact_sum_at_most(exact_total(${values}), '0', ${limit})`, part`sum(${values}) <= cast(${limit} as numeric)`)

/** True for texts that begin so, by their letters: a range of an index, whatever language the database sorts in. Of plain ASCII texts. */
export const beginsWith = (column: Fragment, prefix: string): EngineText => {
  const end = prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)
  return both(part`${column} >= ${prefix} and ${column} < ${end}`, part`${column} ~>=~ ${prefix} and ${column} ~<~ ${end}`)
}

/** True for texts that come later in the order of their letters; `byLetters` puts them in it. */
export const afterText = (column: Fragment, text: string): EngineText => both(part`${column} > ${text}`, part`${column} ~>~ ${text}`)
export const byLetters = (column: Fragment): EngineText => both(column, part`${column} using ~<~`)

/** A map of texts as a table with the columns `key` and `value`: one parameter whatever its size. */
export const entriesOf = (map: ReadonlyMap<string, string>): EngineText => {
  const json = JSON.stringify(Object.fromEntries(map))
  return both(part`json_each(${json})`, part`jsonb_each_text(cast(${json} as jsonb))`)
}

/** A text out of a column of JSON, by the names that lead to it; null where there is none. */
export const textInJson = (column: Fragment, names: readonly string[]): EngineText =>
  both(part`(${column} ->> ${`$.${names.join('.')}`})`, part`(cast(${column} as jsonb) #>> cast(${`{${names.join(',')}}`} as text[]))`)

/**
 * True when the column is one of the values; one parameter whatever their number, so one prepared text serves all. A single value, which is what most
 * questions are about, is compared plainly and not unpacked from a list.
 */
export const oneOf = (column: Fragment, values: readonly string[]): Fragment | EngineText => {
  const [only] = values
  if (only !== undefined && values.length === 1) return part`${column} = ${only}`
  const quoted = values.map((value) => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`)
  return both(
    part`${column} in (select value from json_each(${JSON.stringify(values)}))`,
    part`${column} = any (cast(${`{${quoted.join(',')}}`} as text[]))`,
  )
}
