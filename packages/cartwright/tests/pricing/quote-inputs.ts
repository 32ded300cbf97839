import fc from 'fast-check'
import type { FeeRule, QuoteDiscount, QuoteInput, QuoteLine, QuoteShipping, QuoteTax } from '../../src/pricing/quote-types.ts'

/** A line with everything ordinary: one garment of Mihai's at 289.00. */
export const line = (id: string, change: Partial<QuoteLine> = {}): QuoteLine => ({
  id,
  product: `garment:${id}`,
  kind: 'item',
  seller: { id: 'mihai', name: 'Mihai' },
  quantity: 1n,
  scale: 0,
  unitPrice: 28900n,
  taxClass: null,
  ...change,
})

export const input = (change: Partial<QuoteInput> = {}): QuoteInput => ({
  currency: 'RON',
  lines: [],
  discounts: [],
  fees: [],
  shipping: null,
  tax: null,
  charges: [],
  ...change,
})

/** 5 % + 3.00 for each seller. */
export const protection: FeeRule = {
  code: 'buyer-protection',
  name: 'Buyer protection',
  rate: 500n,
  fixed: 300n,
  min: null,
  max: null,
  per: 'seller',
}

export const discount = (code: string, change: Partial<QuoteDiscount> = {}): QuoteDiscount => ({
  code,
  kind: 'percent',
  value: 1000n,
  maxDiscount: null,
  onWins: false,
  ...change,
})

export const courier = (seller: string, price = 1499n): QuoteShipping => ({
  seller,
  option: 'courier',
  name: 'Courier',
  price,
  estimate: false,
})

const amounts = fc.oneof(fc.bigInt({ min: 0n, max: 20n }), fc.bigInt({ min: 0n, max: 100_000n }), fc.bigInt({ min: 0n, max: 10n ** 12n }))
const maybe = (value: fc.Arbitrary<bigint>) => fc.option(value, { nil: null })
const sellers = fc.constantFrom(null, { id: 'ana', name: 'Ana' }, { id: 'mihai', name: 'Mihai' }, { id: 'ioana', name: 'Ioana' })
const hundredths = fc.bigInt({ min: 0n, max: 10_000n })

const lines = fc.array(
  fc.record({
    seller: sellers,
    unitPrice: amounts,
    scale: fc.constantFrom(0, 0, 3, 8, 18),
    digits: fc.bigInt({ min: 1n, max: 99_999n }),
    won: fc.nat(4),
  }),
  { maxLength: 12 },
)

const stacking = {
  automatic: fc.boolean(),
  phase: fc.bigInt({ min: 0n, max: 2n }),
  priority: fc.bigInt({ min: -1n, max: 1n }),
  exclusive: fc.constantFrom(null, null, 'code', 'code', 'season', '*'),
}

const discounts = (ids: readonly string[]): fc.Arbitrary<QuoteDiscount[]> =>
  fc
    .array(
      fc
        .record({
          amount: fc.oneof(
            fc.record({ kind: fc.constant('percent' as const), value: hundredths }),
            fc.record({ kind: fc.constant('fixed' as const), value: amounts }),
          ),
          maxDiscount: maybe(amounts),
          onWins: fc.boolean(),
          scope: fc.option(fc.subarray([...ids])),
          stack: fc.option(fc.record(stacking), { freq: 3 }),
        })
        .map(({ amount, stack, scope, ...given }) => ({ ...amount, ...given, ...stack, ...(scope && { lines: scope }) })),
      { maxLength: 6 },
    )
    .map((all) => all.map((given, index) => ({ ...given, code: `CODE${index}` })))

const fees: fc.Arbitrary<FeeRule[]> = fc
  .array(
    fc.record({
      rate: hundredths,
      fixed: amounts,
      min: maybe(amounts),
      span: maybe(amounts),
      per: fc.constantFrom('seller' as const, 'order' as const),
    }),
    { maxLength: 3 },
  )
  .map((all) =>
    all.map(({ span, ...rule }, index) => ({
      ...rule,
      code: `fee${index}`,
      name: `Fee ${index}`,
      max: span === null ? null : (rule.min ?? 0n) + span,
    })),
  )

/** Any input there may be, apart from tax, which depends on what the rest comes to. */
export const inputs: fc.Arbitrary<QuoteInput> = lines.chain((drawn) => {
  const made = drawn.map(({ seller, unitPrice, scale, digits, won }, index) => {
    const kind = won === 0 ? ('auction_win' as const) : ('item' as const)
    return line(`line${index}`, { seller, unitPrice, scale, kind, quantity: digits * (scale > 3 ? 10n ** BigInt(scale - 3) : 1n) })
  })
  const keys = [...new Set(made.map(({ seller }) => seller?.id ?? ''))]
  return fc.record({
    currency: fc.constant('RON'),
    lines: fc.constant(made),
    discounts: discounts(made.map(({ id }) => id)),
    fees,
    shipping: fc.option(fc.tuple(...keys.map(() => amounts)).map((prices) => keys.map((key, index) => courier(key, prices[index])))),
    tax: fc.constant(null),
    charges: fc.array(
      amounts.map((amount) => ({ code: 'cod', name: 'Cash on delivery', amount })),
      { maxLength: 1 },
    ),
  })
})

/** A tax answer for amounts: any share of each line's goods, and of the rest. */
export const taxOn = (goods: ReadonlyMap<string, bigint>, services: bigint, shares: readonly number[]): QuoteTax => {
  const share = (amount: bigint, place: number) => (amount * BigInt(shares[place % shares.length] ?? 0)) / 100n
  const parts = [...goods].map(([id, amount], place) => [id, { added: share(amount, place), included: share(amount, place + 1) }] as const)
  const rest = { added: share(services, 2), included: share(services, 3) }
  return {
    lines: new Map(parts),
    added: parts.reduce((whole, [, part]) => whole + part.added, rest.added),
    included: parts.reduce((whole, [, part]) => whole + part.included, rest.included),
  }
}
