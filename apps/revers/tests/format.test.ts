import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { formatAmount, formatClock, formatDay } from '../src/i18n/format.ts'

describe('texts that are remembered', () => {
  it('are told apart by amount, currency, language and style', () => {
    const seen = [
      formatAmount('1.00', 'RON', 'ro'),
      formatAmount('1.00', 'RON', 'en'),
      formatAmount('1.00', 'EUR', 'ro'),
      formatAmount('1.0', 'RON', 'ro'),
      formatClock('2026-11-21T12:35:00.000Z', 'ro'),
      formatDay('2026-11-21T12:35:00.000Z', 'ro'),
      formatClock('2026-11-21T12:36:00.000Z', 'ro'),
    ]
    assert.equal(new Set(seen).size, seen.length)
    assert.equal(formatClock('2026-11-21T12:35:59.999Z', 'ro'), '14:35')
  })

  it('stay right when there are more of them than are kept', () => {
    for (let bani = 0; bani < 2_500; bani += 1) {
      const amount = (bani / 100).toFixed(2)
      assert.equal(formatAmount(amount, 'RON', 'en').replace(/^RON\s/, ''), amount)
    }
    assert.equal(formatAmount('0.00', 'RON', 'en').replace(/^RON\s/, ''), '0.00')
  })
})
