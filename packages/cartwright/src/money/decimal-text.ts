// ASCII digits only: `\d` with the u flag or Number() would let other scripts' digits, '0x10', '1e3' and '' through.
const PLAIN_DECIMAL = /^(0|[1-9][0-9]*)(?:\.([0-9]+))?$/

// 38 digits, a point and a sign fit twice over; what is longer is refused before any work is done on it.
const LONGEST_TEXT = 80

/**
 * Reads plain digits with at most `decimals` behind the point as a whole number of 10^-decimals; null for anything else
 * (empty, spaces, a sign, an exponent, leading zeros, a lone point, too many decimals, something that is no text).
 */
export function readDecimal(text: unknown, decimals: number): bigint | null {
  if (typeof text !== 'string' || text.length > LONGEST_TEXT) return null
  const found = PLAIN_DECIMAL.exec(text)
  if (found === null) return null
  const [, whole = '', fraction = ''] = found
  if (fraction.length > decimals) return null
  return BigInt(whole + fraction.padEnd(decimals, '0'))
}

/** The exact inverse, with all its decimals: `writeDecimal(1200n, 2)` is `12.00`. A negative number gets a `-`. */
export function writeDecimal(value: bigint, decimals: number): string {
  const sign = value < 0n ? '-' : ''
  const digits = (value < 0n ? -value : value).toString().padStart(decimals + 1, '0')
  if (decimals === 0) return sign + digits
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}
