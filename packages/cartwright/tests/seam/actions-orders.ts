import { ANA, buy, fund, requestOf } from '../../src/testing/contract/kit.ts'
import { type Action, filled, ordering, paying, stacked } from './actions-kit.ts'

/** What makes, pays and undoes orders. */
export const ON_ORDERS: readonly Action[] = [
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
        shop.wallets.topUp('ana', 5_000n, 'voucher', { by: { id: 'eva', role: 'staff' }, reason: 'voucher' }),
  },
]
