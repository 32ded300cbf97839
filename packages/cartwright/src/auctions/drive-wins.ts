import { readProducts } from '../catalog/read-products.ts'
import { readClaim } from '../claims/claim-rows.ts'
import { rightOn } from '../claims/right-rows.ts'
import type { Context } from '../context.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import { firstOf } from '../storage/database.ts'
import type { Row, Statement } from '../storage/statement.ts'
import { handOn } from './hand-on.ts'
import { readLot } from './lot.ts'
import { lotById, moveLot } from './lot-rows.ts'
import { lotStateOf } from './stale-win.ts'
import { readWin, type StoredWin } from './win.ts'
import { dueWins, endWin, insertStrike, noteWin } from './win-rows.ts'
import { calendarOf } from './win-times.ts'
import { cartSteps, showWin } from './won-line.ts'
import { workThrough } from './work-through.ts'

const MINUTE = 60_000n

/**
 * Does what is due about rights: puts a line into a cart that was in payment when its winner won, reminds, and at the deadline lets the right lapse, with
 * a strike for who had won, and hands the thing on. A right under payment waits for its payment; one that is paid is left alone from then on. Safe to run
 * anywhere, at any time, in several processes: each step is guarded by what was seen of the right. Answers how many steps were made.
 */
export async function driveWins(context: Context, limit: number): Promise<number> {
  const [due = []] = await context.db.read(dueWins(context.clock(), BigInt(limit)))
  return workThrough(context, due, async (row) => {
    const win = readWin(row)
    await context.db.batch(await nextStep(context, win), { key: win.product, id: context.newId() })
  })
}

async function nextStep(context: Context, win: StoredWin): Promise<Statement[]> {
  const [rights] = await context.db.read(rightOn(win.product))
  const now = context.clock()
  const right = firstOf(rights)
  if (right === null || right.holder !== win.id) return gone(win, now)
  const { reminders, shown } = win
  if (right.state === 'sold') return [noteWin(win, { reminders, shown, dueAt: null }).orReread()]
  if (right.state !== 'held') return [noteWin(win, { reminders, shown, dueAt: now + MINUTE }).orReread()]
  if (win.payBy <= now) return lapse(context, win, right, now)
  return shown ? remind(context, win, now) : showLate(context, win, now)
}

/** Somebody else has the thing: the shop sells it in another way by now, and the time to pay was over. */
const gone = (win: StoredWin, now: bigint): Statement[] => [
  ...(win.lot === null ? [] : [moveLot(win.lot, lotStateOf(win), 'unsold').orReread()]),
  endWin(win, 'lapsed', now).orReread(),
]

async function lapse(context: Context, win: StoredWin, right: Row, now: bigint): Promise<Statement[]> {
  const [lots] = win.lot === null ? [] : await context.db.read(lotById(win.lot))
  const lot = firstOf(lots)
  const seen = { holder: win.id, takes: right.takes as bigint }
  const handed = await handOn(context, win, lot === null ? null : readLot(lot), seen, now)
  const told = {
    product: win.product,
    holder: win.id,
    expiresAt: readClaim(right).expiresAt,
    win: { winner: win.userId, price: win.price },
  }
  return [
    ...handed.lots,
    handed.right,
    endWin(win, 'lapsed', now).orReread(),
    ...handed.wins,
    ...(win.state === 'won' ? [insertStrike(win.userId, win.id, 'unpaid', win.product, now)] : []),
    ...recordExpired(context, [told], now),
    ...handed.events,
  ]
}

/** The line could not be put into a cart in payment: now, or in a minute. */
async function showLate(context: Context, win: StoredWin, now: bigint): Promise<Statement[]> {
  const { reminders } = win
  const product = (await readProducts(context, [win.product])).get(win.product)
  const cart = product === undefined ? null : await showWin(context, win, product, now)
  if (cart === null || !cart.shown) return [noteWin(win, { reminders, shown: false, dueAt: atMost(win.payBy, now + MINUTE) }).orReread()]
  const carts = cartSteps(cart)
  const { dueAt } = calendarOf(context.options.auctions, win.payBy, true, now)
  return [...carts.first, noteWin(win, { reminders, shown: true, dueAt }).orReread(), ...carts.lines]
}

function remind(context: Context, win: StoredWin, now: bigint): Statement[] {
  const { reminders, dueAt } = calendarOf(context.options.auctions, win.payBy, true, now)
  const told = { product: win.product, winner: win.userId, price: win.price.toString(), payBy: win.payBy.toString() }
  return [
    noteWin(win, { reminders, shown: true, dueAt }).orReread(),
    ...(reminders > win.reminders ? [recordEvents(win.product, [eventOf(context, 'auction.reminded', told, now)], now)] : []),
  ]
}

const atMost = (most: bigint, at: bigint): bigint => (at < most ? at : most)
