import { act } from '../act.ts'
import { type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { invalidInput, isStorable } from '../check-input.ts'
import { meetWaiter } from '../claims/budget-rows.ts'
import { type Claim, isLive } from '../claims/claim.ts'
import { claimsOn, countIn } from '../claims/claim-rows.ts'
import type { Place } from '../claims/queue.ts'
import { placesOf, placesOn, readPlace, takeLastPlace, tooManyPlaces } from '../claims/queue-rows.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { Unmet } from '../storage/database.ts'
import { linesOf, slotsOf } from './cart-rows.ts'
import { buyable } from './judge-items.ts'
import { leaveAs, readQueue, userOf } from './leave-queue.ts'
import { placeIn, type QueuePlace } from './queue-places.ts'

/**
 * Waits in the line behind a unique item that somebody else has. When his right ends, the first in line has the exclusive right to take it for a while
 * (`holds.turn`), then the second, and so on; after all turns it is free for everybody. Takes nothing: when it is his turn, the buyer adds the item.
 * Asked again it changes nothing; what the buyer could have at once, or holds himself, makes no place and answers position 0.
 * Refuses with `product_not_found`, `item_sold`, `auction_only`, what a buying rule says, `invalid_input` (`not_unique`), and `hold_limit` where too
 * many wait (`reason: 'queue'`) or the buyer waits for too many items (`reason: 'places'`).
 *
 * @example
 * const { position } = await shop.queue.join({ type: 'garment', id: '42' }, { userId: 'ana' }) // 1: next
 */
export function joinQueue(context: Context, product: ProductRef, buyer: Buyer): Promise<QueuePlace> {
  const owner = ownerOf(buyer)
  if (owner === null) throw new RangeError('a line needs a buyer: a token or a user id')
  const key = productKey(product)
  const free = { product, position: 0, holdingUntil: null, turnUntil: null }
  if (!isStorable(key)) return Promise.reject(new ShopError('product_not_found', { product: key.toWellFormed() }))
  return act(
    context,
    () => joinOnce(context, product, buyer, owner),
    async () => {
      const { claim, places, now } = await readQueue(context, key)
      return placeIn(context, product, claim ?? undefined, places, owner, now) ?? free
    },
  )
}

async function joinOnce(context: Context, product: ProductRef, buyer: Buyer, owner: string): Promise<QueuePlace> {
  const key = productKey(product)
  const free = { product, position: 0, holdingUntil: null, turnUntil: null }
  const [products, { claim, places, now }] = await Promise.all([readProducts(context, [key]), readQueue(context, key)])
  const known = buyable(context, buyer, key, products.get(key))
  if (known.stock !== 'unique') throw invalidInput([{ field: 'product', code: 'not_unique' }])
  if (known.auctionOnly === true) throw new ShopError('auction_only', { product: key })
  if (claim === null) return free
  if (claim.state === 'sold') throw new ShopError('item_sold', { product: key })
  const there = placeIn(context, product, claim, places, owner, now)
  if (places.some((place) => place.owner === owner)) {
    if (there !== null) return there
    // His turn is over while others have theirs: he begins anew, behind them.
    await leaveAs(context, key, owner)
    throw new Unmet(0, { kind: 'reread' })
  }
  if (isLive(claim, now)) {
    if (await isHolder(context, owner, claim)) return { ...free, holdingUntil: claim.expiresAt }
    // Who comes next is for the auction to say.
    if (claim.source === 'auction' || claim.source === 'offer') throw new ShopError('auction_only', { product: key })
  } else if (there !== null) return there
  return takeLast(context, product, owner, claim, places, now)
}

/** The last place of the line, whoever joins at the same moment. */
async function takeLast(
  context: Context,
  product: ProductRef,
  owner: string,
  claim: Claim,
  places: readonly Place[],
  now: bigint,
): Promise<QueuePlace> {
  const key = productKey(product)
  const { limit, queue, turn } = context.options.holds
  if (places.length >= queue) throw new ShopError('hold_limit', { product: key, reason: 'queue', limit: BigInt(queue) })
  await makeRoom(context, owner)
  const most = { reason: 'places', limit: BigInt(limit) }
  const answers = await context.db.batch(
    [
      meetWaiter(owner, now + turn),
      countIn(claim, queue).orReread(),
      takeLastPlace(key, owner, now).orReread(),
      tooManyPlaces(owner, limit).atMost(0n).orRefuse('hold_limit', most),
      recordEvents(key, [eventOf(context, 'queue.joined', { product: key, user: userOf(owner) }, now)], now),
      placesOn([key]).rows(),
    ],
    { key, id: context.newId() },
  )
  const after = (answers.at(-1) ?? []).map(readPlace)
  return placeIn(context, product, claim, after, owner, now) ?? { product, position: 0, holdingUntil: null, turnUntil: null }
}

/** Whether a right is this owner's. A hold that came with a login names its line, whoever took it. */
export async function isHolder(context: Context, owner: string, claim: Claim): Promise<boolean> {
  if (claim.owner === owner) return true
  const [slots = []] = await context.db.read(slotsOf(owner))
  if (slots.length === 0) return false
  const [lines = []] = await context.db.read(linesOf(slots.map((row) => String(row.cart_id))))
  return lines.some((line) => line.line_id === claim.holder)
}

/** Who waits for as many items as he may gives up waiting for those that are sold. */
async function makeRoom(context: Context, owner: string): Promise<void> {
  const [own = []] = await context.db.read(placesOf(owner))
  if (own.length < context.options.holds.limit) return
  const [claims = []] = await context.db.read(claimsOn(own.map((row) => String(row.product))))
  for (const row of claims) if (row.state === 'sold') await leaveAs(context, String(row.product), owner)
}
