import { askShipping, type ShippingAnswer } from '../cart/ask-shipping.ts'
import { askTax } from '../cart/ask-tax.ts'
import { amountsKey } from '../cart/estimate-totals.ts'
import { type CartFacts, weightsOf } from '../cart/view-cart.ts'
import type { Context } from '../context.ts'
import { seenDiscounts } from '../discounts/judge-discounts.ts'
import { figures, goodsGroups, sealed } from '../pricing/quote.ts'
import type { Quote, QuoteInput, QuoteLine } from '../pricing/quote-types.ts'
import { type DeliveryPlace, shippingGroups } from '../pricing/shipping.ts'
import { taxQuestion } from '../pricing/tax.ts'

/** What is to be priced: the calculator's input without shipping and tax, and where the goods go. */
export interface ToPrice {
  readonly facts: CartFacts
  readonly input: QuoteInput
  readonly place: DeliveryPlace | null
  readonly choice: string | Readonly<Record<string, string>> | null
  /** Whether these are all lines of the cart that can be bought: then the next view may show what is told here. */
  readonly whole: boolean
}

export interface Priced extends ShippingAnswer {
  readonly quote: Quote
  /** The same quote at the prices this buyer saw last, with every code he has put in, to tell him what has changed. */
  readonly seenBefore: () => Promise<Quote>
}

/** Asks shipping, then tax on what that comes to, each once for one question; refuses with `plugin_failed`, `shipping_unavailable`. */
export async function priceCheckout(context: Context, { facts, input, place, choice, whole }: ToPrice): Promise<Priced> {
  const { stored } = facts
  const { shipping: carrier } = context.options
  const { lines, currency } = input
  const groups = shippingGroups(goodsGroups(input), lines, weightsOf(facts))
  const asked =
    carrier === null || lines.length === 0
      ? { options: [], shipping: null }
      : await askShipping(context, carrier, { groups, address: place, currency }, choice)
  const { shipping } = asked
  const { quote, tax } = await withTax(context, { ...input, shipping }, place)
  if (whole && stored !== null && lines.length > 0) context.memory.told.keep(stored.id, { shipping, tax })

  const seen = new Map(stored?.lines.map((line) => [line.id, line.unitPrice]))
  const atSeenPrice = (line: QuoteLine): QuoteLine => ({ ...line, unitPrice: seen.get(line.id) ?? line.unitPrice })
  const discounts = seenDiscounts(facts, lines)
  const seenBefore = async (): Promise<Quote> =>
    (await withTax(context, { ...input, shipping, lines: lines.map(atSeenPrice), discounts }, place)).quote
  return { ...asked, quote, seenBefore }
}

async function withTax(
  context: Context,
  input: QuoteInput,
  place: DeliveryPlace | null,
): Promise<{ readonly quote: Quote; readonly tax: { readonly amounts: string; readonly answer: NonNullable<QuoteInput['tax']> } | null }> {
  const { tax: calculator } = context.options
  const untaxed = figures(input)
  if (calculator === null || input.lines.length === 0) return { quote: sealed(untaxed), tax: null }
  const question = taxQuestion(untaxed, input.lines, place)
  const { tax: answer, laid } = await askTax(context, calculator, question, (tax) => figures({ ...input, tax }))
  return { quote: sealed(laid), tax: { amounts: amountsKey(question), answer } }
}
