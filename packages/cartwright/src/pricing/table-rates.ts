import { type ShippingCalculator, type ShippingOption, sortShipping } from './shipping.ts'

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
 * estimates. Throws `RangeError` for a senseless table.
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
  if (rows.length === 0) throw new RangeError('table rates: no rows')
  for (const { id, price, freeOver = 0n, maxWeight = 0n } of rows) {
    if (id === '') throw new RangeError('table rates: a row has no id')
    if (price < 0n || freeOver < 0n || maxWeight < 0n) throw new RangeError(`table rates: ${id} has a negative number`)
  }
  return async ({ groups, address }) => {
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
  }
}
