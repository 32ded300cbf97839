import type { Cart } from '../../src/index.ts'
import { ADDRESS, ANA, attemptOf, buy, fund, type Kit, MIHAI, requestOf } from '../../src/testing/contract/kit.ts'

/** One action of the shop, what has to be there before it, and the call; the call may be made again with the same outcome. */
export interface Action {
  readonly name: string
  /** Makes what the action needs, and answers the call. */
  readonly prepare: (kit: Kit) => Promise<() => Promise<unknown>>
}

const ana = ({ shop }: Kit): Cart => shop.cart(ANA)

/** A cart with a coat, a hat and three totes, and a code that applies. */
async function filled(kit: Kit): Promise<Cart> {
  const { shop, shelf, clock } = kit
  const tote = shelf.article('tote', { seller: MIHAI })
  await shop.stock.set(tote, 50n)
  await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, maxUses: 9n, maxUsesPerCustomer: 9n })
  await ana(kit).addMany([{ product: shelf.garment('coat') }, { product: shelf.garment('hat') }, { product: tote, quantity: 3n }])
  clock.advance(1_000n)
  return ana(kit)
}

async function ordering(kit: Kit, payment: 'wallet' | 'card' | 'cod', useWallet = false): Promise<() => Promise<unknown>> {
  await fund(kit, ANA, useWallet ? 4_000n : 100_000n)
  const cart = await filled(kit)
  await cart.applyDiscount('TEN')
  const request = await requestOf(cart, { payment, useWallet, address: ADDRESS })
  return () => cart.checkout(request)
}

async function paying(kit: Kit): Promise<string> {
  const place = await ordering(kit, 'card', true)
  const { order } = (await place()) as { order: { id: string } }
  return attemptOf(kit, order.id)
}

export const ACTIONS: readonly Action[] = [
  {
    name: 'first add',
    prepare: async (kit) => {
      const coat = kit.shelf.garment('coat')
      return () => ana(kit).add(coat)
    },
  },
  {
    name: 'add of a unique item',
    prepare: async (kit) => {
      const cart = await filled(kit)
      const scarf = kit.shelf.garment('scarf')
      return () => cart.add(scarf)
    },
  },
  {
    name: 'add of several items',
    prepare: async (kit) => {
      const cart = await filled(kit)
      const items = [kit.shelf.garment('scarf'), kit.shelf.garment('belt'), kit.shelf.good('tea')].map((product) => ({ product }))
      return () => cart.addMany(items)
    },
  },
  {
    name: 'taking over a hold that lapsed',
    prepare: async (kit) => {
      await filled(kit)
      kit.clock.advance(3_600_000n)
      const cart = kit.shop.cart({ userId: 'bogdan' })
      return () => cart.add({ type: 'garment', id: 'coat' })
    },
  },
  {
    name: 'update',
    prepare: async (kit) => {
      const cart = await filled(kit)
      return () => cart.update({ type: 'article', id: 'tote' }, { quantity: 7n })
    },
  },
  {
    name: 'remove',
    prepare: async (kit) => {
      const cart = await filled(kit)
      return () => cart.remove({ type: 'garment', id: 'coat' })
    },
  },
  {
    name: 'renew',
    prepare: async (kit) => {
      const cart = await filled(kit)
      return () => cart.renew()
    },
  },
  {
    name: 'save for later',
    prepare: async (kit) => {
      const cart = await filled(kit)
      return () => cart.saveForLater({ type: 'garment', id: 'coat' })
    },
  },
  {
    name: 'clear',
    prepare: async (kit) => {
      const cart = await filled(kit)
      return () => cart.clear()
    },
  },
  {
    name: 'discount applied',
    prepare: async (kit) => {
      const cart = await filled(kit)
      return () => cart.applyDiscount('TEN')
    },
  },
  {
    name: 'merge at login',
    prepare: async (kit) => {
      const { shop, shelf } = kit
      await filled(kit)
      await shop
        .cart({ token: 'guest' })
        .addMany([{ product: shelf.garment('scarf') }, { product: { type: 'article', id: 'tote' } }, { product: shelf.good('tea') }])
      return () => shop.login({ token: 'guest' }, ANA)
    },
  },
  { name: 'wallet checkout', prepare: (kit) => ordering(kit, 'wallet') },
  {
    name: 'cash on delivery, some lines only',
    prepare: async (kit) => {
      const cart = await filled(kit)
      const view = await cart.read()
      const request = await requestOf(cart, { payment: 'cod', lines: view.lines.slice(0, 1).map((line) => line.id) })
      return () => cart.checkout(request)
    },
  },
  { name: 'card checkout', prepare: (kit) => ordering(kit, 'card', true) },
  {
    name: 'settle paid',
    prepare: async (kit) => {
      const attempt = await paying(kit)
      const paid = kit.card.pay(attempt)
      return () => kit.shop.settle(attempt, paid)
    },
  },
  {
    name: 'settle failed',
    prepare: async (kit) => {
      const attempt = await paying(kit)
      return () => kit.shop.settle(attempt, { state: 'failed', reason: 'card_declined' })
    },
  },
  {
    name: 'cancel',
    prepare: async (kit) => {
      await fund(kit, ANA, 100_000n)
      const cart = await filled(kit)
      await cart.applyDiscount('TEN')
      const { order } = await buy(cart, { payment: 'wallet' })
      return () => kit.shop.orders.cancel(order.id, ANA)
    },
  },
  {
    name: 'top up',
    prepare:
      async ({ shop }) =>
      () =>
        shop.wallets.topUp('ana', 5_000n, 'voucher'),
  },
]
