import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ShopError } from '../../src/errors.ts'
import { MAX_AMOUNT } from '../../src/money/money.ts'
import { quote } from '../../src/pricing/quote.ts'
import type { QuoteTax } from '../../src/pricing/quote-types.ts'
import { courier, discount, input, line, protection } from './quote-inputs.ts'

const refused = (code: string, details: Record<string, unknown>) => (error: unknown) => {
  assert.ok(error instanceof ShopError)
  assert.equal(error.code, code)
  assert.deepEqual(error.details, details)
  return true
}
const ioana = { id: 'ioana', name: 'Ioana' }

describe('quote', () => {
  it('prices one garment of 289.00 with buyer protection of 5 % + 3.00 and a courier at 14.99: 321.44', () => {
    const answer = quote(input({ lines: [line('coat')], fees: [protection], shipping: [courier('mihai')] }))
    assert.deepEqual(answer.totals, {
      subtotal: 28900n,
      discount: 0n,
      fees: [{ code: 'buyer-protection', name: 'Buyer protection', amount: 1745n }],
      shipping: 1499n,
      shippingIsEstimate: false,
      tax: 0n,
      taxIncluded: 0n,
      total: 32144n,
    })
    assert.deepEqual(answer.groups, [
      {
        seller: { id: 'mihai', name: 'Mihai' },
        lines: ['coat'],
        subtotal: 28900n,
        discount: 0n,
        fee: 1745n,
        shipping: 1499n,
        shippingOption: 'courier',
      },
    ])
    assert.deepEqual(answer.trace, [
      { rule: 'line:coat', base: 28900n, rate: null, amount: 28900n, rounding: 'none' },
      { rule: 'fee:buyer-protection:mihai:rate', base: 28900n, rate: 500n, amount: 1445n, rounding: 'half_up' },
      { rule: 'fee:buyer-protection:mihai:fixed', base: 28900n, rate: null, amount: 300n, rounding: 'none' },
      { rule: 'shipping:mihai:courier', base: 28900n, rate: null, amount: 1499n, rounding: 'none' },
    ])
  })

  it('has zeros for an empty cart', () => {
    const cod = { code: 'cod', name: 'Cash on delivery', amount: 500n }
    const empty = quote(
      input({ fees: [protection, { ...protection, per: 'order' }], discounts: [discount('TEN')], charges: [cod], shipping: [] }),
    )
    assert.deepEqual(empty.totals, {
      subtotal: 0n,
      discount: 0n,
      fees: [],
      shipping: 0n,
      shippingIsEstimate: false,
      tax: 0n,
      taxIncluded: 0n,
      total: 0n,
    })
    assert.deepEqual([empty.lines, empty.groups], [[], []])
    assert.equal(quote(input()).totals.shipping, null)
  })

  it('rounds a line once: 1.250 kg at 24.00, 0.333 kg at 0.01', () => {
    const weighed = quote(
      input({
        lines: [line('tea', { quantity: 1250n, scale: 3, unitPrice: 2400n }), line('dust', { quantity: 333n, scale: 3, unitPrice: 1n })],
      }),
    )
    assert.deepEqual(
      weighed.lines.map(({ total }) => total),
      [3000n, 0n],
    )
    assert.deepEqual(
      weighed.trace.map(({ rounding }) => rounding),
      ['half_up', 'half_up'],
    )
  })

  it('takes the fee for each seller on goods after discounts, within min and max', () => {
    const lines = [line('a', { unitPrice: 10000n }), line('b', { seller: ioana, unitPrice: 20000n }), line('c', { unitPrice: 10000n })]
    const each = quote(input({ lines, fees: [protection], discounts: [discount('TEN')] }))
    assert.deepEqual(
      each.groups.map(({ seller, lines: ids, fee }) => [seller?.id, ids, fee]),
      [
        ['mihai', ['a', 'c'], 1200n],
        ['ioana', ['b'], 1200n],
      ],
    )
    const bounded = quote(
      input({
        lines,
        fees: [
          { ...protection, min: 1500n, max: 2000n },
          { ...protection, code: 'order', per: 'order', max: 1700n },
        ],
      }),
    )
    assert.deepEqual(
      bounded.totals.fees.map(({ amount }) => amount),
      [3000n, 1700n],
    )
    assert.deepEqual(
      bounded.trace
        .filter(({ rule }) => rule.endsWith(':min') || rule.endsWith(':max'))
        .map(({ rule, base, amount }) => [rule, base, amount]),
      [
        ['fee:buyer-protection:mihai:min', 1300n, 1500n],
        ['fee:buyer-protection:ioana:min', 1300n, 1500n],
        ['fee:order:max', 2300n, 1700n],
      ],
    )
  })

  it('still has the fixed part of a fee, and shipping, on goods that cost nothing', () => {
    const free = quote(
      input({ lines: [line('a', { unitPrice: 0n }), line('b', { unitPrice: 0n })], fees: [protection], shipping: [courier('mihai')] }),
    )
    assert.deepEqual(
      free.lines.map(({ fee, shipping }) => [fee, shipping]),
      [
        [150n, 750n],
        [150n, 749n],
      ],
    )
  })

  it('spreads a charge over all lines of all sellers', () => {
    const lines = [line('a', { unitPrice: 10000n }), line('b', { seller: null, unitPrice: 30000n })]
    const cod = { code: 'cod', name: 'Cash on delivery', amount: 1000n }
    const { lines: priced, totals, groups } = quote(input({ lines, charges: [cod] }))
    assert.deepEqual(
      priced.map(({ fee }) => fee),
      [250n, 750n],
    )
    assert.deepEqual(totals.fees, [cod])
    assert.deepEqual(
      groups.map(({ seller }) => seller),
      [{ id: 'mihai', name: 'Mihai' }, null],
    )
  })

  it('never sends a parcel for nothing because its price is missing', () => {
    const lines = [line('a'), line('b', { seller: null })]
    assert.throws(() => quote(input({ lines, shipping: [courier('mihai')] })), refused('shipping_unavailable', { seller: '' }))
    assert.throws(() => quote(input({ lines, shipping: [courier('mihai'), courier('mihai'), courier('')] })), RangeError)
  })

  it('calls shipping an estimate when one price is', () => {
    const lines = [line('a'), line('b', { seller: null })]
    assert.equal(quote(input({ lines, shipping: [courier('mihai'), { ...courier(''), estimate: true }] })).totals.shippingIsEstimate, true)
  })

  it('lays tax on lines: on goods where the plug-in says, the rest by fee and shipping', () => {
    const lines = [line('a', { unitPrice: 10000n }), line('b', { unitPrice: 10000n, seller: ioana })]
    const tax: QuoteTax = { added: 2500n, included: 0n, lines: new Map([['a', { added: 2100n, included: 0n }]]) }
    const { lines: priced, totals } = quote(input({ lines, shipping: [courier('mihai', 1000n), courier('ioana', 3000n)], tax }))
    assert.deepEqual(
      priced.map((one) => one.tax),
      [2200n, 300n],
    )
    assert.equal(totals.total, 20000n + 4000n + 2500n)
  })

  it('refuses a tax answer that cannot be', () => {
    const answers: [string, QuoteTax][] = [
      ['unknown_line', { added: 1n, included: 0n, lines: new Map([['z', { added: 1n, included: 0n }]]) }],
      ['negative', { added: 1n, included: 0n, lines: new Map([['a', { added: 2n, included: 0n }]]) }],
      ['negative', { added: 1n, included: 0n, lines: new Map([['a', { added: -1n, included: 0n }]]) }],
      ['negative', { added: 0n, included: -1n, lines: new Map() }],
      ['more_than_paid', { added: 0n, included: 28901n, lines: new Map([['a', { added: 0n, included: 28901n }]]) }],
      ['more_than_paid', { added: 0n, included: 1n, lines: new Map() }],
      ['parts_do_not_sum', { added: 1n, included: 0n, lines: new Map() }],
      ['parts_do_not_sum', { added: 5n, included: 0n, lines: new Map([['a', { added: 4n, included: 0n }]]) }],
    ]
    for (const [reason, tax] of answers)
      assert.throws(() => quote(input({ lines: [line('a')], tax })), refused('plugin_failed', { plugin: 'tax', reason }))
    assert.throws(
      () => quote(input({ tax: { added: 1n, included: 0n, lines: new Map() } })),
      refused('plugin_failed', { plugin: 'tax', reason: 'no_lines' }),
    )
  })

  it('refuses amounts of 2^63 and more', () => {
    const tooLarge = refused('invalid_quantity', { reason: 'amount_too_large' })
    assert.equal(quote(input({ lines: [line('a', { unitPrice: MAX_AMOUNT })] })).totals.total, MAX_AMOUNT)
    assert.throws(() => quote(input({ lines: [line('a', { unitPrice: MAX_AMOUNT, quantity: 2n })] })), tooLarge)
    assert.throws(() => quote(input({ lines: [line('a', { unitPrice: MAX_AMOUNT }), line('b', { unitPrice: 1n })] })), tooLarge)
    assert.throws(() => quote(input({ lines: [line('a', { unitPrice: MAX_AMOUNT })], shipping: [courier('mihai')] })), tooLarge)
  })

  it('throws at input that is wrong in itself', () => {
    const wrong = [
      input({ lines: [line('a', { quantity: 0n })] }),
      input({ lines: [line('a', { quantity: -1n })] }),
      input({ lines: [line('a', { unitPrice: -1n })] }),
      input({ lines: [line('a', { scale: 19 })] }),
      input({ lines: [line('a'), line('a')] }),
      input({ lines: [line('a')], discounts: [discount('X', { value: -1n })] }),
      input({ lines: [line('a')], discounts: [discount('X', { value: 10_001n })] }),
      input({ lines: [line('a')], discounts: [discount('X', { maxDiscount: -1n })] }),
      input({ lines: [line('a')], fees: [{ ...protection, fixed: -1n }] }),
      input({ lines: [line('a')], fees: [{ ...protection, rate: -1n }] }),
      input({ lines: [line('a')], fees: [{ ...protection, max: -1n }] }),
      input({ lines: [line('a')], charges: [{ code: 'c', name: 'C', amount: -1n }] }),
      input({ lines: [line('a')], shipping: [courier('mihai', -1n)] }),
    ]
    for (const [index, given] of wrong.entries()) assert.throws(() => quote(given), RangeError, `case ${index}`)
  })

  it('is frozen through and through, and leaves its input as it was', () => {
    const given = input({ lines: [line('a')], discounts: [discount('TEN')], fees: [protection], shipping: [courier('mihai')] })
    const answer = quote(given)
    const parts = [
      answer,
      answer.lines,
      answer.lines[0],
      answer.groups[0],
      answer.groups[0]?.lines,
      answer.groups[0]?.seller,
      answer.discounts[0],
      answer.totals,
      answer.totals.fees[0],
      answer.trace[0],
    ]
    for (const part of parts) assert.ok(Object.isFrozen(part))
    assert.ok(!Object.isFrozen(given.lines[0]) && !Object.isFrozen(given.lines[0]?.seller) && !Object.isFrozen(given.shipping?.[0]))
  })
})
