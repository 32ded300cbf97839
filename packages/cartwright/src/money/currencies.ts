/** Decimals of currencies that are not in ISO 4217, or of a shop's own points: 0 to 18 by code. */
export type Exponents = Readonly<Record<string, number>>

/** More decimals than any currency or coin in use has: ether has 18. */
export const MAX_EXPONENT = 18

// ISO 4217 list one (active codes, without metals, test and "no currency" codes), by the number of decimals of the minor unit.
const TWO = `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK
  DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD
  MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD
  SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG`
const ZERO = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'
const THREE = 'BHD IQD JOD KWD LYD OMR TND'
const FOUR = 'CLF UYW'

const codes = (list: string, exponent: number): [string, number][] =>
  list
    .trim()
    .split(/\s+/)
    .map((code) => [code, exponent])
const ISO_4217: ReadonlyMap<string, number> = new Map([...codes(TWO, 2), ...codes(ZERO, 0), ...codes(THREE, 3), ...codes(FOUR, 4)])

/**
 * How many decimals an amount in this currency has. A code of `exponents` wins over ISO 4217.
 * Throws `RangeError` for a code that neither knows: a guess of two decimals would be wrong by a factor of a hundred.
 *
 * @example
 * exponentOf('RON')                 // 2
 * exponentOf('JPY')                 // 0
 * exponentOf('BTC', { BTC: 8 })     // 8
 */
export function exponentOf(currency: string, exponents: Exponents = {}): number {
  const exponent = Object.hasOwn(exponents, currency) ? exponents[currency] : ISO_4217.get(currency)
  if (exponent === undefined) throw new RangeError(`currency: ${currency} is not an ISO 4217 code; give its decimals in exponents`)
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > MAX_EXPONENT) {
    throw new RangeError(`currency: the decimals of ${currency} must be a whole number from 0 to ${MAX_EXPONENT}`)
  }
  return exponent
}
