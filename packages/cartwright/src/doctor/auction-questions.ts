import { oneOf } from '../storage/exact.ts'
import { part, type Row, type Statement, sql } from '../storage/statement.ts'
import { text } from './look.ts'

const LOT = part`lot_id, product, seller, start_price, reserve_price, step, price, leader, leader_most, bids, state, ends_at`
const WIN = part`product, id, lot_id, owner, price, state, pay_by, ended_at`

export const lotPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${LOT} from auction_lot where lot_id > ${text(after ?? undefined, 'lot_id')} order by lot_id limit ${limit}`

export const lotsOf = (lots: readonly string[]): Statement => sql`select ${LOT} from auction_lot where ${oneOf(part`lot_id`, lots)}`

/** How many bids each lot has, the place of the last one, and when it was taken. */
export const bidCounts = (lots: readonly string[]): Statement => sql`
  select lot_id, count(*) as bids, max(place) as place, max(made_at) as made_at from bid where ${oneOf(part`lot_id`, lots)} group by lot_id`

/** The bids on each lot, the first first. */
export const bidsOn = (lots: readonly string[]): Statement => sql`
  select lot_id, bidder, most from bid where ${oneOf(part`lot_id`, lots)} order by lot_id, place`

/** Bids that these users have made on these lots. */
export const bidsBy = (lots: readonly string[], bidders: readonly string[]): Statement => sql`
  select lot_id, bidder, count(*) as bids from bid where ${oneOf(part`lot_id`, lots)} and ${oneOf(part`bidder`, bidders)} group by lot_id, bidder`

/** Rights in force, and those that were taken back, on things that were auctioned. */
export const rightsOf = (products: readonly string[]): Statement => sql`
  select ${WIN} from win where ${oneOf(part`product`, products)} and (ended_at is null or state = 'revoked')`

export const winPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${WIN} from win
  where (product, id) > (${text(after ?? undefined, 'product')}, ${text(after ?? undefined, 'id')}) and ended_at is null order by product, id limit ${limit}`

/** Orders that have bought these lines, whatever became of them: a look without an index, for the few rights that have lost their claim. */
export const boughtLines = (lines: readonly string[]): Statement => sql`select line_id from order_line where ${oneOf(part`line_id`, lines)}`
