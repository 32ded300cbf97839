import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { Decimal } from 'decimal.js'
import fc from 'fast-check'
import { allocate } from '../../src/money/allocate.ts'
import { divideHalfUp, lineTotal, percent, rateOf, sum } from '../../src/money/rounding.ts'
import { fraction, nearest, shareOut } from './fraction.ts'
import { PROPERTY } from './property-runs.ts'

const amounts = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })
const smallAmounts = fc.bigInt({ min: 0n, max: 200n })

// A second oracle by another hand: decimal.js with room for every digit of 2^63 x 10^38.
const Exact = Decimal.clone({ precision: 120, rounding: Decimal.ROUND_HALF_UP, toExpPos: 200 })

describe('rounding', () => {
  it('rounds halves up', () => {
    assert.deepEqual(
      [0n, 4n, 5n, 14n, 15n, 25n].map((amount) => divideHalfUp(amount, 10n)),
      [0n, 0n, 1n, 1n, 2n, 3n],
    )
    assert.equal(divideHalfUp(1n, 3n), 0n)
    assert.equal(divideHalfUp(3n, 2n), 2n)
    assert.throws(() => divideHalfUp(-1n, 2n), RangeError)
    assert.throws(() => divideHalfUp(1n, 0n), RangeError)
  })

  it('takes 5 % of 289.00 and gets right what floats get wrong', () => {
    assert.equal(rateOf(28900n, 500n), 1445n)
    assert.equal(lineTotal(1999n, 100n, 0), 199900n)
    assert.equal(lineTotal(1005n, 100n, 3), 101n)
    assert.equal(lineTotal(2400n, 1250n, 3), 3000n)
    assert.throws(() => lineTotal(1n, 1n, 19), RangeError)
    assert.throws(() => lineTotal(1n, 1n, 0.5), RangeError)
    assert.throws(() => lineTotal(-1n, 1n, 0), RangeError)
  })

  it('agrees with exact fractions and with decimal.js', () => {
    const quantities = fc.bigInt({ min: 0n, max: 10n ** 38n - 1n })
    fc.assert(
      fc.property(
        amounts,
        fc.bigInt({ min: 0n, max: 10_000n }),
        quantities,
        fc.integer({ min: 0, max: 18 }),
        (amount, rate, quantity, scale) => {
          assert.equal(rateOf(amount, rate), nearest(fraction(amount * rate, 10_000n)))
          const exact = new Exact(amount.toString()).times(quantity.toString()).div(new Exact(10).pow(scale))
          assert.equal(lineTotal(amount, quantity, scale).toString(), exact.toFixed(0))
          assert.equal(lineTotal(amount, quantity, scale), nearest(fraction(amount * quantity, 10n ** BigInt(scale))))
        },
      ),
      PROPERTY,
    )
  })

  it('reads percentages of settings', () => {
    assert.deepEqual(['0%', '5%', '5.5%', '19.25%', '100%'].map(percent), [0n, 500n, 550n, 1925n, 10_000n])
    for (const wrong of ['', '%', '5', '5 %', '-5%', '+5%', '100.01%', '5.125%', '1e1%', '5%%', '05%', '٥%']) {
      assert.throws(() => percent(wrong), RangeError, wrong)
    }
    assert.throws(() => percent(5 as unknown as string), RangeError)
  })
})

describe('allocate', () => {
  it('serves the largest remainders first, and the earlier place first when they are equal', () => {
    assert.deepEqual(allocate(100n, [1n, 1n, 1n]), [34n, 33n, 33n])
    assert.deepEqual(allocate(5n, [3n, 7n]), [2n, 3n])
    assert.deepEqual(allocate(10n, [1n, 2n, 4n]), [1n, 3n, 6n])
    assert.deepEqual(allocate(1n, [0n, 5n]), [0n, 1n])
    assert.deepEqual(allocate(0n, [1n, 2n]), [0n, 0n])
  })

  it('takes weights that are all zero as equal', () => {
    assert.deepEqual(allocate(7n, [0n, 0n, 0n]), [3n, 2n, 2n])
    assert.deepEqual(allocate(0n, []), [])
  })

  it('refuses what cannot be split', () => {
    assert.throws(() => allocate(-1n, [1n]), RangeError)
    assert.throws(() => allocate(1n, [2n, -1n]), RangeError)
    assert.throws(() => allocate(1n, []), RangeError)
  })

  for (const [size, amount] of [
    ['small', smallAmounts],
    ['large', amounts],
  ] as const) {
    it(`agrees with the oracle and sums to the whole (${size} amounts)`, () => {
      const weights = fc.array(fc.oneof(fc.constant(0n), smallAmounts, amounts), { minLength: 1, maxLength: 60 })
      fc.assert(
        fc.property(amount, weights, (whole, given) => {
          const parts = allocate(whole, given)
          assert.deepEqual(parts, shareOut(whole, given))
          assert.equal(sum(parts), whole)
        }),
        PROPERTY,
      )
    })
  }

  it('never gives a part above its weight when the amount is not above their sum', () => {
    fc.assert(
      fc.property(fc.array(smallAmounts, { minLength: 1, maxLength: 20 }), fc.nat(), (weights, chance) => {
        const amount = (sum(weights) * BigInt(chance % 101)) / 100n
        for (const [place, part] of allocate(amount, weights).entries()) assert.ok(part <= (weights[place] ?? 0n))
      }),
      PROPERTY,
    )
  })
})
