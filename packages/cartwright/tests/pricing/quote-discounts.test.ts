import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { quote } from '../../src/pricing/quote.ts'
import { discount, input, line } from './quote-inputs.ts'

describe('discounts of a quote', () => {
  it('takes discounts one after the other, each on what is left', () => {
    const codes = [discount('TEN'), discount('TWENTY', { kind: 'fixed', value: 2000n }), discount('HALF', { value: 5000n })]
    const { discounts, totals } = quote(input({ lines: [line('a', { unitPrice: 10000n })], discounts: codes }))
    assert.deepEqual(
      discounts.map(({ amount }) => amount),
      [1000n, 2000n, 3500n],
    )
    assert.equal(totals.total, 3500n)
  })

  it('caps a discount by maxDiscount and by what there is, and says so', () => {
    const capped = quote(input({ lines: [line('a')], discounts: [discount('ULTIMUL', { value: 5000n, maxDiscount: 10000n })] }))
    assert.equal(capped.totals.discount, 10000n)
    assert.deepEqual(capped.trace.slice(1), [
      { rule: 'discount:ULTIMUL', base: 28900n, rate: 5000n, amount: 14450n, rounding: 'half_up' },
      { rule: 'discount:ULTIMUL:max', base: 14450n, rate: null, amount: 10000n, rounding: 'none' },
    ])
    const all = quote(
      input({ lines: [line('a', { unitPrice: 1500n })], discounts: [discount('F', { kind: 'fixed', value: 2000n }), discount('TEN')] }),
    )
    assert.deepEqual(
      all.discounts.map(({ amount }) => amount),
      [1500n, 0n],
    )
    assert.equal(all.totals.total, 0n)
    assert.deepEqual(
      all.trace.slice(1, 3).map(({ rule, amount }) => [rule, amount]),
      [
        ['discount:F', 2000n],
        ['discount:F:max', 1500n],
      ],
    )
  })

  it('leaves auction wins and lines out of scope alone', () => {
    const lines = [line('won', { kind: 'auction_win' }), line('in'), line('out')]
    const { discounts } = quote(
      input({ lines, discounts: [discount('TEN', { lines: ['won', 'in'] }), discount('WINS', { lines: ['won', 'in'], onWins: true })] }),
    )
    assert.deepEqual([...(discounts[0]?.lines ?? [])], [['in', 2890n]])
    assert.deepEqual([...(discounts[1]?.lines.keys() ?? [])], ['won', 'in'])
  })

  it('takes what may be combined, by phase, and of what may not the one of the highest priority', () => {
    const lines = [line('a', { unitPrice: 10000n })]
    const taken = (...discounts: Parameters<typeof discount>[]): (readonly [string, bigint])[] =>
      quote(input({ lines, discounts: discounts.map((one) => discount(...one)) })).discounts.map(({ code, amount }) => [code, amount])
    assert.deepEqual(taken(['TEN', { phase: 1n }], ['HALF', { value: 5000n }]), [
      ['HALF', 5000n],
      ['TEN', 500n],
    ])
    assert.deepEqual(taken(['ONE', { exclusive: 'code' }], ['TWO', { exclusive: 'code' }], ['ALL', {}]), [
      ['ONE', 1000n],
      ['ALL', 900n],
    ])
    assert.deepEqual(taken(['ONE', { exclusive: 'code' }], ['TWO', { exclusive: 'code', priority: 1n, phase: 9n }], ['ALL', {}]), [
      ['ALL', 1000n],
      ['TWO', 900n],
    ])
    assert.deepEqual(taken(['ONE', {}], ['ALONE', { exclusive: '*', priority: 1n }]), [['ALONE', 1000n]])
    assert.deepEqual(taken(['ONE', {}], ['ALONE', { exclusive: '*' }]), [['ONE', 1000n]])
    assert.deepEqual(taken(['AUTO', { automatic: true, exclusive: 'x' }], ['TYPED', { exclusive: 'x' }]), [['TYPED', 1000n]])
  })

  it('does not name an automatic discount that takes nothing', () => {
    const all = discount('ALL', { value: 10000n })
    const { discounts } = quote(input({ lines: [line('a')], discounts: [all, discount('NONE'), discount('AUTO', { automatic: true })] }))
    assert.deepEqual(
      discounts.map(({ code, amount }) => [code, amount]),
      [
        ['ALL', 28900n],
        ['NONE', 0n],
      ],
    )
  })

  it('allocates a discount to lines by value, the odd unit to the largest remainder', () => {
    const lines = [line('a', { unitPrice: 100n }), line('b', { unitPrice: 100n }), line('c', { unitPrice: 100n })]
    const { lines: priced } = quote(input({ lines, discounts: [discount('F', { kind: 'fixed', value: 100n })] }))
    assert.deepEqual(
      priced.map((one) => one.discount),
      [34n, 33n, 33n],
    )
  })
})
