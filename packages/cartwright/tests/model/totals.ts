import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import type { FeeRule, NewDiscount, ProductRef, QuoteInput, QuoteLine, Seller, TaxCalculator, Totals } from '../../src/index.ts'
import { cashOnDelivery, tableRates } from '../../src/index.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { ADDRESS, ANA, fund, type OpenDatabase, openKit } from '../../src/testing/contract/kit.ts'
import { simulatedCard } from '../../src/testing/contract/simulated-card.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { PROPERTY } from '../money/property-runs.ts'
import { type Expected, expectedOf } from '../pricing/oracle.ts'

interface WantedLine {
  readonly type: 'garment' | 'article' | 'good'
  readonly price: bigint
  readonly scale: number
  readonly quantity: bigint
  readonly seller: Seller | null
}

/** A whole shop and a whole cart, drawn by lot. */
interface Plan {
  readonly lines: readonly WantedLine[]
  readonly discount: Omit<NewDiscount, 'code'> | null
  readonly fees: readonly FeeRule[]
  readonly courier: { readonly price: bigint; readonly freeOver: bigint | null }
  readonly taxPercent: bigint | null
  readonly payment: 'wallet' | 'card' | 'cod'
  readonly codFee: bigint
}

const upTo = (most: bigint) => fc.bigInt({ min: 0n, max: most })
const maybe = <Value>(some: fc.Arbitrary<Value>) => fc.option(some, { nil: null, freq: 3 })

const line: fc.Arbitrary<WantedLine> = fc
  .record({
    type: fc.constantFrom('garment' as const, 'article' as const, 'good' as const),
    price: fc.oneof(upTo(100n), upTo(100_000n)),
    scale: fc.constantFrom(0, 3, 18),
    units: fc.bigInt({ min: 1n, max: 99n }),
    part: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    seller: maybe(fc.constantFrom('mihai', 'ioana', 'vlad').map((id) => ({ id, name: id }))),
  })
  .map(({ type, price, scale, units, part, seller }) => {
    if (type === 'garment') return { type, price, scale: 0, quantity: 1n, seller }
    const quantity = scale === 0 ? units : (part % (99n * 10n ** BigInt(scale))) + 1n
    return { type, price, scale, quantity, seller }
  })

const discount: fc.Arbitrary<Omit<NewDiscount, 'code'>> = fc
  .record({
    kind: fc.constantFrom('percent' as const, 'fixed' as const),
    share: upTo(10_000n),
    maxDiscount: maybe(upTo(50_000n)),
    minOrder: maybe(upTo(60_000n)),
  })
  .map(({ kind, share, maxDiscount, minOrder }) => ({
    kind,
    value: share,
    ...(maxDiscount !== null && { maxDiscount }),
    ...(minOrder !== null && { minOrder }),
  }))

const fee = (code: string): fc.Arbitrary<FeeRule> =>
  fc
    .record({
      rate: upTo(2_500n),
      fixed: upTo(999n),
      min: maybe(upTo(500n)),
      max: maybe(fc.bigInt({ min: 500n, max: 5_000n })),
      per: fc.constantFrom('seller' as const, 'order' as const),
    })
    .map((rule) => ({ code, name: code, ...rule }))

const plan: fc.Arbitrary<Plan> = fc.record({
  lines: fc.array(line, { minLength: 1, maxLength: 8 }),
  discount: maybe(discount),
  fees: fc.tuple(fee('protection'), fee('packing')).chain((rules) => fc.subarray([...rules])),
  courier: fc.record({ price: upTo(2_500n), freeOver: maybe(upTo(80_000n)) }),
  taxPercent: maybe(upTo(25n)),
  payment: fc.constantFrom('wallet' as const, 'card' as const, 'cod' as const),
  codFee: upTo(900n),
})

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((whole, amount) => whole + amount, 0n)

/** Tax as the plan's own plug-in says it: so many percent on each line, cut, and nothing on the rest. */
const taxOf = (net: bigint, percent: bigint): bigint => (net * percent) / 100n

/** What everything must come to, worked out without a line of the source. */
function oracle(wanted: Plan, withTax: boolean, paying: boolean): Expected {
  const lines = wanted.lines.map(
    (one, index): QuoteLine => ({
      id: `${index}`,
      product: `${index}`,
      kind: 'item',
      seller: one.seller,
      quantity: one.quantity,
      scale: one.scale,
      unitPrice: one.price,
      taxClass: null,
    }),
  )
  const bare: QuoteInput = { currency: 'RON', lines, discounts: [], fees: [], shipping: null, tax: null, charges: [] }
  const { subtotal } = expectedOf(bare)
  const applies = wanted.discount !== null && subtotal >= (wanted.discount.minOrder ?? 0n) && subtotal > 0n
  const reduced: QuoteInput = {
    ...bare,
    discounts:
      applies && wanted.discount !== null
        ? [
            {
              code: 'CODE',
              kind: wanted.discount.kind,
              value: wanted.discount.value,
              maxDiscount: wanted.discount.maxDiscount ?? null,
              onWins: false,
            },
          ]
        : [],
  }
  const goods = expectedOf(reduced).lines.map((one) => one.total - one.discount)
  const sellers = [...new Set(wanted.lines.map((one) => one.seller?.id ?? ''))]
  const shipping = sellers.map((seller) => {
    const value = sum(goods.filter((_, index) => (wanted.lines[index]?.seller?.id ?? '') === seller))
    const free = wanted.courier.freeOver !== null && value >= wanted.courier.freeOver
    return { seller, option: 'courier', name: 'Courier', price: free ? 0n : wanted.courier.price, estimate: false }
  })
  const percent = withTax ? wanted.taxPercent : null
  const taxes = goods.map((net) => taxOf(net, percent ?? 0n))
  return expectedOf({
    ...reduced,
    fees: wanted.fees,
    shipping,
    tax:
      percent === null
        ? null
        : {
            added: sum(taxes),
            included: 0n,
            lines: new Map(lines.map((one, index) => [one.id, { added: taxes[index] ?? 0n, included: 0n }])),
          },
    charges:
      paying && wanted.payment === 'cod' && wanted.codFee > 0n ? [{ code: 'cash-on-delivery', name: '', amount: wanted.codFee }] : [],
  })
}

