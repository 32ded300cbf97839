import { hashOf } from '../context.ts'
import type { ShippingQuestion } from '../pricing/shipping.ts'
import type { TaxQuestion } from '../pricing/tax.ts'

/**
 * The key of a question to a plug-in, for the memory of its answers. A question holds all that an answer may depend on: ids, quantities and prices of
 * the lines, discounts taken off, the place, the currency. So a change of the cart that matters asks anew, and one that does not (a notice seen) does not.
 */
export const questionKey = (plugin: string, question: ShippingQuestion | TaxQuestion): string =>
  hashOf(JSON.stringify([plugin, question], (_, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value)))
