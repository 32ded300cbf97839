import type { Route } from './route.ts'

// One comma between digits and no point: a number with both could be read in two ways, and is left for the strict reading to refuse.
const WITH_COMMA = /^[0-9]+,[0-9]+$/

/**
 * Makes the `fromForm` of a route whose form has boxes for amounts or quantities: in these fields spaces around are dropped and a decimal comma becomes
 * a point, as people type them; what is left empty by that is absent. Nothing else is changed, so `1.234,50` and `12 lei` are refused as before. JSON
 * bodies do not pass here and stay strict.
 *
 * @example
 * typedNumbers('amount')({ amount: ' 125,50 ', key: 'a,b' })    // { amount: '125.50', key: 'a,b' }
 */
export const typedNumbers =
  (...names: readonly string[]): NonNullable<Route['fromForm']> =>
  (fields) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, names.includes(name) ? typedNumber(value) : value]))

function typedNumber(value: unknown): unknown {
  if (typeof value !== 'string') return value
  const text = value.trim()
  return WITH_COMMA.test(text) ? text.replace(',', '.') : text || undefined
}
