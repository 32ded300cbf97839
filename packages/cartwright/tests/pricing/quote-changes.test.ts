import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { quote } from '../../src/pricing/quote.ts'
import { quoteChanges } from '../../src/pricing/quote-changes.ts'
import type { QuoteInput } from '../../src/pricing/quote-types.ts'
import { toJson } from '../../src/pricing/to-json.ts'
import { courier, discount, input, line, protection } from './quote-inputs.ts'

const usual: QuoteInput = input({
  lines: [line('coat'), line('tea', { product: 'tea:1', seller: null, quantity: 1250n, scale: 3, unitPrice: 2400n })],
  discounts: [discount('TEN')],
  fees: [protection],
  shipping: [courier('mihai'), courier('')],
})
const [coat, tea] = usual.lines
assert.ok(coat && tea)

describe('the hash of a quote', () => {
  it('stays what it is from one version to the next', () => {
    assert.equal(quote(usual).hash, 'ceecb4eb6ee5b1eacb04d63490ddd250')
  })

  it('does not change with ids, names, order of lines or estimates', () => {
    const { hash } = quote(usual)
    const same: QuoteInput[] = [
      {
        ...usual,
        lines: [
          { ...coat, id: 'x' },
          { ...tea, id: 'y' },
        ],
      },
      { ...usual, lines: [tea, coat] },
      { ...usual, lines: [{ ...coat, seller: { id: 'mihai', name: 'Mihai M.' } }, tea] },
      { ...usual, fees: [{ ...protection, name: 'Protecție' }] },
      { ...usual, shipping: [courier(''), { ...courier('mihai'), name: 'Curier', estimate: true }] },
    ]
    for (const [index, given] of same.entries()) assert.equal(quote(given).hash, hash, `case ${index}`)
  })

  it('does not change with the order of two lines of one product', () => {
    const engraved = { ...coat, id: 'engraved', unitPrice: 30900n }
    const [one, other] = [quote(input({ lines: [coat, engraved] })), quote(input({ lines: [engraved, coat] }))]
    assert.equal(one.hash, other.hash)
    assert.deepEqual(quoteChanges(one, other), [])
  })

  it('changes with everything a buyer agrees to', () => {
    const different: QuoteInput[] = [
      { ...usual, currency: 'EUR' },
      { ...usual, lines: [coat], shipping: [courier('mihai')] },
      { ...usual, lines: [{ ...coat, product: 'garment:other' }, tea] },
      { ...usual, lines: [{ ...coat, kind: 'auction_win' }, tea] },
      { ...usual, lines: [{ ...coat, unitPrice: 28901n }, tea] },
      { ...usual, lines: [coat, { ...tea, quantity: 1251n }] },
      { ...usual, discounts: [discount('OTHER')] },
      { ...usual, discounts: [discount('TEN', { value: 1001n })] },
      { ...usual, fees: [] },
      { ...usual, fees: [{ ...protection, code: 'other' }] },
      { ...usual, shipping: null },
      { ...usual, shipping: [{ ...courier('mihai'), option: 'express' }, courier('')] },
      { ...usual, shipping: [courier('mihai', 1500n), courier('', 1498n)] },
      { ...usual, tax: { added: 0n, included: 5n, lines: new Map([['coat', { added: 0n, included: 5n }]]) } },
      { ...usual, charges: [{ code: 'cod', name: 'Cash on delivery', amount: 500n }] },
    ]
    const hashes = [usual, ...different].map((given) => quote(given).hash)
    assert.equal(new Set(hashes).size, hashes.length)
    for (const hash of hashes) assert.match(hash, /^[0-9a-f]{32}$/)
  })

  it('tells two lines of one product from one with twice as many', () => {
    const twice = quote(input({ lines: [{ ...coat, quantity: 2n }] }))
    const two = quote(input({ lines: [coat, { ...coat, id: 'engraved' }] }))
    assert.equal(twice.totals.total, two.totals.total)
    assert.notEqual(twice.hash, two.hash)
  })
})

