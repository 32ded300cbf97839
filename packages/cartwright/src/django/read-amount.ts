import { exponentOf } from '../money/currencies.ts'
import { readDecimal } from '../money/decimal-text.ts'
import { MAX_AMOUNT } from '../money/money.ts'

/** Zeros at the end of a fraction say nothing: a column of two decimals writes them for every currency. */
const shortened = (text: string): string => (text.includes('.') ? text.replace(/\.?0+$/, '') : text)

/** A stored decimal in minor units; null when it is negative, no plain number, too large, or finer than the currency. */
export function amountOf(text: string, currency: string): bigint | null {
  const amount = readDecimal(shortened(text), exponentOf(currency))
  return amount === null || amount > MAX_AMOUNT ? null : amount
}

/** A stored percentage in hundredths of a percent; null when it is none. */
export const hundredthsOf = (text: string): bigint | null => readDecimal(shortened(text), 2)
