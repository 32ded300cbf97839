import assert from 'node:assert/strict'
import type { Database, Row } from '../../index.ts'
import { readTables, type Tables } from './tables.ts'

/** Fails the test when anything about auctions and the rights they end in is not as it must be; names each broken row. */
export async function assertAuctions(database: Database): Promise<void> {
  assert.deepEqual(brokenAuctions(await readTables(database)), [])
}

/** Everything that may never be of auctions, whatever happened before: one sentence for each broken row. */
export function brokenAuctions(tables: Tables): string[] {
  return [...rights(tables), ...lots(tables), ...bids(tables)]
}

/** One right on a thing at every moment: the claim, the win and the lot say the same. */
function rights({ claim, win, auction_lot }: Tables): string[] {
  const live = win.filter((one) => one.ended_at === null)
  const running = auction_lot.filter((lot) => lot.state === 'live')
  return [
    ...live.flatMap((one) => {
      const own = claim.find((row) => row.product === one.product)
      if (own === undefined || own.holder !== one.id || own.owner !== one.owner)
        return [`the right of ${one.owner} on ${one.product} has no claim`]
      if (own.price !== one.price) return [`${one.product} was won at ${one.price}, its claim says ${own.price}`]
      if (own.state === 'held' && own.expires_at !== one.pay_by) return [`the right on ${one.product} ends another time than its claim`]
      return own.state === 'held' && own.source !== (one.state === 'won' ? 'auction' : 'offer')
        ? [`${one.product} is held as ${own.source}`]
        : []
    }),
    ...running.flatMap((lot) => {
      const own = claim.find((row) => row.product === lot.product)
      return own?.holder === `lot:${lot.lot_id}` && own.state === 'held' ? [] : [`lot ${lot.lot_id} runs without a claim on ${lot.product}`]
    }),
    ...claim
      .filter((one) => one.state === 'held' && ['auction', 'offer'].includes(String(one.source)))
      .filter((one) => !live.some(({ id }) => id === one.holder) && !running.some((lot) => `lot:${lot.lot_id}` === one.holder))
      .map((one) => `the claim of ${one.owner} on ${one.product} is neither a right nor a running auction`),
  ]
}

/** What a lot says of its end is what the rights say. */
function lots({ win, auction_lot }: Tables): string[] {
  return auction_lot.flatMap((lot) => {
    const own = win.filter((one) => one.lot_id === lot.lot_id)
    const live = own.find((one) => one.ended_at === null)
    const firstAt = own.map((one) => one.made_at as bigint).sort((left, right) => Number(left - right))[0]
    const first = own.filter((one) => one.made_at === firstAt)
    if (first.length > 0 && !first.some((one) => one.owner === `user:${lot.leader}` && one.price === lot.price))
      return [`lot ${lot.lot_id} was won by another than ${lot.leader}, who led at ${lot.price}`]
    if (lot.state === 'closed' && live?.state !== 'offered') return [`lot ${lot.lot_id} is closed, and nobody has an offer`]
    if (lot.state === 'won' && live?.state !== 'won' && !own.some((one) => one.state === 'revoked'))
      return [`lot ${lot.lot_id} is won by nobody`]
    return ['live', 'unsold'].includes(String(lot.state)) && live !== undefined ? [`lot ${lot.lot_id} is ${lot.state} and has a right`] : []
  })
}

/** A lot counts its bids, and the first of the best leads it; each bid was taken while it ran, at a version of its own, and none by the seller. */
function bids({ bid, auction_lot }: Tables): string[] {
  return auction_lot.flatMap((lot) => {
    const own = bid.filter((one) => one.lot_id === lot.lot_id).sort(byPlace)
    const best = own.reduce<Row | null>((top, one) => (top === null || (one.most as bigint) > (top.most as bigint) ? one : top), null)
    const reserve = lot.reserve_price as bigint | null
    const isMet = reserve !== null && (lot.price as bigint) >= reserve && own.length > 0
    return [
      ...(lot.bids === BigInt(own.length) ? [] : [`lot ${lot.lot_id} counts ${lot.bids} bids and has ${own.length}`]),
      ...((best?.bidder ?? null) === lot.leader && (best?.most ?? null) === lot.leader_most
        ? []
        : [`lot ${lot.lot_id} is not led by its best bid`]),
      ...(own.every((one, place) => one.place === BigInt(place + 2))
        ? []
        : [`lot ${lot.lot_id} has bids at other versions than their own`]),
      ...(own.every((one) => (one.made_at as bigint) < (lot.ends_at as bigint)) ? [] : [`lot ${lot.lot_id} took a bid after its end`]),
      ...(own.some((one) => one.bidder === lot.seller) ? [`lot ${lot.lot_id} has a bid of its seller`] : []),
      ...(reserve === null || best === null || isMet === (best.most as bigint) >= reserve
        ? []
        : [`lot ${lot.lot_id} disagrees about its reserve`]),
    ]
  })
}

const byPlace = (left: Row, right: Row): number => Number((left.place as bigint) - (right.place as bigint))
