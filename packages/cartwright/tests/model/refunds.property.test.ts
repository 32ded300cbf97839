import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import type { OrderView } from '../../src/index.ts'
import { type PaidLine, paidLines, splitRefund } from '../../src/refunds/tender-shares.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { ANA, attemptOf, type OpenDatabase, openKit, refusalOf, requestOf, times } from '../../src/testing/contract/kit.ts'
import { CARRIER, SELLERS, STAFF, WEEK } from '../../src/testing/contract/orders-kit.ts'
import { recycled } from '../contract/recycled.ts'
import { PROPERTY } from '../money/property-runs.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'

const paidAmounts = fc.array(fc.bigInt({ min: 0n, max: 100_000n }), { minLength: 1, maxLength: 8 })

/** A part of something, out of a thousand. */
const partOf = (whole: bigint, part: number): bigint => (whole * BigInt(part)) / 1_000n
const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n)

describe('a refund split over the payments of an order', () => {
  it('gives back, part by part in any order, what each payment has brought: never more, at the end exactly that', () => {
    const steps = fc.array(fc.tuple(fc.nat(7), fc.integer({ min: 1, max: 1_000 })), { maxLength: 30 })
    fc.assert(
      fc.property(paidAmounts, fc.nat(1_000), steps, (amounts, ofWallet, parts) => {
        const wallet = partOf(total(amounts), ofWallet)
        const stored = amounts.map((paid, place) => ({
          line_id: `${place}`,
          seller: '',
          paid,
          refunded: 0n,
          restocked: 0n,
          place: BigInt(place),
        }))
        const lines = new Map(paidLines(stored, [{ id: '1', method: 'wallet', amount: wallet }]).map((line) => [line.id, line]))
        assert.equal(total([...lines.values()].map((line) => line.wallet)), wallet)
        const given = { wallet: 0n, other: 0n }
        const refund = (line: PaidLine, amount: bigint): void => {
          const split = splitRefund(line, amount)
          assert.ok(split.wallet >= 0n && split.other >= 0n && split.wallet + split.other === amount)
          given.wallet += split.wallet
          given.other += split.other
          assert.ok(given.wallet <= wallet && given.other <= total(amounts) - wallet)
          lines.set(line.id, { ...line, refunded: line.refunded + amount })
        }
        for (const [place, part] of parts) {
          const line = lines.get(`${place}`)
          if (line !== undefined) refund(line, partOf(line.paid - line.refunded, part))
        }
        for (const line of lines.values()) refund(line, line.paid - line.refunded)
        assert.deepEqual(given, { wallet, other: total(amounts) - wallet })
      }),
      PROPERTY,
    )
  })
})

const orders = fc.record({
  lines: fc.array(fc.record({ price: fc.integer({ min: 0, max: 50_000 }), quantity: fc.integer({ min: 1, max: 5 }), seller: fc.nat(2) }), {
    minLength: 1,
    maxLength: 5,
  }),
  discount: fc.nat(10_000),
  wallet: fc.nat(1_000),
  method: fc.constantFrom('wallet' as const, 'card' as const, 'cod' as const),
  // 0: a parcel goes a step further; else a part of what is left of a line.
  steps: fc.array(fc.tuple(fc.nat(4), fc.nat(1_000)), { maxLength: 8 }),
})
type Drawn = typeof orders extends fc.Arbitrary<infer Value> ? Value : never

