import { MAX_EXPONENT } from './currencies.ts'
import { readDecimal } from './decimal-text.ts'

/** One whole, in hundredths of a percent: 10000 = 100 %. */
export const WHOLE_RATE = 10_000n

/**
 * The one rounding rule: halves go up, at the last step only. Amounts here are never negative, so *up* needs no second meaning.
 * (Union law lays down no way of rounding value added tax: Court of Justice, C-484/06, Ahold. Half up is what buyers reckon with.)
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): bigint {
  if (numerator < 0n || denominator <= 0n)
    throw new RangeError('divideHalfUp: the numerator must not be negative, the denominator above zero')
  return (2n * numerator + denominator) / (2n * denominator)
}

/**
 * A share of an amount, rounded half up. `rate` is in hundredths of a percent.
 *
 * @example
 * rateOf(28900n, 500n)    // 1445n: 5 % of 289.00
 */
export const rateOf = (amount: bigint, rate: bigint): bigint => divideHalfUp(amount * rate, WHOLE_RATE)

/** 10^scale, for a scale from 0 to 18. Throws `RangeError` for other scales. */
export function stepsPerUnit(scale: number): bigint {
  if (!Number.isInteger(scale) || scale < 0 || scale > MAX_EXPONENT)
    throw new RangeError(`scale: ${scale} is not a whole number from 0 to ${MAX_EXPONENT}`)
  return 10n ** BigInt(scale)
}

/**
 * The price of a quantity: exact until the end, then rounded half up once. `quantity` is in steps of 10^-scale units, `unitPrice` per whole unit.
 *
 * @example
 * lineTotal(1999n, 100n, 0)    // 199900n: 100 pieces at 19.99
 * lineTotal(2400n, 1250n, 3)   // 3000n: 1.250 kg at 24.00
 */
export const lineTotal = (unitPrice: bigint, quantity: bigint, scale: number): bigint =>
  divideHalfUp(unitPrice * quantity, stepsPerUnit(scale))

/** Adds up. */
export const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((whole, amount) => whole + amount, 0n)

/**
 * Reads a rate of a setting, `0%` to `100%` with at most two decimals, into hundredths of a percent. Throws `RangeError`: a rate is the
 * shop's own setting, and a wrong one has to stop the start.
 *
 * @example
 * percent('5%')        // 500n
 * percent('19.25%')    // 1925n
 */
export function percent(text: string): bigint {
  const rate = typeof text === 'string' && text.endsWith('%') ? readDecimal(text.slice(0, -1), 2) : null
  if (rate === null || rate > WHOLE_RATE) throw new RangeError(`rate: "${text}" is not understood; write 5% or 5.25%, from 0% to 100%`)
  return rate
}
