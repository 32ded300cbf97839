import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import type { QuoteShipping } from '../pricing/quote-types.ts'
import {
  chooseShipping,
  type DeliveryPlace,
  type ShippingCalculator,
  type ShippingGroup,
  type ShippingOption,
  sortShipping,
} from '../pricing/shipping.ts'

/** The ways to send the goods, and what the buyer's choice among them means. */
export interface ShippingAnswer {
  readonly options: readonly ShippingOption[]
  /** Null when some group has no choice and no street delivery. */
  readonly shipping: readonly QuoteShipping[] | null
}

/** Asks a shipping plug-in; refuses with `plugin_failed` for a failure or nonsense, with `shipping_unavailable` for a choice that is not offered. */
export async function askShipping(
  context: Context,
  plugin: string,
  calculator: ShippingCalculator,
  groups: readonly ShippingGroup[],
  { address, choice }: { readonly address: DeliveryPlace | null; readonly choice: string | Readonly<Record<string, string>> | null },
  currency: string,
): Promise<ShippingAnswer> {
  const options = sortShipping(
    await ask(plugin, context.options.pluginDeadline, () => calculator({ groups, address, currency }), wrongOptions),
  )
  return {
    options,
    shipping: chooseShipping(
      options,
      choice,
      groups.map((group) => group.seller),
    ),
  }
}

function wrongOptions(options: readonly ShippingOption[]): string | null {
  if (!Array.isArray(options)) return 'must answer a list of options'
  const bad = options.find((option) => typeof option.price !== 'bigint' || option.price < 0n || typeof option.id !== 'string')
  return bad === undefined ? null : `the option ${String(bad.id)} has no sound price`
}