describe('quoteChanges', () => {
  it('says nothing when nothing changed', () => {
    assert.deepEqual(quoteChanges(quote(usual), quote(usual)), [])
    assert.deepEqual(quoteChanges(toJson(quote(usual)), quote(usual)), [])
  })

  it('is readable: a price, a fee, a delivery', () => {
    const before = quote(input({ lines: [coat], fees: [protection], shipping: [courier('mihai')] }))
    const after = quote(
      input({ lines: [{ ...coat, unitPrice: 29900n }], fees: [protection], shipping: [{ ...courier('mihai', 1999n), option: 'express' }] }),
    )
    assert.deepEqual(quoteChanges(before, after), [
      { path: 'lines/garment:coat/unit_price', before: '289.00', after: '299.00' },
      { path: 'groups/mihai/shipping_option', before: 'courier', after: 'express' },
      { path: 'groups/mihai/shipping', before: '14.99', after: '19.99' },
      { path: 'totals/subtotal', before: '289.00', after: '299.00' },
      { path: 'totals/fees/buyer-protection', before: '17.45', after: '17.95' },
      { path: 'totals/shipping', before: '14.99', after: '19.99' },
      { path: 'totals/total', before: '321.44', after: '336.94' },
    ])
  })

  it('shows what came and what went as null', () => {
    const before = quote(input({ lines: [coat, tea], discounts: [discount('TEN', { kind: 'fixed', value: 0n })] }))
    const after = quote(input({ lines: [{ ...tea, quantity: 500n }] }))
    const changes = new Map(quoteChanges(before, after).map((change) => [change.path, [change.before, change.after]]))
    assert.deepEqual(changes.get('lines/garment:coat/quantity'), ['1', null])
    assert.deepEqual(changes.get('lines/garment:coat/unit_price'), ['289.00', null])
    assert.deepEqual(changes.get('lines/tea:1/quantity'), ['1.25', '0.5'])
    assert.deepEqual(changes.get('discounts/TEN'), ['0.00', null])
  })

  it('compares only what is known of the quote before', () => {
    const { currency, totals } = quote(usual)
    const after = quote({ ...usual, lines: [coat], shipping: [courier('mihai')] })
    const paths = quoteChanges({ currency, totals }, after).map(({ path }) => path)
    assert.deepEqual(paths, ['totals/subtotal', 'totals/discount', 'totals/fees/buyer-protection', 'totals/shipping', 'totals/total'])
  })

  it('numbers lines of one product, and writes amounts of other currencies', () => {
    const one = quote(input({ currency: 'BTC', lines: [{ ...coat, unitPrice: 1n }] }))
    const two = quote(
      input({
        currency: 'BTC',
        lines: [
          { ...coat, unitPrice: 1n },
          { ...coat, id: 'b', unitPrice: 1n },
        ],
      }),
    )
    const changes = quoteChanges(one, two, { exponents: { BTC: 8 } })
    assert.deepEqual(
      changes.find(({ path }) => path === 'lines/garment:coat/2/unit_price'),
      { path: 'lines/garment:coat/2/unit_price', before: null, after: '0.00000001' },
    )
  })
})

describe('toJson', () => {
  it('makes bigints strings and maps objects, and drops functions and undefined', () => {
    const view = {
      total: 5n,
      lines: new Map([['a', { paid: 1n }]]),
      has: () => true,
      none: undefined,
      nothing: null,
      list: [1n, 'x', true, 1.5],
      deep: { deeper: [{ n: 2n }] },
    }
    assert.deepEqual(toJson(view), {
      total: '5',
      lines: { a: { paid: '1' } },
      nothing: null,
      list: ['1', 'x', true, 1.5],
      deep: { deeper: [{ n: '2' }] },
    })
  })

  it('is safe with keys that mean something to JavaScript', () => {
    const odd = toJson(
      new Map([
        ['__proto__', 1n],
        ['constructor', 2n],
      ]),
    )
    assert.equal(JSON.stringify(odd), '{"__proto__":"1","constructor":"2"}')
    assert.equal(Object.getPrototypeOf(odd), Object.prototype)
  })

  it('turns a whole quote into JSON', () => {
    const text = JSON.stringify(toJson(quote(usual)))
    assert.equal(JSON.parse(text).totals.subtotal, '31900')
    assert.equal(JSON.parse(text).discounts[0].lines.coat, '2890')
  })
})
