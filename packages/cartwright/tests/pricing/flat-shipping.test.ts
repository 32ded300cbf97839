import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { flatShipping, freeOver } from '../../src/pricing/flat-shipping.ts'
import type { DeliveryPlace, ShippingCalculator } from '../../src/pricing/shipping.ts'
import { tableRates } from '../../src/pricing/table-rates.ts'

const place: DeliveryPlace = { country: 'PT', county: null, postalCode: null, locker: null }
const group = (seller: string, value: bigint) => ({ seller, lines: [], value, weight: 10n ** 9n })
const ask = async (calculator: ShippingCalculator, address: DeliveryPlace | null, ...groups: ReturnType<typeof group>[]) =>
  (await calculator({ groups, address, currency: 'RON' })).map(({ seller, id, price, estimate }) => [seller, id, price, estimate])

describe('flatShipping', () => {
  it('costs one price a parcel, everywhere, at any weight, and is sure of it', async () => {
    for (const address of [place, null]) {
      assert.deepEqual(await ask(flatShipping({ price: 1499n }), address, group('m', 0n), group('', 5n)), [
        ['', 'standard', 1499n, false],
        ['m', 'standard', 1499n, false],
      ])
    }
  })

  it('has a name, an id and a kind of its own', async () => {
    const [option] = await flatShipping({ price: 0n, id: 'locker', name: 'Locker', kind: 'locker' })({
      groups: [group('m', 0n)],
      address: place,
      currency: 'RON',
    })
    assert.deepEqual(option, { id: 'locker', name: 'Locker', kind: 'locker', price: 0n, estimate: false, seller: 'm' })
  })

  it('refuses a price that is none', () => {
    for (const price of [-1n, 14.99, '14.99', undefined]) assert.throws(() => flatShipping({ price: price as bigint }), RangeError)
    assert.throws(() => flatShipping({ price: 1n, id: '' }), RangeError)
    assert.throws(() => flatShipping({ price: 1n, name: '' }), RangeError)
    assert.throws(() => flatShipping({ price: 1n, kind: 'drone' as never }), RangeError)
  })
})

describe('freeOver', () => {
  const rates = tableRates({
    rows: [
      { id: 'courier', name: 'Courier', kind: 'street', countries: '*', price: 1499n },
      { id: 'express', name: 'Express', kind: 'street', countries: '*', price: 2999n },
    ],
  })

  it('is free for a parcel from the amount on, exactly at the minor unit', async () => {
    const calculator = freeOver(30_000n, flatShipping({ price: 1499n }))
    assert.deepEqual(await ask(calculator, place, group('a', 30_000n), group('b', 29_999n)), [
      ['a', 'standard', 0n, false],
      ['b', 'standard', 1499n, false],
    ])
  })

  it('leaves options that are not named as they are', async () => {
    assert.deepEqual(await ask(freeOver(1n, rates, ['courier']), null, group('a', 1n)), [
      ['a', 'courier', 0n, true],
      ['a', 'express', 2999n, true],
    ])
  })

  it('is local when what it asks is', () => {
    assert.equal(freeOver(1n, rates).local, true)
    assert.equal(freeOver(1n, async () => []).local, false)
  })

  it('refuses settings that are not understood', () => {
    for (const amount of [-1n, 300, undefined]) assert.throws(() => freeOver(amount as bigint, rates), RangeError)
    assert.throws(() => freeOver(1n, undefined as never), RangeError)
    assert.throws(() => freeOver(1n, rates, []), RangeError)
    assert.throws(() => freeOver(1n, rates, 'courier' as never), RangeError)
  })
})
