import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ShopError } from '../../src/errors.ts'
import { goodsGroups } from '../../src/pricing/quote.ts'
import { cheapestStreet, chooseShipping, type ShippingOption, shippingGroups, sortShipping } from '../../src/pricing/shipping.ts'
import { type TableRate, tableRates } from '../../src/pricing/table-rates.ts'
import { discount, line } from './quote-inputs.ts'

const option = (id: string, price: bigint, change: Partial<ShippingOption> = {}): ShippingOption => ({
  id,
  name: id,
  price,
  estimate: false,
  seller: 'mihai',
  kind: 'street',
  ...change,
})
const offers = [
  option('locker', 999n, { kind: 'locker' }),
  option('express', 2999n),
  option('courier', 1499n),
  option('courier', 1799n, { seller: 'ioana' }),
  option('only-locker', 500n, { seller: 'far', kind: 'locker' }),
]

describe('shipping options', () => {
  it('stand in one order: street first, then price, then id', () => {
    assert.deepEqual(
      sortShipping([...offers, option('b', 1499n)]).map(({ id, seller }) => `${seller} ${id}`),
      ['mihai b', 'mihai courier', 'ioana courier', 'mihai express', 'far only-locker', 'mihai locker'],
    )
  })

  it('have a cheapest street delivery for each seller, or none', () => {
    assert.equal(cheapestStreet(offers, 'mihai')?.id, 'courier')
    assert.equal(cheapestStreet(offers, 'ioana')?.price, 1799n)
    assert.equal(cheapestStreet(offers, 'far'), null)
    assert.equal(cheapestStreet(offers, 'nobody'), null)
  })
})

describe('chooseShipping', () => {
  const prices = (choice: Parameters<typeof chooseShipping>[1], sellers: string[]) =>
    chooseShipping(offers, choice, sellers)?.map(({ seller, option: id, price }) => [seller, id, price])
  const unavailable = (details: object) => (error: unknown) => {
    assert.ok(error instanceof ShopError && error.code === 'shipping_unavailable')
    assert.deepEqual(error.details, details)
    return true
  }

  it('takes the cheapest street delivery where nothing is chosen', () => {
    assert.deepEqual(prices(null, ['ioana', 'mihai']), [
      ['ioana', 'courier', 1799n],
      ['mihai', 'courier', 1499n],
    ])
    assert.deepEqual(prices({ mihai: 'locker' }, ['ioana', 'mihai']), [
      ['ioana', 'courier', 1799n],
      ['mihai', 'locker', 999n],
    ])
    assert.deepEqual(prices(null, []), [])
  })

  it('takes one id for all groups', () => {
    assert.deepEqual(prices('courier', ['mihai', 'ioana']), [
      ['mihai', 'courier', 1499n],
      ['ioana', 'courier', 1799n],
    ])
  })

  it('does not know shipping where a group has neither choice nor street delivery', () => {
    assert.equal(chooseShipping(offers, null, ['mihai', 'far']), null)
    assert.equal(chooseShipping([], null, ['mihai']), null)
    assert.deepEqual(prices({ far: 'only-locker' }, ['far']), [['far', 'only-locker', 500n]])
  })

  it('refuses what is not offered to a group', () => {
    assert.throws(() => prices('teleport', ['mihai']), unavailable({ seller: 'mihai', option: 'teleport' }))
    assert.throws(() => prices('express', ['mihai', 'ioana']), unavailable({ seller: 'ioana', option: 'express' }))
    assert.throws(() => prices({ ioana: 'locker' }, ['ioana']), unavailable({ seller: 'ioana', option: 'locker' }))
    assert.throws(() => prices('', ['mihai']), unavailable({ seller: 'mihai', option: '' }))
    assert.deepEqual(prices({}, ['mihai']), [['mihai', 'courier', 1499n]])
    assert.equal(chooseShipping(offers, JSON.parse('{"__proto__":"locker"}'), ['constructor']), null)
  })
})

describe('shippingGroups', () => {
  it('values goods after discounts and weighs each parcel', () => {
    const lines = [
      line('a', { quantity: 3n }),
      line('tea', { product: 'tea:1', quantity: 1250n, scale: 3, unitPrice: 2400n }),
      line('b', { seller: null }),
    ]
    const goods = goodsGroups({ lines, discounts: [discount('TEN', { lines: ['a'] })] })
    const groups = shippingGroups(
      goods,
      lines,
      new Map([
        ['garment:a', 400n],
        ['tea:1', 1001n],
      ]),
    )
    assert.deepEqual(
      groups.map(({ seller, value, weight }) => [seller, value, weight]),
      [
        ['mihai', 86700n - 8670n + 3000n, 1200n + 1251n],
        ['', 28900n, 0n],
      ],
    )
    assert.deepEqual(
      groups.map((group) => group.lines.map(({ id }) => id)),
      [['a', 'tea'], ['b']],
    )
  })
})

