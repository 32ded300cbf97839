import type { Row, Rows } from '../storage/statement.ts'
import { amount, text } from './look.ts'

/** Where bids bring a lot. */
export interface Played {
  readonly price: bigint
  readonly leader: string | null
  readonly most: bigint | null
}

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right)

/** What the bids on a lot make of it, one after the other, by the rules its price rises by. */
export function replay(lot: Row, bids: Rows): Played {
  const reserve = lot.reserve_price === null ? null : amount(lot, 'reserve_price')
  const step = amount(lot, 'step')
  const start: Played = { price: amount(lot, 'start_price'), leader: null, most: null }
  return bids.reduce<Played>((before, bid) => {
    const [bidder, most] = [text(bid, 'bidder'), amount(bid, 'most')]
    const reached = reserve !== null && reserve <= most ? reserve : null
    const price = priceAfter(before, { bidder, most, reached, step })
    const leads = before.most === null || before.most < most
    return leads ? { price, leader: bidder, most } : { price, leader: before.leader, most: before.most }
  }, start)
}

interface Bid {
  readonly bidder: string
  readonly most: bigint
  /** The reserve, when this bid reaches it. */
  readonly reached: bigint | null
  readonly step: bigint
}

function priceAfter({ price, leader, most: second }: Played, { bidder, most, reached, step }: Bid): bigint {
  if (second === null) return reached ?? price
  if (leader === bidder) return reached !== null && price < reached ? reached : price
  if (second >= most) return smaller(most + step, second)
  if (reached !== null && second + step < reached) return reached
  return smaller(second + step, most)
}