/** One figure for one thing, on the page of the cart, in the quote, in the order and in what it charges. */
async function holds(open: OpenDatabase, wanted: Plan): Promise<void> {
  const tax: TaxCalculator = async ({ lines }) => {
    const taxes = lines.map(({ id, net }) => [id, { added: taxOf(net, wanted.taxPercent ?? 0n), included: 0n }] as const)
    return { added: sum(taxes.map(([, one]) => one.added)), included: 0n, lines: new Map(taxes) }
  }
  const card = simulatedCard()
  card.mood = 'succeed'
  const { price, freeOver } = wanted.courier
  const kit = await openKit(open, {
    payments: { wallet: true, card, cod: cashOnDelivery({ limit: 10n ** 15n, countries: ['RO'], fee: wanted.codFee }) },
    fees: wanted.fees,
    estimate: tableRates({
      rows: [{ id: 'courier', name: 'Courier', kind: 'street', countries: '*', price, ...(freeOver !== null && { freeOver }) }],
    }),
    ...(wanted.taxPercent !== null && { tax }),
  })
  try {
    await fund(kit, ANA, 10n ** 10n)
    const items = wanted.lines.map((one, index): { product: ProductRef; quantity: bigint } => {
      const described = { price: one.price, scale: one.scale, ...(one.seller !== null && { seller: one.seller }) }
      return { product: kit.shelf[one.type](`${index}`, described), quantity: one.quantity }
    })
    for (const { product, quantity } of items) if (product.type === 'article') await kit.shop.stock.set(product, quantity)
    const cart = kit.shop.cart(ANA)
    await cart.addMany(items)
    if (wanted.discount !== null) {
      await kit.shop.discounts.create({ code: 'CODE', ...wanted.discount })
      await cart.applyDiscount('CODE').catch((error: { code?: string }) => assert.equal(error.code, 'discount_invalid'))
    }
    const shown = oracle(wanted, false, false)
    const view = await cart.read()
    assert.deepEqual(figures(view.totals), expectedFigures(wanted, shown, false), 'the cart')
    const choices = { address: ADDRESS, payment: wanted.payment }
    const paid = oracle(wanted, true, true)
    const { quote } = await cart.quote(choices)
    assert.deepEqual(figures(quote.totals), expectedFigures(wanted, paid, true), 'the quote')
    assert.deepEqual(
      quote.lines.map((one) => one.paid),
      paid.lines.map((one) => one.paid),
      'the lines of the quote',
    )

    const { order } = await cart.checkout({ ...choices, key: 'key', quote: quote.hash })
    assert.deepEqual(order.totals, quote.totals)
    assert.deepEqual(await kit.shop.orders.find(order.id, ANA), order)
    assert.equal(sum(order.payments.map((payment) => payment.amount)), paid.total)
    const { order_line } = await readTables(kit.database)
    assert.equal(sum(order_line.map((one) => one.paid as bigint)), paid.total, 'what the lines of the order have paid')
    if (wanted.payment === 'wallet') assert.equal((await kit.shop.wallets.read('ana')).balance, 10n ** 10n - paid.total)
    if (wanted.payment === 'card' && paid.total > 0n) assert.equal([...card.charges.values()][0]?.amount, paid.total)
    await assertInvariants(kit.database, kit.clock())
  } finally {
    await kit.shop.close()
  }
}

const figures = ({ subtotal, discount: taken, fees, shipping, tax, total }: Totals): readonly unknown[] => [
  subtotal,
  taken,
  fees.map((one) => [one.code, one.amount]),
  shipping,
  tax,
  total,
]

function expectedFigures(wanted: Plan, expected: Expected, paying: boolean): readonly unknown[] {
  const codes = [
    ...wanted.fees.map((rule) => rule.code),
    ...(paying && wanted.payment === 'cod' && wanted.codFee > 0n ? ['cash-on-delivery'] : []),
  ]
  return [
    expected.subtotal,
    sum(expected.discounts),
    codes.map((code, index) => [code, expected.fees[index]]),
    sum(expected.lines.map((one) => one.shipping)),
    sum(expected.lines.map((one) => one.tax)),
    expected.total,
  ]
}

/** Random carts in a real shop, against an oracle of their own. */
export function describeTotals(engine: string, open: OpenDatabase, share: number): void {
  it(`totals agree to the minor unit in cart, quote, order and payment, ${engine}`, async () => {
    const numRuns = Math.ceil(PROPERTY.numRuns * share)
    await fc.assert(
      fc.asyncProperty(plan, (wanted) => holds(open, wanted)),
      { ...PROPERTY, numRuns },
    )
  })
}
