import type { Context } from '../context.ts'
import type { Told } from '../plugins/plugin-memory.ts'
import { figures, goodsGroups, quote, sealed } from '../pricing/quote.ts'
import type { Figures, Quote, QuoteShipping, QuoteTax } from '../pricing/quote-types.ts'
import { type ShippingQuestion, shippingGroups } from '../pricing/shipping.ts'
import { type TaxQuestion, taxQuestion } from '../pricing/tax.ts'
import { askShipping } from './ask-shipping.ts'
import { askTax } from './ask-tax.ts'
import { questionKey } from './question-key.ts'
import { type CartFacts, type Drawn, inputOf, weightsOf } from './view-cart.ts'

/**
 * Whether a view may wait for plug-ins. `wait`: reading the cart, for local ones; a plug-in that fails is the refusal `plugin_failed`. `at-once`: the view
 * after a change, which is made already: nothing may hold it up or fail it, so what is not there at once is unknown. `ask`: what is closed for good has
 * its tax, so it is asked for wherever it comes from.
 */
export type Patience = 'wait' | 'at-once' | 'ask'

/**
 * The totals a view shows. It never asks a plug-in that may take long (but for the tax of what is closed): shipping comes from the shop's local estimate or else is what the buyer was told
 * last for these sellers, labelled an estimate; tax comes from a local calculator or else is what he was told for these very amounts. What nobody
 * knows yet is null (shipping) or pending (tax), never a zero.
 */
export async function estimateTotals(
  context: Context,
  facts: CartFacts,
  drawn: Drawn,
  patience: Patience,
): Promise<{ readonly quote: Quote; readonly taxPending: boolean }> {
  const { options, memory } = context
  const input = inputOf(options, facts, drawn.quoted)
  if (drawn.quoted.length === 0) return { quote: quote(input), taxPending: false }
  const told = facts.stored === null ? undefined : memory.told.peek(facts.stored.id)

  const groups = shippingGroups(goodsGroups(input), drawn.quoted, weightsOf(facts))
  const shipping = await estimatedShipping(context, { groups, address: null, currency: input.currency }, told, patience)
  const untaxed = figures({ ...input, shipping })

  if (options.tax === null) return { quote: sealed(untaxed), taxPending: false }
  const question = taxQuestion(untaxed, drawn.quoted, null)
  const lay = (tax: QuoteTax): Figures => figures({ ...input, shipping, tax })
  const taxed =
    options.tax.local === true || patience === 'ask'
      ? await soon(
          askTax(context, options.tax, question, lay).then((asked) => asked.laid),
          patience,
        )
      : toldTax(told, question, lay)
  return { quote: sealed(taxed ?? untaxed), taxPending: taxed === null }
}

/** The key of the amounts a tax was asked for, wherever the goods go. */
export const amountsKey = (question: TaxQuestion): string => questionKey('tax', { ...question, address: null })

async function estimatedShipping(
  context: Context,
  question: ShippingQuestion,
  told: Told | undefined,
  patience: Patience,
): Promise<readonly QuoteShipping[] | null> {
  const { estimate } = context.options
  const estimated = estimate === null ? null : await soon(askShipping(context, estimate, question, null), patience)
  if (estimated !== null && estimated.shipping !== null) return estimated.shipping
  const last = question.groups.map(({ seller }) => told?.shipping?.find((one) => one.seller === seller))
  const known = last.filter((one) => one !== undefined)
  return known.length < last.length ? null : known.map((one) => ({ ...one, estimate: true }))
}

const toldTax = (told: Told | undefined, question: TaxQuestion, lay: (tax: QuoteTax) => Figures): Figures | null =>
  told?.tax != null && told.tax.amounts === amountsKey(question) ? lay(told.tax.answer) : null

/** The answer, as patience has it: one that is not there within this turn of the event loop is not waited for. */
function soon<Answer>(answer: Promise<Answer>, patience: Patience): Promise<Answer | null> {
  if (patience !== 'at-once') return answer
  const turn = new Promise<null>((resolve) => {
    setImmediate(() => resolve(null))
  })
  return Promise.race([answer.catch(() => null), turn])
}