describe('tableRates', () => {
  const rows: TableRate[] = [
    { id: 'locker', name: 'Locker', kind: 'locker', countries: ['RO'], price: 999n, maxWeight: 20_000n },
    { id: 'courier', name: 'Courier', kind: 'street', countries: ['RO'], price: 1499n, freeOver: 50_000n, maxWeight: 5_000n },
    { id: 'courier', name: 'Courier', kind: 'street', countries: ['RO'], price: 2499n, maxWeight: 30_000n },
    { id: 'post', name: 'Post', kind: 'street', countries: '*', price: 5900n },
  ]
  const group = (seller: string, value: bigint, weight: bigint) => ({ seller, lines: [], value, weight })
  const ask = async (country: string | null, ...groups: ReturnType<typeof group>[]) => {
    const address = country === null ? null : { country, county: null, postalCode: null, locker: null }
    return (await tableRates({ rows })({ groups, address, currency: 'RON' })).map(({ seller, id, price, estimate }) => [
      seller,
      id,
      price,
      estimate,
    ])
  }

  it('offers what serves the country and carries the parcel, in order', async () => {
    assert.deepEqual(await ask('RO', group('m', 10_000n, 500n)), [
      ['m', 'courier', 1499n, false],
      ['m', 'post', 5900n, false],
      ['m', 'locker', 999n, false],
    ])
    assert.deepEqual(await ask('DE', group('m', 10_000n, 500n)), [['m', 'post', 5900n, false]])
  })

  it('assumes Romania without an address, as an estimate', async () => {
    assert.deepEqual((await ask(null, group('m', 0n, 0n)))[0], ['m', 'courier', 1499n, true])
    const fromGermany = await tableRates({ rows, country: 'DE' })({ groups: [group('m', 0n, 0n)], address: null, currency: 'RON' })
    assert.deepEqual(
      fromGermany.map(({ id }) => id),
      ['post'],
    )
  })

  it('has weight steps and a limit, exactly at the gram', async () => {
    assert.deepEqual((await ask('RO', group('m', 0n, 5_000n)))[0], ['m', 'courier', 1499n, false])
    assert.deepEqual((await ask('RO', group('m', 0n, 5_001n)))[0], ['m', 'courier', 2499n, false])
    assert.deepEqual(
      (await ask('RO', group('m', 0n, 30_001n))).map(([, id]) => id),
      ['post'],
    )
  })

  it('is free from a value on, exactly at the minor unit', async () => {
    assert.deepEqual((await ask('RO', group('m', 49_999n, 1n)))[0], ['m', 'courier', 1499n, false])
    assert.deepEqual((await ask('RO', group('m', 50_000n, 1n)))[0], ['m', 'courier', 0n, false])
  })

  it('prices each seller by itself', async () => {
    const answer = await ask('RO', group('m', 60_000n, 1n), group('', 100n, 1n))
    assert.deepEqual(
      answer.filter(([, id]) => id === 'courier'),
      [
        ['m', 'courier', 0n, false],
        ['', 'courier', 1499n, false],
      ],
    )
  })

  it('refuses a senseless table when it is made', () => {
    const [row] = rows
    assert.ok(row)
    const wrong: readonly object[] = [
      { id: '' },
      { name: '' },
      { kind: 'drone' },
      { price: -1n },
      { price: 14.99 },
      { price: 2n ** 63n },
      { price: undefined },
      { freeOver: -1n },
      { freeOver: 500 },
      { maxWeight: -1n },
      { countries: [] },
      { countries: 'RO' },
      { countries: ['Romania'] },
    ]
    for (const change of wrong)
      assert.throws(() => tableRates({ rows: [{ ...row, ...change }] }), RangeError, String(Object.entries(change)))
    assert.throws(() => tableRates({ rows: [] }), RangeError)
    assert.throws(() => tableRates({ rows, country: 'Romania' }), RangeError)
  })

  it('refuses a row that no parcel ever reaches', () => {
    const row: TableRate = { id: 'courier', name: 'Courier', kind: 'street', countries: ['RO', 'HU'], price: 1499n, maxWeight: 5_000n }
    const { maxWeight: _, ...heavy } = row
    const later = [
      { ...row, maxWeight: 4_000n },
      { ...row, countries: ['HU'] },
      { ...row, price: 1n },
    ]
    for (const one of later) assert.throws(() => tableRates({ rows: [row, one] }), /never reached/)
    assert.throws(() => tableRates({ rows: [heavy, row] }), /never reached/)
    assert.throws(() => tableRates({ rows: [{ ...heavy, countries: '*' }, row] }), /never reached/)
    tableRates({ rows: [row, heavy, { ...heavy, countries: '*' }, { ...row, id: 'express' }] })
    tableRates({ rows: [row, { ...row, countries: '*' }, { ...row, countries: ['HU', 'DE'], maxWeight: 9_000n }] })
  })
})
