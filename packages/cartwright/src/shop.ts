import { acceptOffer, declineWin } from './auctions/answer-win.ts'
import { awardWin } from './auctions/award-win.ts'
import { revokeWin, transferWin } from './auctions/move-win.ts'
import { openLot } from './auctions/open-lot.ts'
import { placeBid } from './auctions/place-bid.ts'
import { findLot, listLots, lotHistory } from './auctions/show-lots.ts'
import { listRights, showRight, winsOf } from './auctions/show-wins.ts'
import { listActs } from './audit/list-acts.ts'
import { addItems } from './cart/add-items.ts'
import { applyDiscount, removeDiscount } from './cart/apply-discount.ts'
import { availabilityOf } from './cart/availability.ts'
import { bindCart } from './cart/bind-cart.ts'
import { cartName } from './cart/cart-name.ts'
import { DEFAULT_CART } from './cart/cart-rows.ts'
import { clearCart, removeLine, renewHolds, returnSaved, saveForLater, updateLine } from './cart/change-lines.ts'
import { exportCart } from './cart/export-cart.ts'
import { joinQueue } from './cart/join-queue.ts'
import { leaveQueue } from './cart/leave-queue.ts'
import { activeCarts, cartHistory } from './cart/list-carts.ts'
import { type CartPlace, mergeAtLogin, mergeCarts } from './cart/merge-carts.ts'
import { mergeMap } from './cart/merge-map.ts'
import { queuePlaces } from './cart/queue-places.ts'
import { readCart } from './cart/read-cart.ts'
import { releaseRight } from './cart/release-right.ts'
import { reserveProduct } from './cart/reserve-product.ts'
import { restoreCart } from './cart/restore-cart.ts'
import { findCart, listCarts } from './cart/search-carts.ts'
import { seeNotices } from './cart/see-notices.ts'
import { buyerOfCart, onBehalf, type StaffAct } from './cart/staff-cart.ts'
import { undoMerge } from './cart/undo-merge.ts'
import { productKey } from './catalog/product.ts'
import { given } from './check-input.ts'
import { cancelOrder } from './checkout/cancel-order.ts'
import { canCheckout, closeCart } from './checkout/close-cart.ts'
import { placeOrder } from './checkout/place-order.ts'
import { quoteCheckout } from './checkout/quote-checkout.ts'
import { reconcile } from './checkout/reconcile.ts'
import { withRelease } from './checkout/release-inventory.ts'
import { settle } from './checkout/settle.ts'
import { nextOf } from './checkout/start-card.ts'
import { findClaim } from './claims/find-claim.ts'
import { changeOnHand, readStock, releaseUnits, reserveUnits, setOnHand } from './claims/keep-stock.ts'
import { listClaims } from './claims/list-claims.ts'
import { type Buyer, buyerOf, type Context, newId, userIdOf } from './context.ts'
import { listCampaigns, putCampaign } from './discounts/campaigns.ts'
import { changeDiscount, endDiscount } from './discounts/change-discount.ts'
import { createDiscount, createManyDiscounts } from './discounts/create-discount.ts'
import { findDiscount, listDiscounts } from './discounts/find-discounts.ts'
import { doctor } from './doctor/doctor.ts'
import { fix } from './doctor/fix.ts'
import { countWaiting, deadLetters, readEvents, retryEvent } from './events/history.ts'
import { createOutbox } from './events/outbox.ts'
import { dailyFigures } from './figures/daily.ts'
import { type ShopOptions, settingsOf } from './options.ts'
import { findAttempt, overdueAttemptsPage, stuckAttempts } from './orders/attempts.ts'
import { searchOrders } from './orders/search-orders.ts'
import { findOrder, listOrders, listSales, showOrder } from './orders/show-order.ts'
import { findAccount, listAccounts, readLedger } from './payments/ledger.ts'
import { payOutWallet } from './payments/pay-out.ts'
import { readWallet, topUpWallet } from './payments/wallet.ts'
import { pluginMemory } from './plugins/plugin-memory.ts'
import { noteRefunded } from './refunds/make-refunds.ts'
import { cancelParcel, deliverParcel, returnParcel, shipParcel } from './refunds/move-parcel.ts'
import { receiveOrder } from './refunds/receive-order.ts'
import { refundOrder } from './refunds/refund-order.ts'
import { refundsDue } from './refunds/refunds-due.ts'
import { returnsDue } from './refunds/returns-due.ts'
import { releaseByStaff } from './sellers/release-by-staff.ts'
import { showProceeds } from './sellers/show-proceeds.ts'
import type { Cart, LineRef, Shop, StaffCart } from './shop-types.ts'
import { coreMigrations } from './storage/migrations.ts'
import { cleanCarts } from './upkeep/clean-carts.ts'
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
  if (Object.keys(settings.products).length === 0) throw new RangeError('products: at least one product source is needed')
  const db = options.database
  const clock = options.clock ?? (() => db.now())
  const log = options.log ?? ((error: unknown) => console.error(error))
  let place = 0n
  const context: Context = {
    db,
    clock,
    newId: () => newId(clock()),
    nextPlace: () => (place += 1n),
    random: Math.random,
    options: { ...settings, on: withRelease(settings, () => context) },
    memory: pluginMemory(clock, settings.pluginMemory),
    cartName: DEFAULT_CART,
    announce: () => outbox.announce(),
  }
  const outbox = createOutbox(context, log)
  return {
    context,
    migrate: () => db.migrate(coreMigrations),
    cart: (buyer, which) => openCart(which?.name === undefined ? context : { ...context, cartName: cartName(which.name) }, buyerOf(buyer)),
    carts: {
      active: (userId) => activeCarts(context, userId),
      history: (userId, page) => cartHistory(context, userId, page),
      list: async (search) => listCarts(context, search),
      find: async (id) => findCart(context, id),
      onBehalf: async (id, act) => staffCart(context, id, act),
    },
    login: async (guest, user) =>
      mergeAtLogin(context, { token: buyerOf(guest).token ?? '' }, { ...buyerOf(user), userId: userIdOf(user.userId) }),
    availability: (products, buyer) => availabilityOf(context, products, buyer),
    queue: {
      join: async (product, buyer) => joinQueue(context, product, buyerOf(buyer)),
      leave: (product, buyer) => leaveQueue(context, product, buyer),
      places: (buyer) => queuePlaces(context, buyer),
    },
    claims: {
      find: (product) => findClaim(context, product),
      list: async (search) => listClaims(context, search),
      release: async (product, release) => releaseRight(context, product, given(release, 'release')),
      reserve: async (product, reservation) => reserveProduct(context, product, given(reservation, 'reservation')),
    },
    stock: {
      set: (product, onHand) => setOnHand(context, product, onHand),
      change: (product, by) => changeOnHand(context, product, by),
      read: (product) => readStock(context, product),
      reserve: async (product, quantity, reservation) => reserveUnits(context, product, quantity, given(reservation, 'reservation')),
      release: async (product, reservation) => releaseUnits(context, product, given(reservation, 'reservation')),
    },
    discounts: {
      create: (discount, by) => createDiscount(context, given(discount, 'discount'), by),
      createMany: async (discounts, by) => createManyDiscounts(context, given(discounts, 'discounts'), by),
      find: (code) => findDiscount(context, code),
      list: (page) => listDiscounts(context, page),
      change: (code, change, by) => changeDiscount(context, code, change, by),
      campaign: (campaign, by) => putCampaign(context, campaign, by),
      campaigns: (page) => listCampaigns(context, page),
      end: (code, by) => endDiscount(context, code, by),
      // Loaded when asked for: few processes ever read CSV, and every start would pay for its libraries.
      importCsv: async (source, options) => (await import('./discounts/import-csv.ts')).importDiscounts(context, source, options),
      exportCsv: async function* () {
        yield* (await import('./discounts/export-csv.ts')).exportDiscounts(context)
      },
    },
    wallets: {
      read: (userId, limit) => readWallet(context, userId, limit),
      topUp: (userId, amount, key, staff) => topUpWallet(context, userId, amount, key, staff),
      payOut: async (userId, amount, key, staff) => payOutWallet(context, userId, amount, key, staff),
      accounts: async (search) => listAccounts(context, search),
      account: async (id) => findAccount(context, id),
      ledger: async (search) => readLedger(context, search),
    },
    auctions: {
      award: async (win) => awardWin(context, win),
      open: async (lot) => openLot(context, lot),
      bid: async (lot, buyer, most) => placeBid(context, lot, buyer, most),
      find: (lot, buyer) => findLot(context, lot, buyer),
      list: (page, buyer) => listLots(context, page, buyer),
      history: (lot, buyer) => lotHistory(context, lot, buyer),
      wins: (userId) => winsOf(context, userId),
      rights: async (page) => listRights(context, page),
      right: async (win) => showRight(context, win),
      accept: async (win, buyer) => acceptOffer(context, win, buyer),
      decline: async (win, buyer) => declineWin(context, win, buyer),
      transfer: async (win, change) => transferWin(context, win, change),
      revoke: async (win, change) => revokeWin(context, win, change),
    },
    orders: {
      find: (id, buyer) => findOrder(context, id, buyer),
      list: (buyer, page) => listOrders(context, buyer, page),
      next: (id, buyer) => nextOf(context, id, buyer),
      cancel: (id, buyer) => cancelOrder(context, id, buyer),
      received: (id, buyer) => receiveOrder(context, id, buyer),
      search: async (search) => searchOrders(context, search),
      show: (id) => showOrder(context, id),
      sales: (seller, page) => listSales(context, seller, page),
      ship: (id, parcel) => shipParcel(context, id, parcel),
      deliver: (id, parcel) => deliverParcel(context, id, parcel),
      returned: (id, parcel) => returnParcel(context, id, parcel),
      cancelParcel: (id, parcel) => cancelParcel(context, id, parcel),
      refund: async (id, refund) => refundOrder(context, id, refund),
      refunded: async (refund, by, reason) => noteRefunded(context, refund, by, reason),
      refundsDue: async (page) => refundsDue(context, page),
      returnsDue: async (page) => returnsDue(context, page),
    },
    sellers: {
      proceeds: (seller, page) => showProceeds(context, seller, page),
      release: async (order, seller, release) => releaseByStaff(context, order, seller, release),
    },
    attempts: {
      find: (id, buyer) => findAttempt(context, id, buyer),
      stuck: (limit) => stuckAttempts(context, limit),
      overdue: async (page) => overdueAttemptsPage(context, page),
    },
    events: {
      read: (key, page) => readEvents(context, key, page),
      dead: (page) => deadLetters(context, page),
      retry: (key, id) => retryEvent(context, key, id),
      waiting: (most) => countWaiting(context, most),
    },
    figures: { daily: async (range) => dailyFigures(context, given(range, 'range')) },
    settle: (attempt, outcome) => settle(context, attempt, outcome),
    sweep: () => sweep(context, outbox, log),
    cleanCarts: (options) => cleanCarts(context, options),
    reconcile: () => reconcile(context, log),
    doctor: async (options) => doctor(context, options),
    fix: (findings) => fix(context, findings),
    audit: { list: async (page) => listActs(context, page) },
    close: () => outbox.stop().then(() => db.close()),
  }
}

