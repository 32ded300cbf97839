import { ShopError } from '../errors.ts'
import { sum } from '../money/rounding.ts'
import { addUp, at, type Step, spread, zeros } from './quote-step.ts'
import type { QuoteLine, QuoteTax } from './quote-types.ts'

export interface TaxStep extends Step {
  /** Each line's part of the tax that prices contain; `parts` is what is added. */
  readonly included: readonly bigint[]
}

/**
 * Lays the tax answer on the lines: the tax on goods where the plug-in says, the rest (on fees and shipping) by each line's part of those.
 * An answer that cannot be is the refusal `plugin_failed`: an unknown line, a negative part, parts above the whole, parts below the whole
 * without fees or shipping to carry the rest, more tax contained than paid.
 */
export function addTax(tax: QuoteTax | null, lines: readonly QuoteLine[], goods: readonly bigint[], services: readonly bigint[]): TaxStep {
  if (tax === null) return { parts: zeros(lines), included: zeros(lines), trace: [] }
  const known = new Set(lines.map((line) => line.id))
  if ([...tax.lines.keys()].some((id) => !known.has(id))) throw nonsense('unknown_line')
  if (lines.length === 0 && (tax.added !== 0n || tax.included !== 0n)) throw nonsense('no_lines')

  const addedOnGoods = lines.map((line) => tax.lines.get(line.id)?.added ?? 0n)
  const includedInGoods = lines.map((line) => tax.lines.get(line.id)?.included ?? 0n)
  const restAdded = tax.added - sum(addedOnGoods)
  const restIncluded = tax.included - sum(includedInGoods)
  if ([...addedOnGoods, ...includedInGoods, restAdded, restIncluded].some((amount) => amount < 0n)) throw nonsense('negative')
  if (includedInGoods.some((amount, place) => amount > at(goods, place)) || restIncluded > sum(services)) throw nonsense('more_than_paid')
  if (restAdded > 0n && sum(services) === 0n) throw nonsense('parts_do_not_sum')

  const places = [...lines.keys()]
  const onServices = { added: zeros(lines), included: zeros(lines) }
  spread(restAdded, services, places, onServices.added)
  spread(restIncluded, services, places, onServices.included)
  const base = sum(goods) + sum(services)
  return {
    parts: addUp(addedOnGoods, onServices.added),
    included: addUp(includedInGoods, onServices.included),
    trace: [
      { rule: 'tax:added', base, rate: null, amount: tax.added, rounding: 'none' },
      { rule: 'tax:included', base, rate: null, amount: tax.included, rounding: 'none' },
    ],
  }
}

const nonsense = (reason: string): ShopError => new ShopError('plugin_failed', { plugin: 'tax', reason })
