import { type ProductRef, productKey } from '../catalog/product.ts'
import { invalidInput } from '../check-input.ts'
import { type Buyer, buyerOf, type Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Page } from '../shop-types.ts'
import { firstOf } from '../storage/database.ts'
import { type Asking, askingOf, type BidView, type Lot, type LotState, type LotView, maySee, readLot, stateAt, viewLot } from './lot.ts'
import { bidsOn, lastEnded, lotById, mostOf, nextToEnd } from './lot-rows.ts'
import { readWin } from './win.ts'
import { liveWinsOn } from './win-rows.ts'

export interface LotPage {
  /** `live`: the next to end first. Others, and all: the last to end first. */
  readonly state?: LotState
  /** User id of a seller. */
  readonly seller?: string
  readonly product?: ProductRef
  /** 1 to 100, default 20. */
  readonly limit?: number
  /** The `next` of the page before. */
  readonly cursor?: string
}

/** One auction, running or over, as this buyer sees it; its seller, and staff (role `staff`), see the winner. Refuses with `not_found`. */
export async function findLot(context: Context, id: string, buyer: Buyer = {}): Promise<LotView> {
  const asking = askingOf(context, buyerOf(buyer))
  const [lots, mine = []] = await context.db.read(lotById(String(id)), ...mostBy(asking, [String(id)]))
  const row = firstOf(lots)
  if (row === null) throw new ShopError('not_found')
  const lot = readLot(row)
  const winners = await winnersAmong(context, [lot], asking)
  return viewLot(lot, asking, (mine[0]?.most ?? null) as bigint | null, winners.get(lot.id) ?? null, context.clock())
}

/** Auctions, page by page; three statements at most, however many. Refuses with `invalid_input` for a limit outside 1 to 100, a state or cursor that is none. */
export async function listLots(
  context: Context,
  { state, seller, product, limit = 20, cursor }: LotPage = {},
  buyer: Buyer = {},
): Promise<Page<LotView>> {
  const asking = askingOf(context, buyerOf(buyer))
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw invalidInput([{ field: 'limit', code: 'invalid' }])
  if (state !== undefined && !STATES.includes(state)) throw invalidInput([{ field: 'state', code: 'choice' }])
  const filter = { state: state ?? null, seller: seller ?? null, product: product === undefined ? null : productKey(product) }
  const now = context.clock()
  const from = cursor === undefined ? null : readCursor(cursor)
  const question =
    state === 'live'
      ? nextToEnd(filter, from ?? { at: 0n, id: '' }, now, BigInt(limit) + 1n)
      : lastEnded(filter, from ?? NEWEST, now, BigInt(limit) + 1n)
  const [rows = []] = await context.db.read(question)
  const lots = rows.slice(0, limit).map(readLot)
  const ids = lots.map(({ id }) => id)
  const [mine = []] = lots.length === 0 ? [] : await context.db.read(...mostBy(asking, ids))
  const winners = await winnersAmong(context, lots, asking)
  const most = new Map(mine.map((row) => [String(row.lot_id), row.most as bigint]))
  const last = lots.at(-1)
  return {
    items: lots.map((lot) => viewLot(lot, asking, most.get(lot.id) ?? null, winners.get(lot.id) ?? null, now)),
    next: rows.length > limit && last !== undefined ? `${last.endsAt}.${last.id}` : null,
  }
}

/**
 * The bids of an auction in the order in which they were taken, the last thousand where there are more. Who bids up to what is secret while it runs: staff
 * see it, the seller after the end, a bidder his own. Refuses with `not_found`.
 */
export async function lotHistory(context: Context, id: string, buyer: Buyer = {}): Promise<readonly BidView[]> {
  const asking = askingOf(context, buyerOf(buyer))
  const [lots, last = []] = await context.db.read(lotById(String(id)), bidsOn(String(id), MOST_BIDS))
  const row = firstOf(lots)
  if (row === null) throw new ShopError('not_found')
  const lot = readLot(row)
  const all = maySee(lot, asking)
  const allMost = asking.staff || (all && stateAt(lot, context.clock()) !== 'live')
  const bids = last.toReversed()
  const bidders = [...new Set(bids.map(({ bidder }) => String(bidder)))]
  return bids.map((bid) => {
    const bidder = String(bid.bidder)
    const own = bidder === asking.userId
    return {
      number: bidders.indexOf(bidder) + 1,
      madeAt: bid.made_at as bigint,
      bidder: all || own ? bidder : null,
      most: allMost || own ? (bid.most as bigint) : null,
    }
  })
}

const STATES: readonly LotState[] = ['live', 'closed', 'won', 'unsold']
/** As many bids are shown of one auction. */
const MOST_BIDS = 1_000n
/** Later than any auction ends. */
const NEWEST = { at: 9_000_000_000_000_000n, id: '~' }

const mostBy = ({ userId }: Asking, lots: readonly string[]) => (userId === null ? [] : [mostOf(userId, lots)])

/** Whose right it is, by lot, for who may know; lots that nobody has a right by are absent. */
async function winnersAmong(context: Context, lots: readonly Lot[], asking: Asking): Promise<ReadonlyMap<string, string>> {
  const products = new Set(lots.filter((lot) => maySee(lot, asking)).map(({ product }) => product))
  if (products.size === 0) return new Map()
  const [wins = []] = await context.db.read(liveWinsOn([...products]))
  return new Map(wins.map(readWin).flatMap(({ lot, userId }) => (lot === null ? [] : [[lot, userId]])))
}

function readCursor(cursor: string): { at: bigint; id: string } {
  const [, at = '', id = ''] = /^(\d{1,16})\.([\w-]+)$/.exec(String(cursor)) ?? []
  if (id === '') throw invalidInput([{ field: 'cursor', code: 'format' }])
  return { at: BigInt(at), id }
}
