import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { type Buyer, type Campaign, type Cart, type CheckoutAnswer, ShopError } from '../../index.ts'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  guest,
  type Kit,
  noticeCodes,
  type OpenDatabase,
  refusalOf,
  requestOf,
  scenario,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

export const TEN = { kind: 'percent', value: 1_000n } as const
/** Codes and buyers of the wide race. */
const MANY = process.env.THOROUGH === '1' ? 50 : 20

export const usesOf = async ({ shop }: Kit, name = 'SPRING'): Promise<bigint> => (await shop.discounts.campaign({ name })).uses

/** Codes of one campaign, each without a limit of its own. */
export async function codesOf(
  { shop }: Kit,
  count: number,
  limits: Pick<Partial<Campaign>, 'maxUses' | 'maxUsesPerCustomer'>,
): Promise<readonly string[]> {
  await shop.discounts.campaign({ name: 'SPRING', ...limits })
  return shop.discounts.createMany({ campaign: 'SPRING', prefix: 'SPRING-', count, ...TEN, maxUses: null })
}

export async function cartWith({ shop, shelf }: Kit, buyer: Buyer, ...codes: readonly string[]): Promise<Cart> {
  const cart = shop.cart(buyer)
  await cart.add(shelf.good('tea', { price: 5_000n }))
  for (const code of codes) await cart.applyDiscount(code)
  return cart
}

/** Each cart is bought with what its buyer saw, all at once; answers the orders that were made. Whoever lost was told why. */
async function allAtOnce(carts: readonly Cart[], reason: string, emailOf: (index: number) => string): Promise<readonly CheckoutAnswer[]> {
  const requests = await Promise.all(carts.map((cart, index) => requestOf(cart, { payment: 'cod', email: emailOf(index) })))
  const settled = await Promise.allSettled(carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail())))
  return settled.flatMap((one) => {
    if (one.status === 'fulfilled') return [one.value]
    assert.ok(one.reason instanceof ShopError, String(one.reason))
    // Who reads the shop after the last use is told the new price, who read it before is told by the statement.
    if (one.reason.code !== 'quote_changed') assert.deepEqual([one.reason.code, one.reason.details.reason], ['discount_invalid', reason])
    return []
  })
}

