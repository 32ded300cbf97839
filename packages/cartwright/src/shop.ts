import { awardWin } from './auctions/award-win.ts'
import { addItems } from './cart/add-items.ts'
import { applyDiscount, removeDiscount } from './cart/apply-discount.ts'
import { availabilityOf } from './cart/availability.ts'
import { clearCart, removeLine, renewHolds, returnSaved, saveForLater, updateLine } from './cart/change-lines.ts'
import { mergeAtLogin } from './cart/merge-carts.ts'
import { readCart } from './cart/read-cart.ts'
import { seeNotices } from './cart/see-notices.ts'
import { productKey } from './catalog/product.ts'
import { cancelOrder } from './checkout/cancel-order.ts'
import { placeOrder } from './checkout/place-order.ts'
import { quoteCheckout } from './checkout/quote-checkout.ts'
import { reconcile } from './checkout/reconcile.ts'
import { settle } from './checkout/settle.ts'
import { setStock } from './claims/claim-rows.ts'
import { type Buyer, type Context, newId } from './context.ts'
import { createDiscount, findDiscount } from './discounts/create-discount.ts'
import { deliverEvents } from './events/deliver.ts'
import { type ShopOptions, settingsOf } from './options.ts'
import { receiveOrder } from './orders/receive-order.ts'
import { findOrder, listOrders } from './orders/show-order.ts'
import { readWallet, topUpWallet } from './payments/wallet.ts'
import type { Cart, Shop } from './shop-types.ts'
import { coreMigrations } from './storage/migrations.ts'
import { sweep } from './upkeep/sweep.ts'

/**
 * Makes a shop: the engine on your database, your products, your rules. It keeps no state of its own, so any number may run on one database.
 * Wrong settings throw `RangeError` at once.
 *
 * @example
 * const shop = await createShop({ database: sqlite('shop.db'), currency: 'RON', products: { garment: garments } })
 * await shop.migrate()
 * const { view } = await shop.cart({ userId: 'ana' }).add({ type: 'garment', id: '42' })
 */
export async function createShop(options: ShopOptions): Promise<Shop> {
  const settings = settingsOf(options)
  const db = options.database
  const log = options.log ?? ((error: unknown) => console.error(error))
  let announced = false
  let place = 0n
  const announce = (): void => {
    if (announced || Object.keys(settings.on).length === 0) return
    announced = true
    setImmediate(() => {
      announced = false
      deliverEvents(context).catch(log)
    })
  }
  const context: Context = {
    db,
    clock: options.clock ?? (() => db.now()),
    newId,
    nextPlace: () => (place += 1n),
    random: Math.random,
    options: settings,
    announce,
  }
  return {
    context,
    migrate: () => db.migrate(coreMigrations),
    cart: (buyer) => cartOf(context, buyer),
    login: (guest, user) => mergeAtLogin(context, guest, user),
    availability: (products, buyer) => availabilityOf(context, products, buyer),
    stock: {
      set: async (product, onHand) => {
        await db.batch([setStock(productKey(product), onHand)])
      },
    },
    discounts: { create: (discount) => createDiscount(context, discount), find: (code) => findDiscount(context, code) },
    wallets: {
      read: (userId, limit) => readWallet(context, userId, limit),
      topUp: (userId, amount, key) => topUpWallet(context, userId, amount, key),
    },
    auctions: { award: (win) => awardWin(context, win) },
    orders: {
      find: (id, buyer) => findOrder(context, id, buyer),
      list: (buyer, page) => listOrders(context, buyer, page),
      cancel: (id, buyer) => cancelOrder(context, id, buyer),
      received: (id, buyer) => receiveOrder(context, id, buyer),
    },
    settle: (attempt, outcome) => settle(context, attempt, outcome),
    sweep: () => sweep(context),
    reconcile: () => reconcile(context, log),
    close: () => db.close(),
  }
}

const cartOf = (context: Context, buyer: Buyer): Cart => ({
  read: () => readCart(context, buyer),
  add: (product, options) => addItems(context, buyer, [{ product, ...options }]),
  addMany: (items) => addItems(context, buyer, items),
  update: (line, { quantity }) => updateLine(context, buyer, line, quantity),
  remove: (line) => removeLine(context, buyer, line),
  clear: () => clearCart(context, buyer),
  renew: () => renewHolds(context, buyer),
  saveForLater: (line) => saveForLater(context, buyer, line),
  returnSaved: (line) => returnSaved(context, buyer, line),
  applyDiscount: (code) => applyDiscount(context, buyer, code),
  removeDiscount: (code) => removeDiscount(context, buyer, code),
  noticesSeen: (codes) => seeNotices(context, buyer, codes),
  quote: (choices) => quoteCheckout(context, buyer, choices),
  checkout: (request) => placeOrder(context, buyer, request),
})
