import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { MAX_AMOUNT } from '../money/money.ts'
import type { Figures, QuoteTax } from '../pricing/quote-types.ts'
import type { TaxCalculator, TaxQuestion } from '../pricing/tax.ts'
import { questionKey } from './question-key.ts'

/**
 * Asks the tax plug-in, the same question once while its answer is remembered; refuses with `plugin_failed` for a failure or nonsense.
 * `lay` lays the tax on the lines and throws for amounts that cannot be: such an answer is not remembered.
 */
export async function askTax(
  context: Context,
  calculator: TaxCalculator,
  question: TaxQuestion,
  lay: (tax: QuoteTax) => Figures,
): Promise<{ readonly tax: QuoteTax; readonly laid: Figures }> {
  const fetch = (): Promise<QuoteTax> =>
    ask(
      'tax',
      context.options.pluginDeadline,
      () => calculator(question),
      (answer) => wrongTax(answer, question.currency),
    )
  const fetchSound = async (): Promise<QuoteTax> => {
    const tax = await fetch()
    lay(tax)
    return tax
  }
  const tax = calculator.local === true ? await fetch() : await context.memory.tax.ask(questionKey('tax', question), fetchSound)
  return { tax, laid: lay(tax) }
}

/** What is wrong with the form of an answer. */
function wrongTax(answer: QuoteTax, asked: string): string | null {
  if (typeof answer !== 'object' || answer === null || !(answer.lines instanceof Map))
    return 'must answer added, included and a Map of lines'
  const { currency = asked } = answer
  if (currency !== asked) return `the tax is in ${String(currency)}, not in ${asked}`
  const parts: unknown[] = [answer, ...answer.lines.values()]
  return parts.every(isTax) ? null : 'added and included must be bigints from 0 to below 2^63'
}

function isTax(part: unknown): boolean {
  if (typeof part !== 'object' || part === null || !('added' in part) || !('included' in part)) return false
  return [part.added, part.included].every((amount) => typeof amount === 'bigint' && amount >= 0n && amount <= MAX_AMOUNT)
}
