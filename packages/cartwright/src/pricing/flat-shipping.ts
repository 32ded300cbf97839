import type { ShippingCalculator, ShippingOption, ShippingQuestion } from './shipping.ts'
import { tableRates } from './table-rates.ts'

export interface FlatShipping {
  /** Minor units, for one parcel. */
  readonly price: bigint
  /** Default `standard`. */
  readonly id?: string
  /** What people read. Default `Standard delivery`. */
  readonly name?: string
  /** Default `street`. */
  readonly kind?: ShippingOption['kind']
}

/**
 * One price for each parcel (one parcel a seller), wherever it goes and whatever it weighs. As nothing can change it, it is no estimate even without
 * an address. Throws `RangeError` for a price that is no whole number of minor units from 0.
 *
 * @example
 * flatShipping({ price: 1499n })
 */
export function flatShipping({ price, id = 'standard', name = 'Standard delivery', kind = 'street' }: FlatShipping): ShippingCalculator {
  const table = tableRates({ rows: [{ id, name, kind, price, countries: '*' }] })
  const firm = async (question: ShippingQuestion) => (await table(question)).map((option) => ({ ...option, estimate: false }))
  return Object.assign(firm, { local: true })
}

/**
 * Makes the options of another calculator free for a parcel from this value of goods on (after discounts, minor units). `only` names the options
 * that become free; default: all. Throws `RangeError` for settings that are not understood.
 *
 * @example
 * freeOver(30_000n, flatShipping({ price: 1499n }))
 * freeOver(30_000n, tableRates({ rows }), ['courier'])    // express still costs what it costs
 */
export function freeOver(amount: bigint, calculator: ShippingCalculator, only?: readonly string[]): ShippingCalculator {
  if (typeof amount !== 'bigint' || amount < 0n) throw new RangeError('free over: the amount must be a bigint from 0, in minor units')
  if (typeof calculator !== 'function') throw new RangeError('free over: the second argument must be a shipping calculator')
  if (only !== undefined && (!Array.isArray(only) || only.length === 0))
    throw new RangeError('free over: only must name at least one option')
  const free = async (question: ShippingQuestion): Promise<readonly ShippingOption[]> => {
    const worthy = new Set(question.groups.filter((group) => group.value >= amount).map((group) => group.seller))
    return (await calculator(question)).map((option) =>
      worthy.has(option.seller) && (only === undefined || only.includes(option.id)) ? { ...option, price: 0n } : option,
    )
  }
  return Object.assign(free, { local: calculator.local === true })
}
