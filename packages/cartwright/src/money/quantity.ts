import { ShopError } from '../errors.ts'
import { readDecimal, writeDecimal } from './decimal-text.ts'
import { stepsPerUnit } from './rounding.ts'

/** Quantities have at most 38 digits, in steps: what `numeric(38,0)` holds. */
export const MAX_QUANTITY: bigint = 10n ** 38n - 1n

// A double keeps every decimal of up to 15 significant digits (IEEE 754 binary64); with more, the digits that arrive may not be those that were sent.
const EXACT_DIGITS = 15

export interface QuantityOptions {
  /** Lets zero through, for an update that removes the line. Default false. */
  readonly allowZero?: boolean
}

/**
 * Reads a quantity, a JSON number or a decimal string, into steps of 10^-scale units. Plain digits with at most `scale` decimals. Throws
 * `ShopError` `invalid_quantity` (`details.scale`) for zero (unless allowed) and less, exponents, signs, spaces, leading zeros, `0x10`, other
 * scripts' digits, more than 38 digits, and for numbers a double may have changed on the way: NaN, the infinities, -0, unsafe integers, fractions
 * of more than 15 digits (send those as a string).
 *
 * @example
 * quantity(2, 0)          // 2n
 * quantity('1.25', 3)     // 1250n
 */
export function quantity(value: unknown, scale: number, options: QuantityOptions = {}): bigint {
  stepsPerUnit(scale)
  const steps = readDecimal(typeof value === 'number' ? textOf(value) : value, scale)
  if (steps === null || steps > MAX_QUANTITY || (steps === 0n && options.allowZero !== true))
    throw new ShopError('invalid_quantity', { scale })
  return steps
}

/** The shortest text that reads back as this number; null when the number cannot be trusted. Very large and small ones come out with an `e`. */
function textOf(value: number): string | null {
  if (Object.is(value, -0)) return null
  const text = String(value)
  if (Number.isInteger(value)) return Number.isSafeInteger(value) ? text : null
  const significant = text.replace('.', '').replace(/^0+/, '')
  return significant.length <= EXACT_DIGITS ? text : null
}

/**
 * Writes a quantity as the shortest decimal string; `quantity` reads it back.
 *
 * @example
 * quantityText(1250n, 3)    // '1.25'
 * quantityText(2n, 0)       // '2'
 */
export function quantityText(steps: bigint, scale: number): string {
  const text = writeDecimal(steps, scale)
  return scale === 0 ? text : text.replace(/\.?0+$/, '')
}
