import { z } from 'zod'
import { type Exponents, exponentOf } from '../money/currencies.ts'
import { readDecimal, writeDecimal } from '../money/decimal-text.ts'
import { MAX_AMOUNT } from '../money/money.ts'
import { quantityText } from '../money/quantity.ts'
import type { ShippingOption, ShippingQuestion } from '../pricing/shipping.ts'

/** An answer, or a failure, of the carrier that says what was wrong with it. */
export class CarrierFault extends Error {
  /** Whether it speaks against the carrier (and may open the breaker), not only against this question. */
  readonly ofTheCarrier: boolean
  constructor(message: string, ofTheCarrier = true, options?: ErrorOptions) {
    super(message, options)
    this.name = 'CarrierFault'
    this.ofTheCarrier = ofTheCarrier
  }
}

/**
 * The question as the carrier gets it: the place and the parcels, nothing about the buyer. Amounts and quantities are decimal strings, weights
 * grams as a string of digits.
 */
export function carrierQuestion({ groups, address, currency }: ShippingQuestion, exponents: Exponents): string {
  const decimals = exponentOf(currency, exponents)
  return JSON.stringify({
    currency,
    place:
      address === null
        ? null
        : { country: address.country, county: address.county, postal_code: address.postalCode, locker: address.locker },
    parcels: groups.map(({ seller, value, weight, lines }) => ({
      seller,
      value: writeDecimal(value, decimals),
      weight: weight.toString(),
      lines: lines.map(({ product, quantity, scale }) => ({ product, quantity: quantityText(quantity, scale) })),
    })),
  })
}

const answerSchema = z.object({
  currency: z.string(),
  options: z
    .array(
      z.object({
        seller: z.string().max(200),
        id: z.string().min(1).max(200),
        name: z.string().min(1).max(200),
        kind: z.enum(['street', 'locker']),
        price: z.string(),
        estimate: z.boolean().optional(),
      }),
    )
    .max(10_000),
})

/**
 * Reads the carrier's answer. Nothing is guessed: a price that is no plain decimal string of the asked currency, a seller that was not asked about,
 * two prices for one thing, or anything that is not of this shape is a `CarrierFault`. Fields it does not know are passed over.
 */
export function carrierOptions(text: string, { groups, address, currency }: ShippingQuestion, exponents: Exponents): ShippingOption[] {
  const read = answerSchema.safeParse(jsonOf(text))
  if (!read.success) throw new CarrierFault(`the answer is not understood at ${read.error.issues[0]?.path.join('/') || 'its root'}`)
  if (read.data.currency !== currency) throw new CarrierFault(`the answer is in another currency than ${currency}`)
  const decimals = exponentOf(currency, exponents)
  const sellers = new Set(groups.map((group) => group.seller))
  const seen = new Set<string>()
  return read.data.options.map(({ price, estimate = address === null, ...option }, place) => {
    const amount = readDecimal(price, decimals)
    if (amount === null || amount > MAX_AMOUNT) throw new CarrierFault(`the answer is not understood at options/${place}/price`)
    if (!sellers.has(option.seller)) throw new CarrierFault(`the answer has a seller that was not asked about at options/${place}`)
    const key = JSON.stringify([option.seller, option.id])
    if (seen.has(key)) throw new CarrierFault(`the answer has a second price at options/${place}`)
    seen.add(key)
    return { ...option, price: amount, estimate }
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CarrierFault('the answer is no JSON', true, { cause: error })
  }
}
