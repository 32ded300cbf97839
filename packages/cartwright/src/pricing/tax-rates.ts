import { allocate } from '../money/allocate.ts'
import { divideHalfUp, percent, rateOf, sum, WHOLE_RATE } from '../money/rounding.ts'
import type { TaxCalculator, TaxQuestion } from './tax.ts'

/** `added`: the tax comes on top of the prices. `included`: the prices contain it. */
export type TaxMode = 'included' | 'added'

/** Rates by the tax class of a product, such as `{ food: '11%' }`. */
export interface ClassRates {
  readonly classes: Readonly<Record<string, string>>
  /** The rate of every other class, and of goods without one. Left out: goods of a class that is not named are refused (`plugin_failed`). */
  readonly otherwise?: string
  /** The rate of fees and shipping. Default: `otherwise`; without that it must be given. */
  readonly services?: string
}

export interface TaxTier {
  /** The tier holds from this value of goods on (after discounts, minor units). The first tier begins at 0n. */
  readonly from: bigint
  /** The rate of everything, goods, fees and shipping; or rates by class. */
  readonly rate: string | ClassRates
}

/**
 * One rate on everything, goods, fees and shipping. `added`: rate x amount comes on top. `included`: the prices contain amount x rate / (100 % + rate).
 * The tax is computed on the whole amount and rounded half up once; the lines (and fees with shipping) get their shares of it by the largest
 * remainder. So it is never further than half a minor unit from the exact one, whatever the number of lines, and no line's contained tax exceeds
 * its price. (Where to round, at the line or at the invoice, is left to the member states: Court of Justice, C-484/06, Ahold. Write an own plug-in
 * where the law wants it at the line.) Throws `RangeError` for a rate or a mode that is not understood.
 *
 * @example
 * flatTax({ rate: '21%', mode: 'included' })
 */
export const flatTax = ({ rate, mode }: { readonly rate: string; readonly mode: TaxMode }): TaxCalculator =>
  tieredTax({ mode, tiers: [{ from: 0n, rate }] })

/**
 * A rate for each tax class of products. The tax of each rate is computed on the whole amount it covers and rounded half up once.
 * Throws `RangeError` for settings that are not understood.
 *
 * @example
 * taxByClass({ mode: 'included', classes: { food: '11%', books: '11%' }, otherwise: '21%' })
 */
export const taxByClass = ({ mode, ...rate }: ClassRates & { readonly mode: TaxMode }): TaxCalculator =>
  tieredTax({ mode, tiers: [{ from: 0n, rate }] })

/**
 * The rate depends on the value of the goods: the last tier that the value reaches counts for the whole order (not for the part above its threshold).
 * Each tier may have rates by class. The tax of each rate is rounded half up once. Throws `RangeError` for settings that are not understood.
 *
 * @example
 * tieredTax({ mode: 'added', tiers: [{ from: 0n, rate: '5%' }, { from: 10_001n, rate: '7.25%' }] })    // 7.25 % above 100.00
 */
export function tieredTax({ tiers, mode }: { readonly tiers: readonly TaxTier[]; readonly mode: TaxMode }): TaxCalculator {
  if (mode !== 'added' && mode !== 'included') throw new RangeError(`tax: the mode ${String(mode)} is neither included nor added`)
  if (!Array.isArray(tiers) || tiers[0]?.from !== 0n) throw new RangeError('tax: the first tier must begin at 0n')
  const read = tiers.map(({ from, rate }, place) => {
    const before = tiers[place - 1]?.from ?? -1n
    if (typeof from !== 'bigint' || from <= before) throw new RangeError('tax: the tiers must begin at rising amounts')
    return { from, rates: ratesOf(rate) }
  })
  return Object.assign(
    async (question: TaxQuestion) => {
      const value = sum(question.lines.map((line) => line.net))
      const reached = read.findLast(({ from }) => value >= from) ?? read[0]
      if (reached === undefined) throw new RangeError('tax: no tier')
      return taxAt(reached.rates, mode, question)
    },
    { local: true },
  )
}

interface Rates {
  readonly classes: ReadonlyMap<string, bigint>
  readonly otherwise: bigint | null
  readonly services: bigint
}

function ratesOf(rate: string | ClassRates): Rates {
  if (typeof rate !== 'object' || rate === null) return { classes: new Map(), otherwise: percent(rate), services: percent(rate) }
  const { classes, otherwise, services = otherwise } = rate
  if (typeof classes !== 'object' || classes === null) throw new RangeError('tax: classes must name rates, such as { food: "11%" }')
  if (services === undefined) throw new RangeError('tax: give services, the rate of fees and shipping, or otherwise')
  return {
    classes: new Map(Object.entries(classes).map(([taxClass, one]) => [taxClass, percent(one)])),
    otherwise: otherwise === undefined ? null : percent(otherwise),
    services: percent(services),
  }
}

function taxAt({ classes, otherwise, services }: Rates, mode: TaxMode, { lines, fees, shipping }: TaxQuestion): ReturnType<TaxCalculator> {
  const parts = lines.map(({ id, taxClass, net }) => {
    const rate = (taxClass === null ? null : classes.get(taxClass)) ?? otherwise
    if (rate === null) throw new RangeError(`no rate for the tax class ${taxClass ?? '(none)'}`)
    return { id, rate, amount: net }
  })
  const all = [...parts, { id: null, rate: services, amount: fees + shipping }]
  const both = (amount: bigint) => (mode === 'added' ? { added: amount, included: 0n } : { added: 0n, included: amount })
  const byLine = new Map<string, ReturnType<typeof both>>()
  let whole = 0n
  for (const rate of new Set(all.map((part) => part.rate))) {
    const covered = all.filter((part) => part.rate === rate)
    const weights = covered.map((part) => part.amount)
    const base = sum(weights)
    const tax = mode === 'added' ? rateOf(base, rate) : divideHalfUp(base * rate, WHOLE_RATE + rate)
    const shares = allocate(tax, weights)
    whole += tax
    for (const [place, { id }] of covered.entries()) if (id !== null) byLine.set(id, both(shares[place] ?? 0n))
  }
  return Promise.resolve({ ...both(whole), lines: byLine })
}
