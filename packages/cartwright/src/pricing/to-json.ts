/** What `toJson` makes of a type: bigints are strings, maps are objects, functions are gone. */
export type Json<Value> = Value extends bigint
  ? string
  : Value extends string | number | boolean | null | undefined
    ? Value
    : Value extends ReadonlyMap<string, infer Item>
      ? { [key: string]: Json<Item> }
      : Value extends readonly (infer Item)[]
        ? Json<Item>[]
        : { -readonly [Key in keyof Value as Value[Key] extends (...given: never[]) => unknown ? never : Key]: Json<Value[Key]> }

/**
 * Makes a view, a quote or an event safe for JSON: bigints become strings of plain digits (amounts stay in minor units), maps become objects,
 * functions and undefined fields are dropped. Everything else stays as it is. The value must be a tree of plain data.
 *
 * @example
 * JSON.stringify(toJson({ total: 32144n, lines: new Map([['a', 1n]]) }))    // {"total":"32144","lines":{"a":"1"}}
 */
export const toJson = <Value>(value: Value): Json<Value> => plain(value) as Json<Value>

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(plain)
  const entries: [string, unknown][] = value instanceof Map ? [...value].map(([key, item]) => [String(key), item]) : Object.entries(value)
  const kept = entries.filter(([, item]) => typeof item !== 'function' && item !== undefined)
  return Object.fromEntries(kept.map(([key, item]) => [key, plain(item)]))
}
