import { makeDueRefunds } from '../../src/refunds/make-refunds.ts'
import { releaseDue } from '../../src/sellers/release-proceeds.ts'
import { ANA, buy, guest, type Kit, MIHAI } from '../../src/testing/contract/kit.ts'
import { asSeller, bring, CARRIER, lineOf, SELLERS, STAFF, twoSellers, WEEK } from '../../src/testing/contract/orders-kit.ts'
import type { Action } from './actions-kit.ts'

const REFUND = { by: STAFF, reason: 'torn' }
const failed = (error: unknown): never => {
  throw error
}

/** Mihai had his money, and has spent the most of it. */
async function paidOut(kit: Kit): Promise<string> {
  const order = await twoSellers(kit, { payment: 'wallet' })
  await bring(kit, order.id, 'mihai')
  kit.clock.advance(WEEK)
  await releaseDue(kit.shop.context, failed)
  await kit.shop.wallets.payOut('mihai', 12_000n, 'november')
  return order.id
}

/** Mihai owes something, and what he sold since is due. */
async function owing(kit: Kit): Promise<void> {
  const { shop, shelf, clock } = kit
  await shop.orders.refund(await paidOut(kit), { ...REFUND, restock: true })
  await shop.cart(ANA).add(shelf.garment('vest', { seller: MIHAI, price: 20_000n }))
  const { order } = await buy(shop.cart(ANA), { payment: 'wallet', key: 'key-2' })
  await bring(kit, order.id, 'mihai')
  clock.advance(WEEK)
}

const AFTER_THE_SALE: readonly Action[] = [
  {
    name: 'refund of a line and a half',
    prepare: async (kit) => {
      await kit.shop.wallets.topUp('ana', 3_000n, 'some')
      const order = await twoSellers(kit, { payment: 'card', useWallet: true })
      const [coat, hat] = [lineOf(order, 'coat'), lineOf(order, 'hat')]
      const amounts = { [coat.id]: coat.paid, [hat.id]: hat.paid / 2n }
      return () => kit.shop.orders.refund(order.id, { ...REFUND, amounts, key: 'once', restock: true })
    },
  },
  {
    name: 'refund of what the seller has spent',
    prepare: async (kit) => {
      const order = await paidOut(kit)
      return () => kit.shop.orders.refund(order, REFUND)
    },
  },
  {
    name: 'release to a seller who owes',
    prepare: async (kit) => {
      await owing(kit)
      return async () => {
        await releaseDue(kit.shop.context, failed)
        return kit.shop.sellers.proceeds('mihai')
      }
    },
  },
  {
    name: 'refund at the provider',
    prepare: async (kit) => {
      const order = await twoSellers(kit, { payment: 'card' })
      await kit.shop.orders.refund(order.id, REFUND)
      return async () => {
        await makeDueRefunds(kit.shop.context, failed)
        return kit.shop.orders.show(order.id)
      }
    },
  },
  {
    name: 'refund in cash, noted',
    prepare: async (kit) => {
      const order = await twoSellers(kit, { payment: 'cod' }, guest('gina'))
      await bring(kit, order.id, 'mihai')
      const { refunds } = await kit.shop.orders.refund(order.id, { ...REFUND, lines: [lineOf(order, 'coat').id] })
      return () => kit.shop.orders.refunded(refunds[0]?.id ?? '', STAFF)
    },
  },
  {
    name: 'refund of a card, closed by staff',
    prepare: async (kit) => {
      const order = await twoSellers(kit, { payment: 'card' })
      const { refunds } = await kit.shop.orders.refund(order.id, REFUND)
      return () => kit.shop.orders.refunded(refunds[0]?.id ?? '', STAFF, 'by transfer')
    },
  },
  {
    name: 'shipping a parcel',
    prepare: async (kit) => {
      const order = await twoSellers(kit, { payment: 'wallet' })
      return () => kit.shop.orders.ship(order.id, { seller: 'mihai', by: asSeller('mihai'), tracking: 'AWB 1' })
    },
  },
  {
    name: 'delivery of the last parcel that is paid at the door',
    prepare: async (kit) => {
      const order = await twoSellers(kit, { payment: 'cod' })
      await bring(kit, order.id, 'mihai')
      await kit.shop.orders.ship(order.id, { seller: 'ioana', by: STAFF })
      return () => kit.shop.orders.deliver(order.id, { seller: 'ioana', by: CARRIER })
    },
  },
  {
    name: 'return of a parcel that was to be paid at the door',
    prepare: async (kit) => {
      const order = await twoSellers(kit, { payment: 'cod' })
      await kit.shop.orders.ship(order.id, { seller: 'mihai', by: STAFF })
      return () => kit.shop.orders.returned(order.id, { seller: 'mihai', by: STAFF })
    },
  },
  {
    name: 'cancel of the last parcel',
    prepare: async (kit) => {
      await kit.shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, maxUses: 9n })
      await kit.shop.cart(ANA).add(kit.shelf.garment('scarf', { seller: MIHAI }))
      await kit.shop.cart(ANA).applyDiscount('TEN')
      const order = await twoSellers(kit, { payment: 'wallet' })
      await kit.shop.orders.cancelParcel(order.id, { seller: 'ioana', by: STAFF, reason: 'torn' })
      return () => kit.shop.orders.cancelParcel(order.id, { seller: 'mihai', by: asSeller('mihai'), reason: 'torn' })
    },
  },
  {
    name: 'confirmation of what was sent',
    prepare: async (kit) => {
      const order = await twoSellers(kit, { payment: 'wallet' })
      await bring(kit, order.id, 'mihai')
      return () => kit.shop.orders.received(order.id, ANA)
    },
  },
  {
    name: 'payout',
    prepare: async ({ shop }) => {
      await shop.wallets.topUp('ana', 5_000n, 'voucher')
      return () => shop.wallets.payOut('ana', 2_000n, 'november', { by: STAFF, reason: 'asked by phone' })
    },
  },
  {
    name: 'payout of who owes',
    prepare: async (kit) => {
      await kit.shop.orders.refund(await paidOut(kit), REFUND)
      await kit.shop.wallets.topUp('mihai', 20_000n, 'some')
      return () => kit.shop.wallets.payOut('mihai', 1_000n, 'december')
    },
  },
  {
    name: 'release of a parcel that came back',
    prepare: async (kit) => {
      const order = await twoSellers(kit, { payment: 'wallet' })
      await bring(kit, order.id, 'mihai')
      await kit.shop.orders.returned(order.id, { seller: 'mihai', by: STAFF })
      return () => kit.shop.sellers.release(order.id, 'mihai', REFUND)
    },
  },
]

/** What becomes of orders after the sale, and of their money, in a shop of sellers. */
export const ON_REFUNDS: readonly Action[] = AFTER_THE_SALE.map((action) => ({ ...action, options: SELLERS }))
