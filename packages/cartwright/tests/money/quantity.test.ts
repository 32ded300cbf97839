import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ShopError } from '../../src/errors.ts'
import { MAX_QUANTITY, quantity, quantityText } from '../../src/money/quantity.ts'
import { PROPERTY } from './property-runs.ts'

const refused = (error: unknown) => error instanceof ShopError && error.code === 'invalid_quantity'

describe('quantity', () => {
  it('reads JSON numbers and decimal strings', () => {
    assert.equal(quantity(2, 0), 2n)
    assert.equal(quantity('2', 0), 2n)
    assert.equal(quantity(1.25, 3), 1250n)
    assert.equal(quantity('1.250', 3), 1250n)
    assert.equal(quantity(0.1, 3), 100n)
    assert.equal(quantity(Number.MAX_SAFE_INTEGER, 0), 9007199254740991n)
    assert.equal(quantity('0.000000000000000001', 18), 1n)
    assert.equal(quantity('9'.repeat(38), 0), MAX_QUANTITY)
  })

  it('refuses text that is no plain quantity', () => {
    const wrong = [
      '',
      ' ',
      ' 1',
      '1 ',
      '1\n',
      '+1',
      '-1',
      '1e3',
      '0x10',
      '0b1',
      '007',
      '00',
      '.5',
      '1.',
      '1.2345',
      'NaN',
      'Infinity',
      '٣',
      '３',
      '1,5',
      '0',
      '0.000',
      '1'.repeat(39),
      '1'.repeat(100_000),
    ]
    for (const text of wrong) assert.throws(() => quantity(text, 3), refused, JSON.stringify(text.slice(0, 40)))
    assert.throws(() => quantity('1.0', 0), refused)
    assert.throws(() => quantity(`${'9'.repeat(36)}.001`, 3), refused)
  })

  it('refuses numbers a double may have changed', () => {
    const wrong = [0, -0, -1, 1.5e300, Number.NaN, Number.POSITIVE_INFINITY, Number.MAX_SAFE_INTEGER + 1, 1e21, 1e-7, 0.1 + 0.2, 1.0005]
    for (const number of wrong) assert.throws(() => quantity(number, 3), refused, String(number))
    assert.throws(() => quantity(1.5, 0), refused)
    assert.throws(() => quantity(0.1234567890123456, 18), refused)
  })

  it('refuses everything that is neither number nor text', () => {
    for (const value of [null, undefined, true, [5], ['5'], {}, 5n, () => 5]) assert.throws(() => quantity(value, 0), refused)
  })

  it('lets zero through only where asked', () => {
    for (const zero of [0, '0', '0.000']) assert.equal(quantity(zero, 3, { allowZero: true }), 0n)
    for (const wrong of [-0, '-0', '', '00', -1]) assert.throws(() => quantity(wrong, 3, { allowZero: true }), refused)
  })

  it('says how many decimals there may be, and refuses a senseless scale', () => {
    assert.throws(
      () => quantity('x', 3),
      (error) => error instanceof ShopError && error.details.scale === 3,
    )
    for (const scale of [-1, 19, 1.5]) assert.throws(() => quantity('1', scale), RangeError)
  })

  it('reads back what quantityText writes', () => {
    assert.deepEqual(
      [quantityText(1250n, 3), quantityText(2000n, 3), quantityText(100n, 0), quantityText(0n, 3)],
      ['1.25', '2', '100', '0'],
    )
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: MAX_QUANTITY }), fc.integer({ min: 0, max: 18 }), (steps, scale) => {
        assert.equal(quantity(quantityText(steps, scale), scale), steps)
      }),
      PROPERTY,
    )
  })

  it('reads every number of up to 15 digits as the decimal it was written as', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n - 1n }), fc.integer({ min: 0, max: 6 }), (steps, scale) => {
        assert.equal(quantity(JSON.parse(quantityText(steps, scale)), scale), steps)
      }),
      PROPERTY,
    )
  })
})
