import { lineTotal } from '../money/rounding.ts'
import { checked, type Step } from './quote-step.ts'
import type { QuoteLine, TraceStep } from './quote-types.ts'

/** Quantity times unit price of each line, rounded half up once. */
export function priceLines(lines: readonly QuoteLine[]): Step {
  if (new Set(lines.map((line) => line.id)).size !== lines.length) throw new RangeError('quote: two lines have the same id')
  const parts = lines.map(priceOf)
  const trace = lines.map((line, place): TraceStep => {
    const amount = parts[place] ?? 0n
    return { rule: `line:${line.id}`, base: line.unitPrice, rate: null, amount, rounding: line.scale === 0 ? 'none' : 'half_up' }
  })
  return { parts, trace }
}

function priceOf({ id, unitPrice, quantity, scale }: QuoteLine): bigint {
  if (quantity <= 0n) throw new RangeError(`quote: the quantity of line ${id} is not above zero`)
  return checked(`line ${id}`, lineTotal(checked(`the price of line ${id}`, unitPrice), quantity, scale))
}
