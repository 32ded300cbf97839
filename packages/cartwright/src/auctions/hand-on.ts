import { lotHolder } from '../claims/claim.ts'
import { dropRight, passRight, type Seen } from '../claims/right-rows.ts'
import type { Context } from '../context.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { Row, Statement } from '../storage/statement.ts'
import { type Lot, UNTIL_CLOSED } from './lot.ts'
import { bestBids, insertLot, moveLot } from './lot-rows.ts'
import { lotStateOf } from './stale-win.ts'
import type { StoredWin } from './win.ts'
import { insertWin, winnersOf } from './win-rows.ts'

/** Where a thing goes when a right on it is over: pieces of one batch, each at its place in the order of locks. */
export interface HandedOn {
  readonly lots: readonly Statement[]
  readonly right: Statement
  readonly wins: readonly Statement[]
  readonly events: readonly Statement[]
}

/**
 * The thing goes to the best bidder who had no right by this auction yet, as an offer at his own highest bid where that reaches the reserve; when nobody
 * is left it is auctioned again, as often as the shop says, else it is free. The right moves in one statement, so there is never none and never two.
 */
export async function handOn(context: Context, win: StoredWin, lot: Lot | null, seen: Seen, now: bigint): Promise<HandedOn> {
  const { product } = win
  if (lot === null) return { lots: [], right: dropRight(product, seen).orReread(), wins: [], events: [] }
  const from = lotStateOf(win)
  const next = await nextBidder(context, lot)
  if (next !== null) {
    const until = now + context.options.auctions.offerTime
    const offer = { ...next, id: context.newId(), product, lot: lot.id, currency: lot.currency }
    const told = { product, winner: next.userId, price: next.price.toString() }
    return {
      lots: [moveLot(lot.id, from, 'closed').orReread()],
      right: passRight(
        product,
        seen,
        { holder: offer.id, owner: `user:${next.userId}`, source: 'offer', price: next.price, until },
        now,
      ).orReread(),
      wins: [insertWin({ ...offer, state: 'offered', payBy: until, reminders: 0, shown: false, dueAt: until }, now).orReread()],
      events: [recordEvents(product, [eventOf(context, 'auction.offered', told, now)], now)],
    }
  }
  const over = moveLot(lot.id, from, 'unsold').orReread()
  if (lot.relists >= BigInt(context.options.auctions.relist)) {
    const unsold = recordEvents(lot.id, [eventOf(context, 'auction.unsold', { lot: lot.id, product }, now)], now)
    return { lots: [over], right: dropRight(product, seen).orReread(), wins: [], events: [unsold] }
  }
  const again = { ...lot, id: context.newId(), startsAt: now, endsAt: now + lot.duration, relists: lot.relists + 1n }
  const holder = lotHolder(again.id)
  return {
    lots: [over, insertLot(again, now)],
    right: passRight(product, seen, { holder, owner: holder, source: 'auction', price: null, until: UNTIL_CLOSED }, now).orReread(),
    wins: [],
    events: [
      recordEvents(lot.id, [eventOf(context, 'auction.relisted', { lot: lot.id, product, again: again.id }, now)], now),
      recordEvents(again.id, [eventOf(context, 'auction.opened', { lot: again.id, product }, now)], now),
    ],
  }
}

async function nextBidder(context: Context, lot: Lot): Promise<{ readonly userId: string; readonly price: bigint } | null> {
  const [bids = [], winners = []] = await context.db.read(bestBids(lot.id), winnersOf(lot.product, lot.id))
  const had = new Set(winners.map(({ owner }) => String(owner)))
  const isLeft = ({ bidder, most }: Row): boolean =>
    !had.has(`user:${bidder}`) && (lot.reservePrice === null || (most as bigint) >= lot.reservePrice)
  const next = bids.find(isLeft)
  return next === undefined ? null : { userId: String(next.bidder), price: next.most as bigint }
}
