import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { ShopError } from '../../src/errors.ts'
import { exponentOf } from '../../src/money/currencies.ts'
import { decimal, format, formatter, MAX_AMOUNT, money } from '../../src/money/money.ts'
import { PROPERTY } from './property-runs.ts'

const refused =
  (field = 'amount') =>
  (error: unknown) => {
    assert.ok(error instanceof ShopError)
    assert.equal(error.code, 'invalid_input')
    assert.deepEqual(error.details, { errors: [{ field, code: 'amount' }] })
    return true
  }

describe('currencies', () => {
  it('knows the decimals of ISO 4217', () => {
    const expected = { RON: 2, EUR: 2, HUF: 2, JPY: 0, ISK: 0, CLP: 0, KWD: 3, TND: 3, CLF: 4, UYW: 4 }
    for (const [code, exponent] of Object.entries(expected)) assert.equal(exponentOf(code), exponent, code)
  })

  it('takes the decimals of other currencies as a parameter, from 0 to 18', () => {
    assert.equal(exponentOf('BTC', { BTC: 8 }), 8)
    assert.equal(exponentOf('POINTS', { POINTS: 0 }), 0)
    assert.equal(exponentOf('ETH', { ETH: 18 }), 18)
    for (const wrong of [19, -1, 1.5, Number.NaN]) assert.throws(() => exponentOf('ETH', { ETH: wrong }), RangeError)
  })

  it('does not guess', () => {
    for (const unknown of ['RNO', 'ron', '', 'XXX', 'constructor', '__proto__'])
      assert.throws(() => exponentOf(unknown), RangeError, unknown)
  })
})

describe('money', () => {
  it('reads decimal strings', () => {
    assert.equal(money('12.00', 'RON'), 1200n)
    assert.equal(money('12.5', 'RON'), 1250n)
    assert.equal(money('12', 'RON'), 1200n)
    assert.equal(money('0.05', 'RON'), 5n)
    assert.equal(money('0', 'RON'), 0n)
    assert.equal(money('1200', 'JPY'), 1200n)
    assert.equal(money('1.234', 'KWD'), 1234n)
    assert.equal(money('0.00000001', 'BTC', { exponents: { BTC: 8 } }), 1n)
    assert.equal(money('92233720368547758.07', 'RON'), MAX_AMOUNT)
  })

  it('refuses everything else', () => {
    const wrong = [
      '',
      ' ',
      ' 1',
      '1 ',
      '1\n',
      '+1',
      '-1',
      '-0',
      '1e3',
      '1E3',
      '0x10',
      '1_000',
      '1,00',
      '1.000,00',
      '.5',
      '5.',
      '1.2.3',
      '00',
      '007',
      '01.5',
      '12.345',
      '12.000',
      'NaN',
      'Infinity',
      '٣',
      '१२',
      '１２',
      '12.٥٠',
      '92233720368547758.08',
      '9'.repeat(81),
      '1'.repeat(100_000),
    ]
    for (const text of wrong) assert.throws(() => money(text, 'RON'), refused(), JSON.stringify(text.slice(0, 40)))
    assert.throws(() => money('1.0', 'JPY'), refused())
    for (const notText of [12, 12n, null, undefined, ['1'], { toString: () => '1' }]) {
      assert.throws(() => money(notText as unknown as string, 'RON'), refused())
      assert.throws(() => money(notText as unknown as string, 'RON', { signed: true }), refused())
    }
  })

  it('names the field', () => {
    assert.throws(() => money('x', 'RON', { field: 'bid' }), refused('bid'))
  })

  it('reads negative amounts only where asked, and no minus zero', () => {
    assert.equal(money('-12.50', 'RON', { signed: true }), -1250n)
    assert.equal(money('12.50', 'RON', { signed: true }), 1250n)
    for (const text of ['-0', '-0.00', '--1', '-', '- 1']) assert.throws(() => money(text, 'RON', { signed: true }), refused(), text)
  })

  it('is the exact inverse of decimal, for every number of decimals', () => {
    const amounts = fc.bigInt({ min: -MAX_AMOUNT, max: MAX_AMOUNT })
    fc.assert(
      fc.property(amounts, fc.integer({ min: 0, max: 18 }), (amount, exponent) => {
        const exponents = { OWN: exponent }
        assert.equal(money(decimal(amount, 'OWN', { exponents }), 'OWN', { exponents, signed: true }), amount)
      }),
      PROPERTY,
    )
  })

  it('writes all decimals', () => {
    assert.equal(decimal(1200n, 'RON'), '12.00')
    assert.equal(decimal(5n, 'RON'), '0.05')
    assert.equal(decimal(0n, 'RON'), '0.00')
    assert.equal(decimal(-5n, 'RON'), '-0.05')
    assert.equal(decimal(1200n, 'JPY'), '1200')
    assert.equal(decimal(1n, 'ETH', { exponents: { ETH: 18 } }), '0.000000000000000001')
  })
})

describe('format', () => {
  const spaces = (text: string) => text.replaceAll('\u00a0', ' ')

  it('writes amounts for people', () => {
    assert.equal(spaces(format(32144n, 'RON', 'ro')), '321,44 RON')
    assert.equal(spaces(format(32144n, 'RON', 'en')), 'RON 321.44')
    assert.equal(spaces(format(32144n, 'RON', 'ro', { display: 'narrowSymbol' })), '321,44 lei')
    assert.equal(spaces(format(1200n, 'JPY', 'en')), '¥1,200')
    assert.equal(spaces(format(1200n, 'HUF', 'en', { display: 'code' })), 'HUF 12.00')
  })

  it('is exact where a float is not', () => {
    assert.equal(spaces(format(MAX_AMOUNT, 'RON', 'en')), 'RON 92,233,720,368,547,758.07')
    const own = formatter('POINTS', 'en', { exponents: { POINTS: 18 } })
    assert.equal(spaces(own(1_000_000_000_000_000_001n)), '1.000000000000000001 POINTS')
  })
})
