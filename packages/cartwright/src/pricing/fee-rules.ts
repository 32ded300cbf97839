import { type Exponents, exponentOf } from '../money/currencies.ts'
import { readDecimal } from '../money/decimal-text.ts'
import { MAX_AMOUNT } from '../money/money.ts'
import { percent } from '../money/rounding.ts'
import type { FeeRule } from './quote-types.ts'

export interface PercentFee {
  /** `5%` to the hundredth of a percent. Default `0%`. */
  readonly rate?: string
  /** A fixed part on top, in minor units. Default 0. */
  readonly plus?: bigint
  /** Minor units; default none. */
  readonly min?: bigint
  readonly max?: bigint
  /** For each seller group, or once for the order. Default `seller`. */
  readonly per?: FeeRule['per']
  /** What people read. Default: the code. */
  readonly name?: string
}

/**
 * A fee of `rate x goods after discounts + plus`, within `min` and `max`. Throws `RangeError` with one clear line on senseless values.
 *
 * @example
 * percentFee('buyer-protection', { rate: '5%', plus: 300n })    // 17.45 on a garment of 289.00
 */
export function percentFee(code: string, { rate = '0%', plus = 0n, min, max, per = 'seller', name = code }: PercentFee): FeeRule {
  if (code === '') throw new RangeError('fee: the code is empty')
  for (const [part, amount] of Object.entries({ plus, min, max })) {
    if (amount !== undefined && (amount < 0n || amount > MAX_AMOUNT))
      throw new RangeError(`fee ${code}: ${part} must be from 0 to below 2^63`)
  }
  if (min !== undefined && max !== undefined && min > max) throw new RangeError(`fee ${code}: min is above max`)
  return { code, name, rate: percent(rate), fixed: plus, min: min ?? null, max: max ?? null, per }
}

export interface FeeSetting {
  readonly code: string
  /** Currency of the amounts in the text. */
  readonly currency: string
  readonly name?: string
  readonly per?: FeeRule['per']
  readonly exponents?: Exponents
}

/**
 * Reads a fee from a setting: a rate, an amount, or both with a `+`; then `min=` and `max=`, each set off by `;`, `,` or a space.
 * Throws `RangeError` with one clear line for anything else.
 *
 * @example
 * parseFeeRule('5%+3.00;min=4.00;max=50.00', { code: 'buyer-protection', currency: 'RON' })
 */
export function parseFeeRule(text: string, { code, currency, name = code, per = 'seller', exponents = {} }: FeeSetting): FeeRule {
  const refuse = () => new RangeError(`fee ${code}: "${text}" is not understood; write 5%+3.00 and then, if wanted, ;min=1.00;max=20.00`)
  const decimals = exponentOf(currency, exponents)
  const amount = (part: string): bigint => {
    const value = readDecimal(part, decimals)
    if (value === null) throw refuse()
    return value
  }
  const [formula = '', ...bounds] = text.trim().split(/\s*[;,]\s*|\s+/)
  const found = /^(?:([0-9.]+%)(?:\+([0-9.]+))?|([0-9.]+))$/.exec(formula)
  if (found === null) throw refuse()
  const [, rate = '0%', plus, alone] = found
  const limits: { min?: bigint; max?: bigint } = {}
  for (const bound of bounds) {
    const [, key, value = ''] = /^(min|max)=([0-9.]+)$/.exec(bound) ?? []
    if ((key !== 'min' && key !== 'max') || limits[key] !== undefined) throw refuse()
    limits[key] = amount(value)
  }
  return percentFee(code, { rate, plus: amount(plus ?? alone ?? '0'), per, name, ...limits })
}