/** One limit that many codes share. */
export function describeCampaigns(open: OpenDatabase): void {
  describe('limits of campaigns, all at once', () => {
    scenario(open, `5 uses, ${MANY} codes, ${MANY} buyers: 5 orders, and the others are told that it is used up`, async (kit) => {
      const codes = await codesOf(kit, MANY, { maxUses: 5n })
      const carts = await Promise.all(codes.map((code, index) => cartWith(kit, guest(`${index}`), code)))
      const orders = await allAtOnce(carts, 'used_up', (index) => `g${index}@example.com`)
      assert.deepEqual([orders.length, await usesOf(kit)], [5, 5n])
      assert.ok(orders.every(({ order }) => order.totals.discount === 500n))
      const { discount } = await readTables(kit.database)
      assert.equal(
        discount.reduce((sum, row) => sum + (row.uses as bigint), 0n),
        5n,
      )
    })

    scenario(open, '4 uses, 16 carts that are closed without an order: 4 are', async (kit) => {
      const codes = await codesOf(kit, 16, { maxUses: 4n })
      const carts = await Promise.all(codes.map((code, index) => cartWith(kit, guest(`${index}`), code)))
      const settled = await Promise.allSettled(carts.map((cart) => cart.close()))
      const told = settled.map((one) => (one.status === 'fulfilled' ? 'closed' : `${one.reason.code} ${one.reason.details.reason}`))
      assert.deepEqual(told.toSorted(), [...times(4, () => 'closed'), ...times(12, () => 'discount_invalid used_up')])
      assert.equal(await usesOf(kit), 4n)
    })

    scenario(open, 'once a customer: 8 checkouts of one person with 8 codes, as account and as guest: one has it', async (kit) => {
      const codes = await codesOf(kit, 8, { maxUsesPerCustomer: 1n })
      const carts = await Promise.all(codes.map((code, index) => cartWith(kit, index === 0 ? ANA : guest(`${index}`), code)))
      const orders = await allAtOnce(carts, 'per_customer', () => 'Ana@Example.com ')
      assert.deepEqual([orders.length, await usesOf(kit)], [1, 1n])
    })

    scenario(open, 'the limit is lowered while its codes are used: never above what holds in the end', async (kit) => {
      const codes = await codesOf(kit, 10, { maxUses: 20n })
      const carts = await Promise.all(codes.map((code, index) => cartWith(kit, guest(`${index}`), code)))
      const lowering = kit.shop.discounts.campaign({ name: 'SPRING', maxUses: 4n }).catch((error: unknown) => {
        if (!(error instanceof RangeError) && !(error instanceof ShopError)) throw error
      })
      const orders = await allAtOnce(carts, 'used_up', (index) => `g${index}@example.com`)
      await lowering
      const { uses, maxUses } = await kit.shop.discounts.campaign({ name: 'SPRING' })
      assert.ok(maxUses !== null && uses <= maxUses && uses === BigInt(orders.length), `${uses} of ${maxUses}, ${orders.length} orders`)
    })
  })

  describe('codes of a campaign', () => {
    scenario(
      open,
      'a use comes back once with its order, whatever campaign the code is in by then, and is there for another code',
      async (kit) => {
        const { shop } = kit
        const [first = '', second = '', third = ''] = await codesOf(kit, 3, { maxUses: 1n, maxUsesPerCustomer: 1n })
        const { order } = await buy(await cartWith(kit, ANA, first), { payment: 'cod' })
        assert.equal(order.totals.discount, 500n)
        await shop.discounts.campaign({ name: 'OTHER', maxUses: 0n })
        await shop.discounts.change(first, { campaign: 'OTHER' })
        assert.deepEqual([await usesOf(kit), await usesOf(kit, 'OTHER')], [1n, 0n])
        await Promise.all(times(3, () => shop.orders.cancel(order.id, ANA)))
        assert.deepEqual([await usesOf(kit), await usesOf(kit, 'OTHER')], [0n, 0n])
        await buy(await cartWith(kit, ANA, second), { payment: 'cod', key: 'again' })
        assert.equal(await usesOf(kit), 1n)
        assert.equal((await refusalOf(cartWith(kit, BOGDAN, third), 'discount_invalid')).details.reason, 'used_up')
      },
    )

    scenario(open, 'a use is taken while a card payment is under way, and is free when it fails', async (kit) => {
      const { shop, card } = kit
      card.mood = 'redirect'
      const [first = '', second = ''] = await codesOf(kit, 2, { maxUses: 1n })
      const other = await cartWith(kit, BOGDAN, second)
      const { order } = await buy(await cartWith(kit, ANA, first), { payment: 'card' })
      assert.equal((await shop.cart(ANA).read()).totals.discount, 500n)
      assert.deepEqual((await other.read()).discounts, [{ code: second, amount: 0n, reason: 'used_up' }])
      const attempt = await attemptOf(kit, order.id)
      await Promise.all(times(3, () => shop.settle(attempt, { state: 'failed', reason: 'card_declined' })))
      assert.equal(await usesOf(kit), 0n)
      assert.equal((await buy(other, { payment: 'cod' })).order.totals.discount, 500n)
    })

    scenario(open, 'a used up campaign is refused where a code is typed; where one is, it is dropped with a notice', async (kit) => {
      const { shop } = kit
      const [first = '', second = '', third = ''] = await codesOf(kit, 3, { maxUses: 1n })
      const waiting = await cartWith(kit, BOGDAN, second)
      const before = await requestOf(waiting, { payment: 'cod' })
      await buy(await cartWith(kit, ANA, first), { payment: 'cod' })
      const view = await waiting.read()
      assert.deepEqual([view.totals.discount, view.discounts], [0n, [{ code: second, amount: 0n, reason: 'used_up' }]])
      assert.deepEqual(noticeCodes(view.notices), ['discount_dropped'])
      assert.equal((await waiting.quote({ payment: 'cod' })).quote.totals.discount, 0n)
      await changesNothing(kit, () => refusalOf(waiting.checkout(before), 'quote_changed'))
      const late = await changesNothing(kit, () => refusalOf(shop.cart(BOGDAN).applyDiscount(third), 'discount_invalid'))
      assert.equal(late.details.reason, 'used_up')
      // Before anything that the buyer could do about it.
      await shop.discounts.create({ code: 'LARGE', ...TEN, campaign: 'SPRING', minOrder: 90_000n })
      assert.equal((await refusalOf(shop.cart(BOGDAN).applyDiscount('LARGE'), 'discount_invalid')).details.reason, 'used_up')
      const stranger = await refusalOf(cartWith(kit, guest('stranger'), third), 'discount_invalid')
      assert.equal(stranger.details.reason, 'unknown')
      await shop.discounts.campaign({ name: 'SPRING', maxUses: 2n })
      assert.equal((await waiting.read()).totals.discount, 500n)
    })

    scenario(open, 'once a customer: his second code is refused, another customer has it', async (kit) => {
      const [first = '', second = ''] = await codesOf(kit, 2, { maxUsesPerCustomer: 1n })
      await buy(await cartWith(kit, ANA, first), { payment: 'cod' })
      const cart = await cartWith(kit, ANA)
      assert.equal((await refusalOf(cart.applyDiscount(second), 'discount_invalid')).details.reason, 'per_customer')
      assert.equal((await buy(await cartWith(kit, BOGDAN, second), { payment: 'cod' })).order.totals.discount, 500n)
      assert.equal(await usesOf(kit), 2n)
    })

    for (const [reason, limit] of [
      ['used_up', { maxUses: 1n }],
      ['per_customer', { maxUsesPerCustomer: 1n }],
    ] as const) {
      scenario(open, `two of its codes in one cart are two uses: ${reason}`, async (kit) => {
        const { shop } = kit
        await shop.discounts.campaign({ name: 'SPRING', maxUses: 2n, maxUsesPerCustomer: 2n })
        for (const code of ['ONE', 'TWO']) await shop.discounts.create({ code, ...TEN, campaign: 'SPRING', exclusive: null })
        const cart = await cartWith(kit, ANA, 'ONE', 'TWO')
        assert.equal((await cart.read()).totals.discount, 950n)
        await shop.discounts.campaign({ name: 'SPRING', ...limit })
        const { discounts, totals } = await cart.read()
        assert.deepEqual([totals.discount, discounts.at(-1)], [500n, { code: 'TWO', amount: 0n, reason }])
        const { order } = await buy(cart, { payment: 'cod' })
        assert.deepEqual([order.totals.discount, await usesOf(kit)], [500n, 1n])
        assert.equal((await shop.orders.cancel(order.id, ANA)).state, 'cancelled')
        assert.equal(await usesOf(kit), 0n)
      })
    }

    scenario(open, 'an automatic discount and one that takes nothing off', async (kit) => {
      const { shop } = kit
      await shop.discounts.campaign({ name: 'SPRING', maxUses: 1n })
      await shop.discounts.create({ code: 'AUTO', ...TEN, campaign: 'SPRING', automatic: true })
      await shop.discounts.create({ code: 'NOTHING', ...TEN, value: 0n, campaign: 'SPRING' })
      const carts = await Promise.all(times(6, (index) => cartWith(kit, guest(`${index}`))))
      // The one that nobody typed is no dead end: who lost it buys without it.
      const first = await allAtOnce(carts, 'used_up', (index) => `g${index}@example.com`)
      const bought = new Set(first.map(({ order }) => order.id))
      const left = (await Promise.all(carts.map((cart) => cart.read()))).flatMap(({ isEmpty }, index) =>
        isEmpty ? [] : (carts[index] ?? []),
      )
      const others = await allAtOnce(left, 'used_up', (index) => `l${index}@example.com`)
      assert.deepEqual([bought.size, others.map(({ order }) => order.totals.discount)], [1, times(5, () => 0n)])
      assert.deepEqual([first[0]?.order.totals.discount, await usesOf(kit)], [500n, 1n])
      await shop.discounts.end('AUTO')
      await shop.discounts.campaign({ name: 'SPRING', maxUses: 2n })
      await buy(await cartWith(kit, ANA, 'NOTHING'), { payment: 'cod' })
      assert.equal(await usesOf(kit), 1n)
    })
  })
}
