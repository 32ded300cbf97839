import { ShopError } from '../errors.ts'
import { type Exponents, exponentOf } from './currencies.ts'
import { readDecimal, writeDecimal } from './decimal-text.ts'

/** The largest amount, in minor units: what an int8 column holds. */
export const MAX_AMOUNT: bigint = 2n ** 63n - 1n

export interface MoneyOptions {
  /** Decimals of currencies outside ISO 4217. */
  readonly exponents?: Exponents
  /** Lets a `-` through, as entries of a ledger have it. Default false. */
  readonly signed?: boolean
  /** The field the refusal names. Default `amount`. */
  readonly field?: string
}

/**
 * Reads an amount from a decimal string, into minor units. Plain digits only, never more decimals than the currency has: nothing is rounded at the
 * door. Throws `ShopError` `invalid_input` with `errors: [{ field, code: 'amount' }]` for exponents, spaces, signs, leading zeros, an empty text,
 * other scripts' digits, anything that is no text, and amounts of 2^63 or more. Throws `RangeError` for an unknown currency.
 *
 * @example
 * money('12.00', 'RON')    // 1200n
 * money('12.5', 'RON')     // 1250n
 */
export function money(text: string, currency: string, options: MoneyOptions = {}): bigint {
  const negative = options.signed === true && typeof text === 'string' && text.startsWith('-')
  const amount = readDecimal(negative ? text.slice(1) : text, exponentOf(currency, options.exponents))
  const minusZero = negative && amount === 0n
  if (amount === null || amount > MAX_AMOUNT || minusZero) {
    throw new ShopError('invalid_input', { errors: [{ field: options.field ?? 'amount', code: 'amount' }] })
  }
  return negative ? -amount : amount
}

/**
 * Writes an amount as a decimal string with all decimals of its currency: the exact inverse of `money`, and the form amounts cross borders in.
 *
 * @example
 * decimal(1200n, 'RON')    // '12.00'
 * decimal(1200n, 'JPY')    // '1200'
 */
export const decimal = (amount: bigint, currency: string, options: { readonly exponents?: Exponents } = {}): string =>
  writeDecimal(amount, exponentOf(currency, options.exponents))

export interface FormatOptions {
  readonly exponents?: Exponents
  /** `symbol` (default), `narrowSymbol` (`lei` in Romanian, but `$` for every dollar) or `code`, as `Intl.NumberFormat` has them. */
  readonly display?: 'symbol' | 'narrowSymbol' | 'code'
}

/**
 * Makes a function that writes amounts for people. Keep it for a page: making one takes 17 us, a call half a microsecond.
 * `Intl.NumberFormat` is given a decimal string, which it formats exactly (ECMA-402 2023), so no amount passes through a float.
 *
 * @example
 * const lei = formatter('RON', 'ro', { display: 'narrowSymbol' })
 * lei(32144n)    // '321,44 lei' (with a no-break space)
 */
export function formatter(currency: string, locale: string, options: FormatOptions = {}): (amount: bigint) => string {
  const digits = exponentOf(currency, options.exponents)
  const fraction = { minimumFractionDigits: digits, maximumFractionDigits: digits }
  const exact = (amount: bigint) => writeDecimal(amount, digits) as `${number}`
  // Intl knows codes of three letters only; other ones are written behind the number.
  if (!/^[A-Z]{3}$/.test(currency)) {
    const plain = new Intl.NumberFormat(locale, fraction)
    return (amount) => `${plain.format(exact(amount))}\u00a0${currency}`
  }
  const native = new Intl.NumberFormat(locale, { style: 'currency', currency, currencyDisplay: options.display ?? 'symbol', ...fraction })
  return (amount) => native.format(exact(amount))
}

/**
 * Writes one amount for people.
 *
 * @example
 * format(1200n, 'RON', 'ro')    // '12,00 RON'
 * format(1200n, 'RON', 'en')    // 'RON 12.00'
 */
export const format = (amount: bigint, currency: string, locale: string, options: FormatOptions = {}): string =>
  formatter(currency, locale, options)(amount)
