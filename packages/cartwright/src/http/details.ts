import { decimal } from '../money/money.ts'
import { quantityText } from '../money/quantity.ts'

type Details = Readonly<Record<string, unknown>>

// What a bigint among the details means is told by its name: an amount, a quantity, a time, else a plain count.
const AMOUNTS: ReadonlySet<string> = new Set([
  'after',
  'amount',
  'balance',
  'before',
  'due',
  'fee',
  'minimum',
  'missing',
  'nextMinimum',
  'price',
  'subtotal',
  'total',
])
const QUANTITIES: ReadonlySet<string> = new Set(['available', 'max', 'quantity'])
const TIME = /(?:At|Until|By)$/

/**
 * The details of a refusal or a notice as JSON: names in snake case, amounts as decimal strings, times as ISO 8601, quantities and counts as numbers
 * (a decimal string where the product is weighed). A detail named `code` becomes `discount`, because `code` says which refusal it is.
 *
 * @example
 * detailsJson({ availableAgainAt: 1764000000000n }, 'RON')    // { available_again_at: '2025-11-24T16:00:00.000Z' }
 */
export function detailsJson({ code, ...details }: Details, currency: string): Record<string, unknown> {
  return { ...(code === undefined ? {} : { discount: code }), ...fieldsJson(details, currency) }
}

/** Notices are stored as texts, so whole numbers among them are read again before they are written. */
export const noticeDetailsJson = (details: Readonly<Record<string, string>>, currency: string): Record<string, unknown> =>
  detailsJson(
    Object.fromEntries(
      Object.entries(details).map(([name, value]) => [
        name,
        (AMOUNTS.has(name) || TIME.test(name)) && /^-?\d+$/.test(value) ? BigInt(value) : value,
      ]),
    ),
    currency,
  )

/** A moment as everybody writes it. */
export const isoTime = (milliseconds: bigint): string => new Date(Number(milliseconds)).toISOString()

/** A quantity: a number for pieces, a decimal string for what is weighed. */
export const quantityJson = (steps: bigint, scale: number): number | string =>
  scale === 0 && steps <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(steps) : quantityText(steps, scale)

function fieldsJson(details: Details, currency: string): Record<string, unknown> {
  const scale = typeof details.scale === 'number' ? details.scale : 0
  const kept = Object.entries(details).filter(([, value]) => value !== undefined && value !== null)
  return Object.fromEntries(kept.map(([name, value]) => [snakeCase(name), valueJson(name, value, { currency, scale })]))
}

const snakeCase = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

function valueJson(name: string, value: unknown, units: { readonly currency: string; readonly scale: number }): unknown {
  if (Array.isArray(value)) return value.map((item) => valueJson(name, item, units))
  if (typeof value === 'object' && value !== null) return fieldsJson(value as Details, units.currency)
  if (typeof value !== 'bigint') return value
  if (AMOUNTS.has(name)) return decimal(value, units.currency)
  if (TIME.test(name)) return isoTime(value)
  return quantityJson(value, QUANTITIES.has(name) ? units.scale : 0)
}
