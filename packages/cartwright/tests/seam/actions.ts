import { importFrom } from '../../src/django/import-django-cart.ts'
import { type Cart, ShopError } from '../../src/index.ts'
import { openSource } from '../../src/storage/open-source.ts'
import { ADDRESS, ANA, attemptOf, buy, fund, type Kit, type KitOptions, MIHAI, requestOf } from '../../src/testing/contract/kit.ts'
import { djangoFile } from '../django/django-database.ts'

/** One action of the shop, what has to be there before it, and the call; the call may be made again with the same outcome. */
export interface Action {
  readonly name: string
  /** Of the shop it is made in; default as `openKit` makes it. */
  readonly options?: KitOptions
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

/** An undo is done once; asked again it changes nothing. */
const undone =
  (cart: Cart) =>
  async (error: unknown): Promise<unknown> => {
    if (error instanceof ShopError && error.details.reason === 'nothing_to_undo') return { view: await cart.read(), notices: [] }
    throw error
  }

async function ordering(kit: Kit, payment: 'wallet' | 'card' | 'cod', useWallet = false): Promise<() => Promise<unknown>> {
  await fund(kit, ANA, useWallet ? 4_000n : 100_000n)
  const cart = await filled(kit)
  await cart.applyDiscount('TEN')
  const request = await requestOf(cart, { payment, useWallet, address: ADDRESS })
  return () => cart.checkout(request)
}

/** Discounts nobody types, one of them for first orders. */
async function stacked({ shop }: Kit): Promise<void> {
  await shop.discounts.create({ code: 'AUTO', kind: 'fixed', value: 500n, automatic: true, maxUses: 3n })
  await shop.discounts.create({ code: 'FIRST', kind: 'percent', value: 500n, automatic: true, firstOrder: true, phase: 1n })
}

async function paying(kit: Kit): Promise<string> {
  const place = await ordering(kit, 'card', true)
  const { order } = (await place()) as { order: { id: string } }
  return attemptOf(kit, order.id)
}

const KEPT: KitOptions = { stock: { reserve: 'add' } }
const tote = { type: 'article', id: 'tote' } as const

/** All totes are in carts of others, whose holds have lapsed; Ana's coat has lapsed as well. */
async function lapsed(kit: Kit): Promise<Cart> {
  const cart = await filled(kit)
  await kit.shop.stock.set(tote, 5n)
  await kit.shop.cart({ token: 'one' }).add(tote)
  await kit.shop.cart({ token: 'two' }).add(tote)
  kit.clock.advance(3_600_000n)
  return cart
}

/** What is done where units are kept from the add on. */
const KEEPING: readonly Action[] = [
  {
    name: 'add of more units, and of a coat',
    prepare: async (kit) => {
      const cart = await filled(kit)
      const items = [
        { product: kit.shelf.garment('scarf') },
        { product: tote, quantity: 2n },
        { product: tote, options: { colour: 'red' } },
      ]
      return () => cart.addMany(items)
    },
  },
  {
    name: 'add that takes lapsed units back',
    prepare: async (kit) => {
      const cart = await lapsed(kit)
      return () => cart.add(tote, { quantity: 2n })
    },
  },
  {
    name: 'update of kept units',
    prepare: async (kit) => {
      const cart = await filled(kit)
      return () => cart.update(tote, { quantity: 9n })
    },
  },
  {
    name: 'restore over kept and lapsed units',
    prepare: async (kit) => {
      const cart = await lapsed(kit)
      const lines = [
        { product: tote, options: { colour: 'red' }, quantity: '3' },
        { product: tote, quantity: '2' },
        { product: kit.shelf.garment('hat'), quantity: '1' },
      ]
      return () => cart.restore({ version: 1, currency: 'RON', lines, codes: ['NONE'] }, { mode: 'replace' })
    },
  },
  {
    name: 'clear of kept and lapsed units',
    prepare: async (kit) => {
      const cart = await lapsed(kit)
      await cart.add(tote, { options: { colour: 'red' } })
      return () => cart.clear()
    },
  },
  {
    name: 'merge of kept units',
    prepare: async (kit) => {
      await filled(kit)
      await kit.shop.cart({ token: 'guest' }).add(tote, { quantity: 4n })
      return () => kit.shop.login({ token: 'guest' }, ANA)
    },
  },
  { name: 'wallet checkout of kept units', prepare: (kit) => ordering(kit, 'wallet') },
  { name: 'card checkout of kept units', prepare: (kit) => ordering(kit, 'card') },
  {
    name: 'settle paid of kept units',
    prepare: async (kit) => {
      const attempt = await paying(kit)
      const paid = kit.card.pay(attempt)
      return () => kit.shop.settle(attempt, paid)
    },
  },
  {
    name: 'settle failed of kept units',
    prepare: async (kit) => {
      const attempt = await paying(kit)
      return () => kit.shop.settle(attempt, { state: 'failed', reason: 'card_declined' })
    },
  },
  {
    name: 'units reserved by the app',
    prepare: async (kit) => {
      await lapsed(kit)
      const until = kit.clock() + 60_000n
      return () => kit.shop.stock.reserve(tote, 4n, { holder: 'call', until })
    },
  },
]

export const ACTIONS: readonly Action[] = [
  ...KEEPING.map((action) => ({ ...action, options: KEPT })),
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
    name: 'update with a price',
    prepare: async (kit) => {
      const cart = await filled(kit)
      return () => cart.update({ type: 'article', id: 'tote' }, { quantity: 2n, unitPrice: 1_500n })
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
  {
    name: 'merge that gives holds back, with a rest and a code',
    prepare: async (kit) => {
      const { shop, shelf } = kit
      const cart = await filled(kit)
      const tea = shelf.good('tea')
      await cart.add(tea, { quantity: 90n })
      const guests = shop.cart({ token: 'guest' })
      await guests.addMany([{ product: shelf.garment('scarf', { seller: { id: 'ana', name: 'Ana' } }) }, { product: tea, quantity: 20n }])
      await guests.applyDiscount('TEN')
      return () => cart.merge(guests)
    },
  },
  {
    name: 'undo of a merge',
    prepare: async (kit) => {
      const { shop, shelf } = kit
      const cart = await filled(kit)
      await shop.cart({ token: 'guest' }).addMany([{ product: shelf.garment('scarf') }, { product: { type: 'article', id: 'tote' } }])
      await cart.merge({ token: 'guest' })
      return () => cart.undoMerge().catch(undone(cart))
    },
  },
  {
    name: "a login while the guest is paying, beside the user's cart",
    prepare: async (kit) => {
      const { shop, shelf } = kit
      await filled(kit)
      kit.card.mood = 'redirect'
      const guests = shop.cart({ token: 'guest' })
      await guests.add(shelf.garment('scarf'))
      await guests.checkout(await requestOf(guests, { payment: 'card' }))
      return () => shop.login({ token: 'guest' }, ANA)
    },
  },
  {
    name: 'a login while the user is paying',
    prepare: async (kit) => {
      const { shop, shelf } = kit
      const cart = await filled(kit)
      kit.card.mood = 'redirect'
      await cart.checkout(await requestOf(cart, { payment: 'card' }))
      await shop.cart({ token: 'guest' }).addMany([{ product: shelf.garment('scarf') }, { product: shelf.good('tea') }])
      return () => shop.login({ token: 'guest' }, ANA)
    },
  },
  {
    name: 'a plain map',
    prepare: async (kit) => {
      const cart = await filled(kit)
      kit.shelf.garment('scarf')
      return () => cart.mergeMap({ 'garment:scarf': 1n })
    },
  },
  {
    name: 'binding a named cart',
    prepare: async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart({ token: 'guest' }, { name: 'wishlist' })
      await cart.addMany([{ product: shelf.garment('scarf') }, { product: shelf.good('tea') }])
      return () => cart.bindTo('ana')
    },
  },
  {
    name: 'closing a cart',
    prepare: async (kit) => {
      const cart = await filled(kit)
      await cart.applyDiscount('TEN')
      await cart.add(kit.shelf.good('tea'))
      await cart.saveForLater({ type: 'garment', id: 'hat' })
      return () => cart.close()
    },
  },
  { name: 'wallet checkout', prepare: (kit) => ordering(kit, 'wallet') },
  {
    name: 'wallet checkout with stacked discounts',
    prepare: async (kit) => {
      await stacked(kit)
      return ordering(kit, 'wallet')
    },
  },
  {
    name: 'cancel of an order with stacked discounts',
    prepare: async (kit) => {
      await stacked(kit)
      const place = await ordering(kit, 'wallet')
      const { order } = (await place()) as { order: { id: string } }
      return () => kit.shop.orders.cancel(order.id, ANA)
    },
  },
  {
    name: 'many codes',
    prepare:
      async ({ shop }) =>
      () =>
        shop.discounts.createMany({ prefix: 'GIFT-', count: 3, kind: 'fixed', value: 500n }),
  },
  {
    name: 'discount changed',
    prepare: async ({ shop }) => {
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      return () => shop.discounts.change('TEN', { value: 2_000n, only: { types: ['garment'] } })
    },
  },
  {
    name: 'discounts imported',
    prepare: async ({ shop }) => {
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      return () => shop.discounts.importCsv('code,kind,value\nTEN,percent,20\nNEW,fixed,3.00\n')
    },
  },
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
  {
    name: 'restore of a payload',
    prepare: async (kit) => {
      const cart = await filled(kit)
      kit.shelf.garment('scarf')
      kit.shelf.good('tea')
      const line = (type: string, id: string, quantity: string): object => ({ product: { type, id }, quantity })
      const lines = [line('article', 'tote', '7'), line('garment', 'scarf', '1'), line('garment', 'coat', '1'), line('good', 'tea', '2')]
      return () => cart.restore({ version: 1, currency: 'RON', lines, codes: ['TEN'] }, { mode: 'replace' })
    },
  },
  {
    name: 'restore into no cart',
    prepare: async (kit) => {
      const lines = [kit.shelf.garment('scarf'), kit.shelf.good('tea')].map((product) => ({ product, quantity: '1' }))
      return () => ana(kit).restore({ version: 1, currency: 'RON', lines, codes: [] })
    },
  },
  {
    name: 'cleaning',
    prepare: async (kit) => {
      const { shop, shelf, clock } = kit
      await filled(kit)
      await shop.cart({ token: 'one' }).add(shelf.garment('scarf'))
      const { order } = await buy(shop.cart({ token: 'one' }), { payment: 'card', email: 'one@example.com' })
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'card_declined' })
      await shop.cart({ token: 'two' }).add(shelf.good('tea'))
      await shop.cart({ token: 'two' }).close()
      clock.advance(100n * 86_400_000n)
      return () => shop.cleanCarts({ includePlaced: true, batch: 2 })
    },
  },
  {
    name: 'import of a django-cart database',
    prepare: async ({ shop, shelf }) => {
      const django = await djangoFile({
        cart_discount: [[1, 'OLD', 'percent', 10, null, null, 3, 1, null, null]],
        cart_cart: [
          [1, '2026-01-01 00:00:00', 0, 5, 1],
          [2, '2026-01-02 00:00:00', 0, 5, null],
          [3, '2026-01-03 00:00:00', 1, 5, null],
        ],
        cart_item: [1, 2, 3].map((id) => [id, id, '10.00', 1, id, 8]),
      })
      const source = await openSource(django.address)
      await source.columnsOf('cart_cart')
      // The open file stays readable without its name.
      await django.remove()
      const product = { type: 'good', id: '1', name: 'Tea', price: 1_000n, currency: 'RON', stock: 'unlimited' } as const
      shelf.good('1')
      const products = { catalogue: async () => new Map([['good:1', { product, priced: true }]]), notChecked: () => [] }
      return () => importFrom(shop.context, source, products, { contentTypes: { 8: 'good' }, history: true })
    },
  },
]
