import { importFrom } from '../../src/django/import-django-cart.ts'
import { COMMIT_LAG, countEvents } from '../../src/figures/count-events.ts'
import { openSource } from '../../src/storage/open-source.ts'
import { ANA, attemptOf, buy, requestOf } from '../../src/testing/contract/kit.ts'
import { djangoFile } from '../django/django-database.ts'
import { type Action, ana, filled, undone } from './actions-kit.ts'

/** What is done to carts, and to what stands beside them. */
export const ON_CARTS: readonly Action[] = [
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
    name: 'counting what happened',
    prepare: async (kit) => {
      await filled(kit)
      kit.clock.advance(COMMIT_LAG)
      return async () => {
        await countEvents(kit.shop.context, 2)
        return null
      }
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
