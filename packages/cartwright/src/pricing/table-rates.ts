import { MAX_AMOUNT } from '../money/money.ts'
import { type ShippingCalculator, type ShippingOption, type ShippingQuestion, sortShipping } from './shipping.ts'

/** One row: a way of sending, to some countries, up to some weight. */
export interface TableRate {
  readonly id: string
  readonly name: string
  readonly kind: ShippingOption['kind']
  /** ISO 3166-1 codes, or `*` for everywhere. */
  readonly countries: readonly string[] | '*'
  /** Minor units, for one parcel. */
  readonly price: bigint
  /** From this value of goods on (after discounts, minor units) the parcel travels free. Default: never. */
  readonly freeOver?: bigint
  /** Heaviest parcel, in grams. Default: any. */
  readonly maxWeight?: bigint
}

/**
 * The ready-made shipping plug-in: prices from a table by country and parcel. For each parcel the first row of an id that fits counts, so weight
 * steps are rows with the same id in rising order of `maxWeight`. Without an address `country` (default `RO`) is assumed, and the prices are
 * estimates. Throws `RangeError` for a senseless table: a negative price, a country that is no code, a row that no parcel ever reaches.
 *
 * @example
 * tableRates({ rows: [{ id: 'courier', name: 'Courier', kind: 'street', countries: ['RO'], price: 1499n, freeOver: 50_000n }] })
 */
export function tableRates({
  rows,
  country = 'RO',
}: {
  readonly rows: readonly TableRate[]
  readonly country?: string
}): ShippingCalculator {
  if (!Array.isArray(rows) || rows.length === 0) throw new RangeError('table rates: no rows')
  checkCountries(country, [country])
  for (const [place, row] of rows.entries()) checkRow(row, rows.slice(0, place))
  return Object.assign(
    async ({ groups, address }: ShippingQuestion) => {
      const to = address?.country ?? country
      const there = rows.filter(({ countries }) => countries === '*' || countries.includes(to))
      const options = groups.flatMap(({ seller, value, weight }) => {
        const fitting = there.filter(({ maxWeight }) => maxWeight === undefined || weight <= maxWeight)
        const firstOfEach = fitting.filter((row, index) => fitting.findIndex(({ id }) => id === row.id) === index)
        return firstOfEach.map(({ id, name, kind, price, freeOver }): ShippingOption => {
          const free = freeOver !== undefined && value >= freeOver
          return { id, name, kind, seller, price: free ? 0n : price, estimate: address === null }
        })
      })
      return sortShipping(options)
    },
    { local: true },
  )
}

function checkRow(row: TableRate, earlier: readonly TableRate[]): void {
  const { id, name, kind, countries } = row
  if (typeof id !== 'string' || id === '') throw new RangeError('table rates: a row has no id')
  if (typeof name !== 'string' || name === '') throw new RangeError(`table rates: ${id} has no name`)
  if (kind !== 'street' && kind !== 'locker') throw new RangeError(`table rates: the kind of ${id} is neither street nor locker`)
  if (countries !== '*') checkCountries(id, countries)
  for (const part of ['price', 'freeOver', 'maxWeight'] as const) {
    const amount = row[part]
    if (amount === undefined && part !== 'price') continue
    if (typeof amount !== 'bigint' || amount < 0n || amount > MAX_AMOUNT)
      throw new RangeError(`table rates: the ${part} of ${id} must be a bigint from 0 to below 2^63`)
  }
  if (earlier.some((other) => covers(other, row)))
    throw new RangeError(`table rates: a row of ${id} is never reached; put its weight steps in rising order`)
}

function checkCountries(what: string, countries: readonly string[]): void {
  if (!Array.isArray(countries) || countries.length === 0 || !countries.every((code) => /^[A-Z]{2}$/.test(code)))
    throw new RangeError(`table rates: the countries of ${what} must be codes of two capital letters, such as RO, or '*'`)
}

/** Whether every parcel that fits the later row is taken by the earlier one. */
const covers = (earlier: TableRate, later: TableRate): boolean =>
  earlier.id === later.id &&
  (earlier.countries === '*' || (later.countries !== '*' && later.countries.every((code) => earlier.countries.includes(code)))) &&
  (earlier.maxWeight === undefined || (later.maxWeight !== undefined && later.maxWeight <= earlier.maxWeight))
