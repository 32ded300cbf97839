import { ANA, BOGDAN } from '../../src/testing/contract/kit.ts'
import { type Action, filled, ordering, paying } from './actions-kit.ts'

const PAYMENT_TIME = 1_800_000n
const coat = { type: 'garment', id: 'coat' } as const

/** What payments do that come otherwise than at once. */
export const ON_PAYMENTS: readonly Action[] = [
  { name: 'cash on delivery, all lines', prepare: (kit) => ordering(kit, 'cod', true) },
  {
    name: 'settle paid, late, an item taken again and another gone',
    prepare: async (kit) => {
      const attempt = await paying(kit)
      kit.clock.advance(PAYMENT_TIME)
      const bogdan = kit.shop.cart(BOGDAN)
      await bogdan.addMany([{ product: coat }, { product: { type: 'garment', id: 'hat' } }])
      await bogdan.remove(coat)
      const paid = kit.card.pay(attempt)
      return () => kit.shop.settle(attempt, paid)
    },
  },
  {
    name: 'settle paid after it had failed',
    prepare: async (kit) => {
      const attempt = await paying(kit)
      await kit.shop.settle(attempt, { state: 'failed', reason: 'card_declined' })
      const paid = kit.card.pay(attempt)
      return () => kit.shop.settle(attempt, paid)
    },
  },
  {
    name: 'cancel of an order on delivery',
    prepare: async (kit) => {
      const cart = await filled(kit)
      const { quote } = await cart.quote({ payment: 'cod' })
      const address = { name: 'Ana Pop', line1: 'Str. Lalelelor 3', city: 'București', county: 'B', postalCode: '010101', country: 'RO' }
      const { order } = await cart.checkout({ key: 'key-1', quote: quote.hash, payment: 'cod', address })
      return () => kit.shop.orders.cancel(order.id, ANA)
    },
  },
]
