import { lotHolder } from '../claims/claim.ts'
import type { Row, Rows } from '../storage/statement.ts'
import { bidCounts, bidsBy, bidsOn, boughtLines, lotPage, lotsOf, rightsOf, winPage } from './auction-questions.ts'
import { type Asking, among, amount, byText, type Found, grouped, teller, text, texts, type Walk } from './look.ts'
import { claimsOf, winsOf } from './product-questions.ts'
import { replay } from './replay-bids.ts'
import { said } from './sentences.ts'

/** A lot counts its bids, is led by the first of the highest, never by its seller, and stands where they have brought it; its end and the right it ends in say the same. */
export const lots: Walk = { table: 'auction_lot', page: lotPage, again: (rows) => lotsOf(texts(rows, 'lot_id')), judge: judgeLots }

function* judgeLots(rows: Rows): Asking<Found[]> {
  const ids = texts(rows, 'lot_id')
  const products = texts(rows, 'product')
  const [counts = [], bids = [], own = [], rights = [], claims = []] = yield [
    bidCounts(ids),
    bidsOn(ids),
    bidsBy(ids, texts(rows, 'seller')),
    rightsOf(products),
    claimsOf(products),
  ]
  const about: About = {
    counts: byText(counts, 'lot_id'),
    bids: grouped(bids, 'lot_id'),
    own: byText(own, 'lot_id', 'bidder'),
    rights: grouped(rights, 'lot_id'),
    claims: byText(claims, 'product'),
  }
  return rows.flatMap((lot) => [...judgeBids(lot, about), ...judgeEnd(lot, about)])
}

interface About {
  readonly counts: ReadonlyMap<string, Row>
  /** By lot, the first first. */
  readonly bids: (lot: unknown) => Rows
  readonly own: ReadonlyMap<string, Row>
  readonly rights: (lot: unknown) => Rows
  readonly claims: ReadonlyMap<string, Row>
}

const tell = teller('auction_lot', 'lot_id', null)

function judgeBids(lot: Row, { counts, bids: bidsOf, own }: About): Found[] {
  const { lot_id: id, bids, leader } = lot
  const counted = counts.get(text(lot, 'lot_id'))
  const count = amount(counted, 'bids')
  const played = replay(lot, bidsOf(id))
  const leads = played.leader === leader && played.most === lot.leader_most
  const says = said('lot $1 is led by $2 up to $3, its best bid is of $4 up to $5', id, leader, lot.leader_most, played.leader, played.most)
  return [
    ...tell(bids !== count, lot, 'P5', said('lot $1 counts $2 bids and has $3', id, bids, count)),
    ...tell(!leads, lot, 'P5', says),
    ...tell(own.has(`${id} ${lot.seller}`), lot, 'P6', said('lot $1 has a bid of its seller', id)),
    ...tell(counted !== undefined && counted.place !== count + 1n, lot, 'P5', said('lot $1 has bids at other versions than their own', id)),
    ...tell(amount(counted, 'made_at') >= amount(lot, 'ends_at'), lot, 'P5', said('lot $1 took a bid after its end', id)),
    ...tell(played.price !== lot.price, lot, 'P5', said('lot $1 stands at $2, its bids come to $3', id, lot.price, played.price)),
  ]
}

/** A running auction has the claim; one that is over is offered, won, or free. */
function judgeEnd(lot: Row, { rights, claims }: About): Found[] {
  const { lot_id: id, product, state } = lot
  const own = rights(id)
  const live = own.find((right) => right.ended_at === null)
  const claim = claims.get(text(lot, 'product'))
  const kept = claim?.holder === lotHolder(text(lot, 'lot_id')) && claim.state === 'held'
  return [
    ...tell(state === 'live' && !kept, lot, 'P5', said('lot $1 runs without a claim on $2', id, product)),
    ...tell(state === 'closed' && live?.state !== 'offered', lot, 'P5', said('lot $1 is closed, and nobody has an offer', id)),
    ...tell(state === 'won' && live?.state !== 'won' && own.length === 0, lot, 'P5', said('lot $1 is won by nobody', id)),
    ...tell(
      (state === 'live' || state === 'unsold') && live !== undefined,
      lot,
      'P5',
      said('lot $1 is $2, and $3 has a right by it', id, state, live?.owner),
    ),
  ]
}

/**
 * A right that is in force and its claim say the same. It has none once its order was cancelled or its time was over and somebody else took the thing: then it
 * waits for the sweeper.
 */
export const wins: Walk = { table: 'win', page: winPage, again: (rows) => winsOf(texts(rows, 'product')), judge: judgeWins }

function* judgeWins(rows: Rows, now: bigint): Asking<Found[]> {
  const [claims = []] = yield [claimsOf(texts(rows, 'product'))]
  const byProduct = byText(claims, 'product')
  const ownClaim = (win: Row): Row | undefined => {
    const claim = byProduct.get(text(win, 'product'))
    return claim?.holder === win.id ? claim : undefined
  }
  const lost = rows.filter((win) => ownClaim(win) === undefined && amount(win, 'pay_by') > now)
  const [bought = []] = yield [among(texts(lost, 'id'), boughtLines)]
  const ordered = byText(bought, 'line_id')
  const tell = teller('win', 'product', 'id')
  return rows.flatMap((win) => {
    const { product, owner, price, state } = win
    const claim = ownClaim(win)
    if (claim === undefined)
      return tell(
        lost.includes(win) && !ordered.has(text(win, 'id')),
        win,
        'P5',
        said('the right of $1 on $2 has no claim', owner, product),
      )
    const held = claim.state === 'held'
    const source = state === 'won' ? 'auction' : 'offer'
    return [
      ...tell(claim.owner !== owner, win, 'P5', said('$1 was won by $2, its claim is of $3', product, owner, claim.owner)),
      ...tell(claim.price !== price, win, 'P5', said('$1 was won at $2, its claim says $3', product, price, claim.price)),
      ...tell(
        held && claim.expires_at !== win.pay_by,
        win,
        'P5',
        said('the right on $1 lasts until $2, its claim until $3', product, win.pay_by, claim.expires_at),
      ),
      ...tell(
        held && claim.source !== source,
        win,
        'P5',
        said('the right on $1 is $2, its claim is of an $3', product, state, claim.source),
      ),
    ]
  })
}
