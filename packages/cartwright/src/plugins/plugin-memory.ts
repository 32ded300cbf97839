import type { Quote, QuoteShipping, QuoteTax } from '../pricing/quote-types.ts'
import type { ShippingOption } from '../pricing/shipping.ts'
import { type Memory, memory } from './memory.ts'

/** What the buyer of a cart was told last about it, by plug-ins that a page cannot wait for. */
export interface Told {
  readonly shipping: readonly QuoteShipping[] | null
  /** The tax, and the key of the amounts it was asked for: for other amounts it means nothing. */
  readonly tax: { readonly amounts: string; readonly answer: QuoteTax } | null
}

/** What plug-ins have answered: however often one version of a cart is shown, each of them is asked once. */
export interface PluginMemory {
  /** By the key of the question. */
  readonly shipping: Memory<readonly ShippingOption[]>
  /** By the key of the question. */
  readonly tax: Memory<QuoteTax>
  /** By the id of the cart. */
  readonly told: Memory<Told>
  /** Quotes that were shown, by their hash: whoever comes to pay such a one is told what has moved since. */
  readonly quotes: Memory<Quote>
}

/** Options and lines altogether, of each kind: some ten megabytes. */
const ROOM = 50_000
/** Lines of quotes altogether, and one for each quote: some three megabytes. */
const QUOTES = 2_000

/** Makes the memory of a shop. `life` in milliseconds. */
export const pluginMemory = (clock: () => bigint, life: bigint): PluginMemory => ({
  shipping: memory({ clock, life, most: ROOM, weigh: (options) => 1 + options.length }),
  tax: memory({ clock, life, most: ROOM, weigh: ({ lines }) => 1 + lines.size }),
  told: memory({ clock, life, most: ROOM, weigh: ({ shipping, tax }) => 1 + (shipping?.length ?? 0) + (tax?.answer.lines.size ?? 0) }),
  quotes: memory({ clock, life, most: QUOTES, weigh: ({ lines }) => 1 + lines.length }),
})
