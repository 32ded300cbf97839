import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { quote } from '../../src/pricing/quote.ts'
import type { QuoteInput } from '../../src/pricing/quote-types.ts'
import { type TaxCalculator, taxQuestion } from '../../src/pricing/tax.ts'
import { flatTax, type TaxTier, taxByClass, tieredTax } from '../../src/pricing/tax-rates.ts'
import { courier, discount, input, inputs, line } from './quote-inputs.ts'

const given = input({
  lines: [
    line('bread', { unitPrice: 1_000n, taxClass: 'food' }),
    line('coat', { unitPrice: 10_000n }),
    line('book', { unitPrice: 3_000n, taxClass: 'books', seller: null }),
  ],
  shipping: [courier('mihai'), courier('')],
})
const taxOf = async (calculator: TaxCalculator, asked: QuoteInput = given) => {
  const tax = await calculator(taxQuestion(quote(asked), asked.lines, null))
  return quote({ ...asked, tax })
}
const linesOf = ({ lines }: ReturnType<typeof quote>) => lines.map((one) => [one.tax, one.taxIncluded])

describe('taxByClass', () => {
  it('takes the rate of each class, the other rate for the rest, fees and shipping', async () => {
    const { totals, lines } = await taxOf(taxByClass({ mode: 'added', classes: { food: '11%', books: '5%' }, otherwise: '21%' }))
    // 110 on bread, 150 on the book, 21 % of 100.00 + 2 x 14.99
    assert.equal(totals.tax, 110n + 150n + 2_730n)
    assert.equal(totals.total, 14_000n + 2_998n + 2_990n)
    assert.ok(lines.every((one) => one.tax > 0n && one.taxIncluded === 0n))
  })

  it('finds what prices contain, for each rate by itself', async () => {
    const alone = { ...given, shipping: null }
    const answer = await taxOf(taxByClass({ mode: 'included', classes: { food: '11%', books: '5%' }, otherwise: '21%' }), alone)
    assert.deepEqual(linesOf(answer), [
      [0n, 99n],
      [0n, 1_736n],
      [0n, 143n],
    ])
    assert.equal(answer.totals.total, 14_000n)
  })

  it('refuses goods of a class that has no rate, when no other rate is given', async () => {
    const strict = taxByClass({ mode: 'added', classes: { food: '11%', books: '5%' }, services: '21%' })
    await assert.rejects(taxOf(strict), /no rate for the tax class \(none\)/)
    const [bread] = given.lines
    assert.ok(bread)
    const food = await taxOf(strict, { ...given, lines: [bread], shipping: [courier('mihai')] })
    assert.equal(food.totals.tax, 110n + 315n)
    await assert.rejects(taxOf(strict, input({ lines: [line('x', { taxClass: 'fod' })] })), /no rate for the tax class fod/)
  })
})

describe('tieredTax', () => {
  const tiers: readonly TaxTier[] = [
    { from: 0n, rate: '5%' },
    { from: 10_001n, rate: '7.25%' },
  ]
  const at = async (value: bigint) =>
    (await taxOf(tieredTax({ mode: 'added', tiers }), input({ lines: [line('a', { unitPrice: value })] }))).totals.tax

  it('takes the tier the goods reach, exactly at the minor unit, for the whole order', async () => {
    assert.deepEqual([await at(10_000n), await at(10_001n), await at(0n)], [500n, 725n, 0n])
  })

  it('looks at the goods after discounts, without fees and shipping', async () => {
    const asked = input({
      lines: [line('a', { unitPrice: 11_000n })],
      discounts: [discount('TEN')],
      shipping: [courier('mihai')],
    })
    assert.equal((await taxOf(tieredTax({ mode: 'added', tiers }), asked)).totals.tax, 570n) // 5 % of 99.00 + 14.99
  })

  it('has rates by class within a tier', async () => {
    const classed = tieredTax({
      mode: 'added',
      tiers: [
        { from: 0n, rate: '0%' },
        { from: 10_000n, rate: { classes: { food: '11%' }, otherwise: '21%', services: '0%' } },
      ],
    })
    assert.equal((await taxOf(classed)).totals.tax, 110n + 2_730n)
    const [bread] = given.lines
    assert.ok(bread)
    assert.equal((await taxOf(classed, input({ lines: [bread] }))).totals.tax, 0n)
  })
})

describe('every ready-made tax', () => {
  const rate = fc.integer({ min: 0, max: 10_000 }).map((hundredths) => `${(hundredths / 100).toFixed(2)}%`)
  const mode = fc.constantFrom('added' as const, 'included' as const)
  const classRates = fc.record({ classes: fc.dictionary(fc.constantFrom('food', 'books'), rate), otherwise: rate })
  const tiers = fc
    .array(fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.oneof(rate, classRates)), { maxLength: 3 })
    .chain((more) => fc.oneof(rate, classRates).map((first) => ({ first, more })))
    .map(({ first, more }): TaxTier[] => {
      const rising = [...new Map(more).entries()].sort(([one], [other]) => (one < other ? -1 : 1))
      return [{ from: 0n, rate: first }, ...rising.map(([from, one]) => ({ from, rate: one }))]
    })

  it('gives an answer the calculator takes: nothing negative, nothing above what is paid, total = parts', async () => {
    await fc.assert(
      fc.asyncProperty(inputs, mode, tiers, fc.array(fc.constantFrom('food', 'books', null)), async (asked, how, some, classes) => {
        const lines = asked.lines.map((one, place) => ({ ...one, taxClass: classes[place] ?? null }))
        if (lines.length === 0) return
        const calculator = tieredTax({ mode: how, tiers: some })
        const { totals } = await taxOf(calculator, { ...asked, lines })
        const plain = quote({ ...asked, lines }).totals
        assert.equal(totals.total, plain.total + totals.tax)
        assert.ok(totals.tax >= 0n && totals.taxIncluded >= 0n && totals.taxIncluded <= totals.total)
        assert.equal(how === 'added' ? totals.taxIncluded : totals.tax, 0n)
      }),
    )
  })

  it('is local, and refuses settings that are not understood', () => {
    assert.equal(flatTax({ rate: '21%', mode: 'added' }).local, true)
    const wrong: readonly (() => unknown)[] = [
      () => flatTax({ rate: '21%', mode: 'extra' as never }),
      () => flatTax({ rate: 21 as never, mode: 'added' }),
      () => flatTax({ rate: undefined as never, mode: 'added' }),
      () => taxByClass({ mode: 'added', classes: { food: '11' }, otherwise: '21%' }),
      () => taxByClass({ mode: 'added', classes: { food: '11%' } }),
      () => taxByClass({ mode: 'added', classes: undefined as never, otherwise: '21%' }),
      () => taxByClass({ mode: 'added', classes: {}, otherwise: '121%' }),
      () => taxByClass({ mode: 'added', classes: {}, otherwise: '21%', services: 'x' }),
      () => tieredTax({ mode: 'added', tiers: [] }),
      () => tieredTax({ mode: 'added', tiers: undefined as never }),
      () => tieredTax({ mode: 'added', tiers: [{ from: 1n, rate: '5%' }] }),
      () => tieredTax({ mode: 'added', tiers: [tier(0n), tier(10n), tier(10n)] }),
      () => tieredTax({ mode: 'added', tiers: [tier(0n), tier(5 as never)] }),
    ]
    for (const make of wrong) assert.throws(make, RangeError, String(make))
  })
})

const tier = (from: bigint): TaxTier => ({ from, rate: '5%' })
