import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { parseFeeRule, percentFee } from '../../src/pricing/fee-rules.ts'

const setting = { code: 'buyer-protection', currency: 'RON' } as const

describe('percentFee', () => {
  it('makes a rule, for each seller unless told otherwise', () => {
    assert.deepEqual(percentFee('buyer-protection', { rate: '5%', plus: 300n }), {
      code: 'buyer-protection',
      name: 'buyer-protection',
      rate: 500n,
      fixed: 300n,
      min: null,
      max: null,
      per: 'seller',
    })
    assert.deepEqual(percentFee('wrap', { plus: 500n, min: 0n, max: 900n, per: 'order', name: 'Gift wrap' }), {
      code: 'wrap',
      name: 'Gift wrap',
      rate: 0n,
      fixed: 500n,
      min: 0n,
      max: 900n,
      per: 'order',
    })
  })

  it('refuses senseless values', () => {
    const wrong = [{ rate: '5' }, { rate: '101%' }, { plus: -1n }, { min: -1n }, { max: -1n }, { min: 2n, max: 1n }, { plus: 2n ** 63n }]
    for (const options of wrong) assert.throws(() => percentFee('fee', options), RangeError)
    assert.throws(() => percentFee('', {}), RangeError)
  })
})

describe('parseFeeRule', () => {
  it('reads a rate, an amount, or both', () => {
    const parts = (text: string) => {
      const { rate, fixed, min, max } = parseFeeRule(text, setting)
      return [rate, fixed, min, max]
    }
    assert.deepEqual(parts('5%+3.00'), [500n, 300n, null, null])
    assert.deepEqual(parts('5%'), [500n, 0n, null, null])
    assert.deepEqual(parts('3.00'), [0n, 300n, null, null])
    assert.deepEqual(parts('0'), [0n, 0n, null, null])
    assert.deepEqual(parts('5.25%+3'), [525n, 300n, null, null])
    for (const text of ['5%+3.00;min=4.00;max=50.00', '5%+3.00,max=50.00,min=4.00', ' 5%+3.00  min=4.00 ; max=50.00 ']) {
      assert.deepEqual(parts(text), [500n, 300n, 400n, 5000n], text)
    }
  })

  it('carries code, name and scope', () => {
    const rule = parseFeeRule('1%', { ...setting, name: 'Protecția cumpărătorului', per: 'order' })
    assert.deepEqual([rule.code, rule.name, rule.per], ['buyer-protection', 'Protecția cumpărătorului', 'order'])
    assert.equal(parseFeeRule('5', { ...setting, currency: 'JPY' }).fixed, 5n)
  })

  it('refuses nonsense with one clear line', () => {
    const wrong = [
      '',
      ' ',
      'abc',
      '5%+',
      '+3.00',
      '5%+3.00+1',
      '5%3.00',
      '3.00+5%',
      '5,5%',
      '-5%',
      '101%',
      '5.125%',
      '5%+3.001',
      '5%+-3',
      '1e1%',
      '5%;min',
      '5%;min=',
      '5%;min=x',
      '5%;min=1;min=2',
      '5%;mid=1',
      '5%;min=3;max=2',
      '5%;',
      '5%;;min=1',
      '٥%',
      '5%+3.00;max=99999999999999999999',
    ]
    for (const text of wrong) {
      assert.throws(
        () => parseFeeRule(text, setting),
        (error) => error instanceof RangeError && !error.message.includes('\n') && error.message.length > 10,
        JSON.stringify(text),
      )
    }
    assert.throws(() => parseFeeRule('abc', setting), /^RangeError: fee buyer-protection: "abc" is not understood; write 5%\+3\.00/)
  })
})
