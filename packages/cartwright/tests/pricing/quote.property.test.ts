import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { MAX_AMOUNT } from '../../src/money/money.ts'
import { quote } from '../../src/pricing/quote.ts'
import { quoteChanges } from '../../src/pricing/quote-changes.ts'
import type { Quote, QuoteInput } from '../../src/pricing/quote-types.ts'
import { taxQuestion } from '../../src/pricing/tax.ts'
import { flatTax } from '../../src/pricing/tax-rates.ts'
import { toJson } from '../../src/pricing/to-json.ts'
import { PROPERTY } from '../money/property-runs.ts'
import { expectedOf } from './oracle.ts'
import { inputs, taxOn } from './quote-inputs.ts'

const add = (amounts: readonly bigint[]): bigint => amounts.reduce((whole, amount) => whole + amount, 0n)
const feesOf = ({ totals }: Quote): bigint => add(totals.fees.map((fee) => fee.amount))

const taxed = fc.tuple(inputs, fc.option(fc.array(fc.nat(100), { minLength: 4, maxLength: 7 }))).map(([given, shares]): QuoteInput => {
  if (shares === null || given.lines.length === 0) return given
  const plain = quote(given)
  const goods = new Map(plain.lines.map((line) => [line.id, line.total - line.discount]))
  return { ...given, tax: taxOn(goods, feesOf(plain) + (plain.totals.shipping ?? 0n), shares) }
})

describe('quote, for any input (P9, P10)', () => {
  it('agrees with the oracle to the minor unit, in every part of every line', () => {
    fc.assert(
      fc.property(taxed, (given) => {
        const answer = quote(given)
        const expected = expectedOf(given)
        const lines = answer.lines.map(({ total, discount, fee, shipping, tax, taxIncluded, paid }) => ({
          total,
          discount,
          fee,
          shipping,
          tax,
          taxIncluded,
          paid,
        }))
        assert.deepEqual(lines, expected.lines)
        assert.deepEqual(
          answer.discounts.map(({ amount }) => amount),
          expected.discounts,
        )
        assert.deepEqual(
          answer.totals.fees.map(({ amount }) => amount),
          expected.fees,
        )
        assert.equal(answer.totals.subtotal, expected.subtotal)
        assert.equal(answer.totals.total, expected.total)
      }),
      PROPERTY,
    )
  })

  it('sums: total = subtotal - discount + fees + shipping + tax = what all lines pay; groups and discounts sum as well', () => {
    fc.assert(
      fc.property(taxed, (given) => {
        const answer = quote(given)
        const { lines, groups, totals } = answer
        assert.equal(totals.total, totals.subtotal - totals.discount + feesOf(answer) + (totals.shipping ?? 0n) + totals.tax)
        assert.equal(add(lines.map(({ paid }) => paid)), totals.total)
        assert.equal(add(lines.map(({ taxIncluded }) => taxIncluded)), totals.taxIncluded)
        assert.equal(add(groups.map(({ subtotal }) => subtotal)), totals.subtotal)
        assert.equal(add(groups.map(({ discount }) => discount)), totals.discount)
        assert.equal(add(groups.map(({ fee }) => fee)), feesOf(answer))
        assert.equal(add(groups.map(({ shipping }) => shipping ?? 0n)), totals.shipping ?? 0n)
        assert.equal(add(answer.discounts.map(({ amount }) => amount)), totals.discount)
        for (const { amount, lines: parts } of answer.discounts) assert.equal(add([...parts.values()]), amount)
        for (const { id, discount } of lines) assert.equal(add(answer.discounts.map((one) => one.lines.get(id) ?? 0n)), discount)
      }),
      PROPERTY,
    )
  })

  it('has no negative part, no discount above its line, and keeps the order of lines', () => {
    fc.assert(
      fc.property(taxed, (given) => {
        const { lines, totals } = quote(given)
        for (const { total, discount, fee, shipping, tax, taxIncluded, paid } of lines) {
          for (const part of [total, discount, fee, shipping, tax, taxIncluded, paid]) assert.ok(part >= 0n && part <= MAX_AMOUNT)
          assert.ok(discount <= total)
        }
        assert.ok(totals.discount <= totals.subtotal)
        assert.ok(totals.total >= 0n)
        assert.deepEqual(
          lines.map(({ id }) => id),
          given.lines.map(({ id }) => id),
        )
      }),
      PROPERTY,
    )
  })

  it('has equal hashes exactly when there is nothing to tell the buyer', () => {
    fc.assert(
      fc.property(taxed, taxed, fc.boolean(), (one, other, same) => {
        const before = quote(one)
        const after = quote(same ? structuredClone(one) : other)
        assert.equal(before.hash === after.hash, quoteChanges(before, after).length === 0)
        assert.deepEqual(quoteChanges(toJson(before), after), quoteChanges(before, after))
        if (same) assert.equal(before.hash, after.hash)
      }),
      PROPERTY,
    )
  })

  it('does not care for the ids of lines in its hash', () => {
    fc.assert(
      fc.property(inputs, (given) => {
        const renamed = given.lines.map((line) => ({ ...line, id: `other-${line.id}` }))
        const discounts = given.discounts.map((discount) =>
          discount.lines ? { ...discount, lines: discount.lines.map((id) => `other-${id}`) } : discount,
        )
        assert.equal(quote({ ...given, lines: renamed, discounts }).hash, quote(given).hash)
      }),
      PROPERTY,
    )
  })

  for (const mode of ['included', 'added'] as const) {
    it(`takes the answers of flatTax (${mode}), never further than half a unit from the exact tax`, async () => {
      await fc.assert(
        fc.asyncProperty(inputs, fc.integer({ min: 0, max: 10_000 }), async (given, hundredths) => {
          const calculator = flatTax({ rate: `${(hundredths / 100).toFixed(2)}%`, mode })
          const plain = quote(given)
          const tax = await calculator(taxQuestion(plain, given.lines, null))
          const { totals } = quote({ ...given, tax: given.lines.length === 0 ? null : tax })
          const rate = BigInt(hundredths)
          const under = mode === 'added' ? 10_000n : 10_000n + rate
          const distance = 2n * (plain.totals.total * rate - (mode === 'added' ? totals.tax : totals.taxIncluded) * under)
          assert.ok(distance <= under && -distance <= under)
          assert.equal(mode === 'added' ? totals.taxIncluded : totals.tax, 0n)
        }),
        PROPERTY,
      )
    })
  }
})
