import { rateOf, sum } from '../money/rounding.ts'
import { checked, type LineGroup, type Step, spread, sumAt, zeros } from './quote-step.ts'
import type { FeeRule, QuoteInput, Totals, TraceStep } from './quote-types.ts'

/** Fees by rule: for each seller group, or once for the order, on what its goods cost after discounts. No lines, no fee. */
export function addFees(
  rules: readonly FeeRule[],
  groups: readonly LineGroup[],
  goods: readonly bigint[],
): Step & { readonly fees: Totals['fees'] } {
  const parts = zeros(goods)
  const trace: TraceStep[] = []
  if (goods.length === 0) return { fees: [], parts, trace }
  const order: LineGroup = { key: '', seller: null, places: [...goods.keys()] }
  const fees = rules.map((rule) => {
    const amounts = (rule.per === 'order' ? [order] : groups).map(({ key, places }) => {
      const name = rule.per === 'order' ? `fee:${rule.code}` : `fee:${rule.code}:${key}`
      const amount = feeOf(rule, name, sumAt(goods, places), trace)
      spread(amount, goods, places, parts)
      return amount
    })
    return { code: rule.code, name: rule.name, amount: sum(amounts) }
  })
  return { fees, parts, trace }
}

/** `fixed + rate x goods`, then not below `min`, then not above `max`. The rate is rounded half up, the rest is exact. */
function feeOf(rule: FeeRule, name: string, base: bigint, trace: TraceStep[]): bigint {
  const share = rateOf(base, checked(`the rate of ${name}`, rule.rate))
  const plain = share + checked(`the fixed part of ${name}`, rule.fixed)
  trace.push({ rule: `${name}:rate`, base, rate: rule.rate, amount: share, rounding: 'half_up' })
  trace.push({ rule: `${name}:fixed`, base, rate: null, amount: rule.fixed, rounding: 'none' })

  const raised = rule.min !== null && plain < rule.min ? rule.min : plain
  if (raised !== plain) trace.push({ rule: `${name}:min`, base: plain, rate: null, amount: raised, rounding: 'none' })
  const capped = rule.max !== null && raised > rule.max ? rule.max : raised
  if (capped !== raised) trace.push({ rule: `${name}:max`, base: raised, rate: null, amount: capped, rounding: 'none' })
  return checked(name, capped)
}

/** Fees with a fixed amount, such as cash on delivery, allocated over all lines. An empty cart owes none. */
export function addCharges(charges: QuoteInput['charges'], goods: readonly bigint[]): Step & { readonly fees: Totals['fees'] } {
  const parts = zeros(goods)
  if (goods.length === 0) return { fees: [], parts, trace: [] }
  for (const { code, amount } of charges) spread(checked(`charge ${code}`, amount), goods, [...goods.keys()], parts)
  return {
    fees: charges.map(({ code, name, amount }) => ({ code, name, amount })),
    parts,
    trace: charges.map(({ code, amount }) => ({ rule: `charge:${code}`, base: sum(goods), rate: null, amount, rounding: 'none' })),
  }
}
