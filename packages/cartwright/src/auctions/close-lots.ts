import type { Product } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { lotHolder } from '../claims/claim.ts'
import { dropRight, passRight, rightOn } from '../claims/right-rows.ts'
import type { Context } from '../context.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { type Lot, readLot, reserveMet } from './lot.ts'
import { closeLot, overdueLots } from './lot-rows.ts'
import { insertWin } from './win-rows.ts'
import { calendarOf } from './win-times.ts'
import { cartSteps, showWin } from './won-line.ts'
import { workThrough } from './work-through.ts'

/**
 * Closes auctions that are over: the leader gets the right to buy at his price, where the reserve is met; else the thing is free. Any number may run at
 * once, and late: the end was decided by the clock when the last bid was taken. Answers how many were closed; one whose batch met a change, or whose
 * product cannot be read at the moment, is met again at the next run.
 */
export async function closeDue(context: Context, limit: number): Promise<number> {
  const [due = []] = await context.db.read(overdueLots(context.clock(), BigInt(limit)))
  return workThrough(context, due, (row) => closeOne(context, readLot(row)))
}

async function closeOne(context: Context, lot: Lot): Promise<void> {
  const [products, [[right] = []]] = await Promise.all([readProducts(context, [lot.product]), context.db.read(rightOn(lot.product))])
  const product = products.get(lot.product)
  const now = context.clock()
  const seen = { holder: lotHolder(lot.id), takes: (right?.takes ?? 0n) as bigint }
  const sells = lot.leader !== null && reserveMet(lot) && product !== undefined && product.sold !== true
  const statements = sells
    ? await toWinner(context, lot, lot.leader, product, seen, now)
    : [
        closeLot(lot.id, lot.version, 'unsold', now).orReread(),
        dropRight(lot.product, seen).orReread(),
        recordEvents(lot.id, [eventOf(context, 'auction.unsold', { lot: lot.id, product: lot.product }, now)], now),
      ]
  await context.db.batch(statements, { key: lot.id, id: context.newId() })
}

async function toWinner(
  context: Context,
  lot: Lot,
  userId: string,
  product: Product,
  seen: { readonly holder: string; readonly takes: bigint },
  now: bigint,
) {
  const { price, currency, product: key } = lot
  const payBy = now + context.options.auctions.payTime
  const win = { id: context.newId(), product: key, lot: lot.id, userId, price, currency, payBy, state: 'won' as const }
  const cart = await showWin(context, win, product, now)
  const carts = cartSteps(cart)
  return [
    ...carts.first,
    closeLot(lot.id, lot.version, 'won', now).orReread(),
    passRight(key, seen, { holder: win.id, owner: `user:${userId}`, source: 'auction', price, until: payBy }, now).orReread(),
    insertWin({ ...win, ...calendarOf(context.options.auctions, payBy, cart.shown, now) }, now).orReread(),
    ...carts.lines,
    recordEvents(key, [eventOf(context, 'auction.won', { product: key, winner: userId, price: price.toString() }, now)], now),
  ]
}
