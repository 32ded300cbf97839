import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { quote } from '../../src/pricing/quote.ts'
import { taxQuestion } from '../../src/pricing/tax.ts'
import { flatTax } from '../../src/pricing/tax-rates.ts'
import { courier, discount, input, line, protection } from './quote-inputs.ts'

const given = input({
  lines: [line('a', { unitPrice: 10000n, taxClass: 'clothes' }), line('b', { unitPrice: 5000n, seller: null })],
  discounts: [discount('TEN')],
  fees: [protection],
  shipping: [courier('mihai'), courier('')],
})

describe('taxQuestion', () => {
  it('asks about goods after discounts, fees and shipping', () => {
    const place = { country: 'RO', county: 'B', postalCode: '010101', locker: null }
    assert.deepEqual(taxQuestion(quote(given), given.lines, place), {
      lines: [
        { id: 'a', product: 'garment:a', seller: 'mihai', taxClass: 'clothes', net: 9000n },
        { id: 'b', product: 'garment:b', seller: '', taxClass: null, net: 4500n },
      ],
      fees: 750n + 525n,
      shipping: 2998n,
      address: place,
      currency: 'RON',
    })
    assert.equal(taxQuestion(quote({ ...given, shipping: null }), given.lines, null).shipping, 0n)
  })
})

describe('flatTax', () => {
  it('finds the 21 % that prices contain', async () => {
    const one = input({ lines: [line('a', { unitPrice: 12100n })] })
    const tax = await flatTax({ rate: '21%', mode: 'included' })(taxQuestion(quote(one), one.lines, null))
    const { totals, lines } = quote({ ...one, tax })
    assert.deepEqual([totals.tax, totals.taxIncluded, totals.total, lines[0]?.taxIncluded], [0n, 2100n, 12100n, 2100n])
  })

  it('adds 21 % on goods, fees and shipping, rounded once', async () => {
    const tax = await flatTax({ rate: '21%', mode: 'added' })(taxQuestion(quote(given), given.lines, null))
    const { totals, lines } = quote({ ...given, tax })
    assert.equal(totals.tax, 3732n) // 177.73 x 0.21 = 37.3233
    assert.equal(totals.total, 17773n + 3732n)
    assert.deepEqual(
      lines.map((one) => one.tax),
      [2362n, 1370n],
    )
  })

  it('rounds the whole, not each line: 10 lines of 0.02 at 21 % are 0.04, not 0.00', async () => {
    const lines = Array.from({ length: 10 }, (_, index) => line(`l${index}`, { unitPrice: 2n }))
    const answer = quote(input({ lines }))
    assert.equal((await flatTax({ rate: '21%', mode: 'added' })(taxQuestion(answer, lines, null))).added, 4n)
  })

  it('refuses a rate that is not understood', () => {
    for (const rate of ['21', '', '-1%', '101%']) assert.throws(() => flatTax({ rate, mode: 'added' }), RangeError)
  })
})
