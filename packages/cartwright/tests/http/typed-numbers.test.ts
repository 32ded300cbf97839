import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { typedNumbers } from '../../src/http/typed-numbers.ts'

describe('numbers as they are typed into forms', () => {
  const read = typedNumbers('amount')

  it('lose spaces around them, and have a point for a single comma', () => {
    for (const [typed, expected] of [
      ['125,50', '125.50'],
      [' 125.50 ', '125.50'],
      ['0,250', '0.250'],
      ['120', '120'],
      ['   ', undefined],
    ])
      assert.deepEqual(read({ amount: typed }), { amount: expected })
  })

  it('are left for the strict reading where they could be read in two ways', () => {
    for (const typed of ['1.234,50', '1,234.50', '1,2,3', ',5', '5,', '-1,5', '12 lei'])
      assert.deepEqual(read({ amount: typed }), { amount: typed })
  })

  it('are looked for in the named fields only', () => {
    assert.deepEqual(read({ name: ' a,b ', amount: ['1,5'], other: '1,5' }), { name: ' a,b ', amount: ['1,5'], other: '1,5' })
  })
})
