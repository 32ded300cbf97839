import { oneOf } from '../storage/exact.ts'
import { type Explanation, part, type Statement, sql } from '../storage/statement.ts'
import { type Lot, type LotState, nextMinimum, readLot } from './lot.ts'

const LOT = part`lot_id, product, seller, currency, start_price, reserve_price, step, soft_close, duration, price, leader, leader_most, bids, state,
  starts_at, ends_at, relists, version`

/** A lot before its first bid. */
export type FreshLot = Omit<Lot, 'price' | 'leader' | 'leaderMost' | 'bids' | 'state' | 'version'>

export const insertLot = (lot: FreshLot, now: bigint): Statement => sql`
  insert into auction_lot (${LOT}, made_at)
  values (${lot.id}, ${lot.product}, ${lot.seller}, ${lot.currency}, ${lot.startPrice}, ${lot.reservePrice}, ${lot.step}, ${lot.softClose}, ${lot.duration},
    ${lot.startPrice}, null, null, 0, 'live', ${lot.startsAt}, ${lot.endsAt}, ${lot.relists}, 1, ${now})
  returning ${LOT}`

export const lotById = (id: string): Statement => sql`select ${LOT} from auction_lot where lot_id = ${id}`

/**
 * One bid, decided by the lot's own row: bids at the same moment come one after the other, and each is judged by what the ones before it made. The
 * price is one step above the second highest bid, or the highest where that is less; the first bid pays the start price; a bid that reaches the
 * reserve lifts the price to it at once. The earlier of equal bids leads. Who leads may raise his own without raising the price, which then does
 * not move the end either: else he could put it off alone, for nothing. Changes no row when the auction is not running at this moment, and when the bid is
 * below what must be bid.
 */
export const raiseLot = (id: string, bidder: string, most: bigint, now: bigint): Statement => sql`
  update auction_lot set
    price = case
      when bids = 0 then case when reserve_price <= cast(${most} as int8) then reserve_price else start_price end
      when leader = ${bidder} then case when price < reserve_price and reserve_price <= cast(${most} as int8) then reserve_price else price end
      when leader_most >= cast(${most} as int8) then
        case when cast(${most} as int8) + step < leader_most then cast(${most} as int8) + step else leader_most end
      when reserve_price <= cast(${most} as int8) and leader_most + step < reserve_price then reserve_price
      when leader_most + step < cast(${most} as int8) then leader_most + step
      else cast(${most} as int8) end,
    leader = case when bids = 0 or leader_most < cast(${most} as int8) then ${bidder} else leader end,
    leader_most = case when bids = 0 or leader_most < cast(${most} as int8) then cast(${most} as int8) else leader_most end,
    ends_at = case
      when leader = ${bidder} and (reserve_price is null or price >= reserve_price or reserve_price > cast(${most} as int8)) then ends_at
      when ends_at < cast(${now} as int8) + soft_close then cast(${now} as int8) + soft_close else ends_at end,
    bids = bids + 1, version = version + 1
  where lot_id = ${id} and state = 'live' and starts_at <= ${now} and ends_at > ${now}
    and cast(${most} as int8) >= case when bids = 0 then start_price when leader = ${bidder} then leader_most + 1 else price + step end
  returning ${LOT}`

/** Says after the rollback why a bid was not taken. */
export const explainBid = (id: string, bidder: string, now: bigint): Explanation => ({
  statement: lotById(id),
  say: (rows) => {
    const row = rows[0]
    if (row === undefined) return { code: 'not_found' }
    const lot = readLot(row)
    if (lot.startsAt > now) return { code: 'auction_closed', details: { startsAt: lot.startsAt } }
    if (lot.state !== 'live' || lot.endsAt <= now) return { code: 'auction_closed', details: { endsAt: lot.endsAt } }
    const minimum = lot.leader === bidder ? (lot.leaderMost ?? 0n) + 1n : nextMinimum(lot)
    return { code: 'bid_too_low', details: { nextMinimum: minimum } }
  },
})

/** A bid that was taken, at the place of the version it made: read in the same statement, of the lot's own row, which this batch has taken. */
export const insertBid = (lot: string, id: string, bidder: string, most: bigint, now: bigint): Statement => sql`
  insert into bid (lot_id, id, bidder, most, place, made_at)
  select lot_id, cast(${id} as text), cast(${bidder} as text), cast(${most} as int8), version, cast(${now} as int8) from auction_lot where lot_id = ${lot}`

/** Ends an auction at what was seen of it: a bid or another closer that came between changes the version. */
export const closeLot = (id: string, version: bigint, to: LotState, now: bigint): Statement => sql`
  update auction_lot set state = ${to}, version = version + 1
  where lot_id = ${id} and version = ${version} and state = 'live' and ends_at <= ${now}`

/** After its end: the right goes on. */
export const moveLot = (id: string, from: LotState, to: LotState): Statement => sql`
  update auction_lot set state = ${to}, version = version + 1 where lot_id = ${id} and state = ${from}`

/** Auctions that are over and not closed, the first to end first. */
export const overdueLots = (now: bigint, limit: bigint): Statement => sql`
  select ${LOT} from auction_lot where state = 'live' and ends_at <= ${now} order by ends_at, lot_id limit ${limit}`

/** Which lots a list shows. */
export interface LotFilter {
  readonly state: LotState | null
  readonly seller: string | null
  readonly product: string | null
}

const filtered = ({ state, seller, product }: LotFilter, now: bigint) => part`
  ${
    state === null
      ? part`1 = 1`
      : state === 'live'
        ? part`state = 'live' and ends_at > ${now}`
        : state === 'closed'
          ? part`(state = 'closed' or (state = 'live' and ends_at <= ${now}))`
          : part`state = ${state}`
  } ${seller === null ? part`` : part`and seller = ${seller}`} ${product === null ? part`` : part`and product = ${product}`}`

/** Auctions that run, the next to end first, from a place on. */
export const nextToEnd = (filter: LotFilter, after: { at: bigint; id: string }, now: bigint, limit: bigint): Statement => sql`
  select ${LOT} from auction_lot where ${filtered(filter, now)} and (ends_at, lot_id) > (${after.at}, ${after.id})
  order by ends_at, lot_id limit ${limit}`

/** Auctions of any state, the last to end first, from a place on. */
export const lastEnded = (filter: LotFilter, before: { at: bigint; id: string }, now: bigint, limit: bigint): Statement => sql`
  select ${LOT} from auction_lot where ${filtered(filter, now)} and (ends_at, lot_id) < (${before.at}, ${before.id})
  order by ends_at desc, lot_id desc limit ${limit}`

/** The most somebody has bid on each of these lots. */
export const mostOf = (bidder: string, lots: readonly string[]): Statement => sql`
  select lot_id, max(most) as most from bid where ${oneOf(part`lot_id`, lots)} and bidder = ${bidder} group by lot_id`

/** The last bids on a lot, the last first. */
export const bidsOn = (lot: string, limit: bigint): Statement => sql`
  select id, bidder, most, place, made_at from bid where lot_id = ${lot} order by place desc limit ${limit}`

/** Who has bid on a lot and up to what, the best first and the earlier of equals; one's bids only rise, so the last is the highest. */
export const bestBids = (lot: string): Statement => sql`
  select bidder, max(most) as most, max(place) as place from bid where lot_id = ${lot} group by bidder order by max(most) desc, max(place)`