async function refundInParts(open: OpenDatabase, { lines, discount, wallet, method, steps }: Drawn): Promise<void> {
  const kit = await openKit(open, SELLERS)
  const { shop, shelf, card, clock } = kit
  try {
    card.mood = 'succeed'
    const cart = shop.cart(ANA)
    const items = lines.map(({ price, quantity, seller }, place) => {
      const sold = { price: BigInt(price), ...(seller > 0 && { seller: { id: `seller ${seller}`, name: 'Seller' } }) }
      return { product: shelf.good(`${place}`, sold), quantity: BigInt(quantity) }
    })
    await cart.addMany(items)
    await shop.discounts.create({ code: 'SOME', kind: 'percent', value: BigInt(discount) })
    await cart.applyDiscount('SOME')
    const whole = (await cart.quote({ payment: method })).quote.totals.total
    const funded = method === 'wallet' ? whole : partOf(whole, wallet)
    if (funded > 0n) await shop.wallets.topUp('ana', funded, 'fund')
    const address = method === 'cod' ? { useWallet: whole - funded > 150_000n } : { useWallet: true }
    const request = await requestOf(cart, { payment: method, ...address })
    const placed = await cart.checkout(request).catch(() => null)
    // Too dear for cash on delivery.
    if (placed === null) return
    const before = (await shop.wallets.read('ana')).balance
    let order: OrderView = placed.order
    for (const [place, [index, part]] of steps.entries()) {
      clock.advance(WEEK)
      if (index === 0) order = await further(kit, order)
      else {
        const line = order.lines[(index - 1) % order.lines.length] ?? assert.fail('no line')
        const amount = partOf(line.paid - line.refunded, part)
        const request = { amounts: { [line.id]: amount }, key: `${place}`, by: STAFF, reason: 'torn' }
        if (amount > 0n && isUnderWay(order, line.id)) await refusalOf(shop.orders.refund(order.id, request), 'order_state')
        else if (amount > 0n) order = await shop.orders.refund(order.id, request)
      }
      await shop.reconcile()
    }
    while (order.lines.some(({ id, paid, refunded }) => refunded < paid && isUnderWay(order, id))) order = await further(kit, order)
    const parts = order.lines.toReversed()
    for (const line of parts) order = await shop.orders.refund(order.id, { lines: [line.id], by: STAFF, reason: 'torn' })
    await shop.reconcile()
    await proveRefunded(kit, placed.order, before)
  } finally {
    await kit.shop.close()
  }
}

/** Whether a line is on its way to be paid at the door: then it cannot be refunded. */
const isUnderWay = ({ parcels, payments }: OrderView, line: string): boolean =>
  payments.some(({ method, state }) => method === 'cod' && state === 'pending') &&
  parcels.some(({ state, lines }) => state === 'shipped' && lines.includes(line))

/** The first parcel that can goes a step further: sent, then delivered. */
async function further({ shop }: Awaited<ReturnType<typeof openKit>>, order: OrderView): Promise<OrderView> {
  const [seller, state] = order.parcels
    .filter(({ lines }) => order.lines.some(({ id, paid, refunded }) => lines.includes(id) && refunded < paid))
    .map((parcel) => [parcel.seller?.id ?? '', parcel.state] as const)
    .find(([, at]) => at === 'placed' || at === 'shipped') ?? [null, null]
  if (seller === null) return order
  const parcel = { seller, by: CARRIER }
  await (state === 'placed' ? shop.orders.ship(order.id, parcel) : shop.orders.deliver(order.id, parcel))
  return shop.orders.show(order.id)
}

async function proveRefunded(kit: Awaited<ReturnType<typeof openKit>>, { id, totals, payments }: OrderView, before: bigint): Promise<void> {
  const after = await kit.shop.orders.show(id)
  for (const line of after.lines) assert.equal(line.refunded, line.paid)
  for (const payment of after.payments) assert.equal(payment.refunded, payment.amount)
  const given = (way: string): bigint => total(after.refunds.filter(({ method }) => method === way).map(({ amount }) => amount))
  const brought = (way: string): bigint => payments.find(({ method }) => method === way)?.amount ?? 0n
  assert.deepEqual([given('wallet'), given('card'), given('cod') + given('none')], [brought('wallet'), brought('card'), brought('cod')])
  assert.equal((await kit.shop.wallets.read('ana')).balance, before + brought('wallet') + given('cod'))
  assert.equal(kit.card.refunds.get(await attemptOf(kit, id)) ?? 0n, brought('card'))
  if (totals.total > 0n) assert.equal(after.state, 'refunded')
  await assertInvariants(kit.database, kit.clock())
}

/** So many of the runs of a pure property: each of these is an order with its refunds in a database. */
function describeRefundsInParts(engine: string, open: OpenDatabase, share: number): void {
  it(`orders refunded in parts give every payment back what it brought, ${engine}`, async () => {
    const property = fc.asyncProperty(orders, (drawn) => refundInParts(open, drawn))
    const numRuns = Math.ceil(PROPERTY.numRuns / share / 2)
    await Promise.all(times(2, (lane) => fc.assert(property, { numRuns, seed: PROPERTY.seed + lane })))
  })
}

describeRefundsInParts('SQLite', recycled(openMemory), 5)
describeRefundsInParts('PostgreSQL', recycled(openPostgres), 20)