/** Whose cart a handle is, kept beside it: no token shows where a handle is logged. */
const handles = new WeakMap<object, { readonly context: Context; readonly buyer: Buyer }>()

function openCart(context: Context, buyer: Buyer): Cart {
  const cart = cartOf(context, buyer)
  handles.set(cart, { context, buyer })
  return cart
}

/** The cart that is meant by a handle, or by a buyer: then his cart of the same name. */
function placeOf(context: Context, other: Cart | Buyer): CartPlace {
  const handle = handles.get(other)
  if (handle === undefined) return { buyer: buyerOf(other as Buyer), name: context.cartName }
  if (handle.context.db !== context.db) throw new RangeError('merge: the other cart is of another shop')
  return { buyer: handle.buyer, name: handle.context.cartName }
}

const cartOf = (context: Context, buyer: Buyer): Cart => ({
  read: () => readCart(context, buyer),
  add: (product, options) => addItems(context, buyer, [{ product, ...options }]),
  addMany: (items) => addItems(context, buyer, items),
  update: async (line, change) => updateLine(context, buyer, line, given(change, 'change')),
  remove: (line) => removeLine(context, buyer, line),
  clear: () => clearCart(context, buyer),
  renew: () => renewHolds(context, buyer),
  saveForLater: (line) => saveForLater(context, buyer, line),
  returnSaved: (line) => returnSaved(context, buyer, line),
  applyDiscount: (code, options) => applyDiscount(context, buyer, code, options),
  removeDiscount: (code) => removeDiscount(context, buyer, code),
  noticesSeen: (codes) => seeNotices(context, buyer, codes),
  canCheckout: () => canCheckout(context, buyer),
  close: (request) => closeCart(context, buyer, request),
  merge: async (other, strategy) => mergeCarts(context, buyer, placeOf(context, other), strategy),
  undoMerge: () => undoMerge(context, buyer),
  mergeMap: async (map, type) => mergeMap(context, buyer, given(map, 'map'), type),
  bindTo: (userId) => bindCart(context, buyer, userId),
  export: () => exportCart(context, buyer),
  restore: (payload, options) => restoreCart(context, buyer, payload, options),
  quote: (choices) => quoteCheckout(context, buyer, choices),
  checkout: async (request) => placeOrder(context, buyer, request),
})

/** Somebody's cart in the hands of staff: the same actions, each recorded in its own batch. */
async function staffCart(context: Context, id: string, staff: StaffAct): Promise<StaffCart> {
  const { buyer, name } = await buyerOfCart(context, id, staff)
  const named = { ...context, cartName: name }
  const noting = (act: string, after: Readonly<Record<string, string>> = {}): Context => onBehalf(named, staff, { act, after })
  const lineIn = (line: LineRef): string => (typeof line === 'string' ? line : productKey(line))
  return {
    read: () => readCart(named, buyer),
    quote: (choices) => quoteCheckout(named, buyer, choices),
    export: () => exportCart(named, buyer),
    update: async (line, change) => updateLine(noting('cart.update', { line: lineIn(line) }), buyer, line, given(change, 'change')),
    remove: async (line) => removeLine(noting('cart.remove', { line: lineIn(line) }), buyer, line),
    clear: async () => clearCart(noting('cart.clear'), buyer),
    renew: async () => renewHolds(noting('cart.renew'), buyer),
    removeDiscount: async (code) => removeDiscount(noting('cart.discount', { ...(code !== undefined && { code }) }), buyer, code),
  }
}
