import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { MAX_AMOUNT } from '../money/money.ts'
import type { QuoteShipping } from '../pricing/quote-types.ts'
import {
  chooseShipping,
  type ShippingCalculator,
  type ShippingGroup,
  type ShippingOption,
  type ShippingQuestion,
  sortShipping,
} from '../pricing/shipping.ts'
import { questionKey } from './question-key.ts'

/** The ways to send the goods, and what the buyer's choice among them means. */
export interface ShippingAnswer {
  readonly options: readonly ShippingOption[]
  /** Null when some group has no choice and no street delivery. */
  readonly shipping: readonly QuoteShipping[] | null
}

/**
 * Asks a shipping plug-in; refuses with `plugin_failed` for a failure or nonsense, with `shipping_unavailable` for a choice that is not offered.
 * The same question is asked once while its answer is remembered; a fallback is not remembered, so the carrier is tried again.
 */
export async function askShipping(
  context: Context,
  calculator: ShippingCalculator,
  question: ShippingQuestion,
  choice: string | Readonly<Record<string, string>> | null,
): Promise<ShippingAnswer> {
  const plugin = calculator === context.options.shipping ? 'shipping' : 'estimate'
  const fetch = async (): Promise<readonly ShippingOption[]> => {
    const answer = await ask(
      plugin,
      context.options.pluginDeadline,
      () => calculator(question),
      (options) => wrongOptions(options, question.currency),
    )
    const sellers = new Set(question.groups.map((group) => group.seller))
    return sortShipping(answer.filter((option) => sellers.has(option.seller)))
  }
  const options =
    calculator.local === true
      ? await fetch()
      : await context.memory.shipping.ask(questionKey(plugin, question), fetch, (fetched) => !fetched.some(isFallback))
  const sellers = question.groups.map((group: ShippingGroup) => group.seller)
  return { options, shipping: chooseShipping(options, choice, sellers) }
}

const isFallback = (option: ShippingOption): boolean => option.fallback === true

function wrongOptions(options: readonly ShippingOption[], asked: string): string | null {
  if (!Array.isArray(options)) return 'must answer a list of options'
  const seen = new Set<string>()
  for (const { id, name, price, estimate, seller, kind, currency = asked } of options) {
    if (typeof id !== 'string' || typeof name !== 'string' || typeof seller !== 'string') return 'an option has no id, name or seller'
    if (typeof price !== 'bigint' || price < 0n || price > MAX_AMOUNT)
      return `the price of the option ${id} must be a bigint from 0 to below 2^63`
    if (kind !== 'street' && kind !== 'locker') return `the kind of the option ${id} is neither street nor locker`
    if (typeof estimate !== 'boolean') return `the option ${id} does not say whether it is an estimate`
    if (currency !== asked) return `the option ${id} is in ${String(currency)}, not in ${asked}`
    const key = JSON.stringify([seller, id])
    if (seen.has(key)) return `the option ${id} has two prices for one seller`
    seen.add(key)
  }
  return null
}
