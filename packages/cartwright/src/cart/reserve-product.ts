import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { type Product, type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { invalidInput } from '../check-input.ts'
import { type Claim, isLive, reservedHolder } from '../claims/claim.ts'
import { takeClaims, takeInTurn } from '../claims/claim-rows.ts'
import { type ClaimView, findClaim } from '../claims/find-claim.ts'
import type { Place } from '../claims/queue.ts'
import { type InTurn, judgeTake } from '../claims/read-queues.ts'
import { type Actor, type Context, ownerOf, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import { MAX_AMOUNT } from '../money/money.ts'
import { checkSeller, isOwn } from '../seller-user.ts'
import { forgetHold, lineOfRight } from './held-line.ts'
import { lapsedClaims } from './lapsed-claims.ts'
import { readQueue } from './leave-queue.ts'

/** For whom a seller keeps an item, and until when. */
export interface PrivateReservation {
  /** The user's id. */
  readonly buyer: string
  /** Milliseconds since 1970, half-open; at most `holds.reservation` from now. */
  readonly until: bigint
  /** The price agreed with it, minor units; default the catalogue's. */
  readonly price?: bigint
  /** A seller reserves his own products, staff and the system all. */
  readonly by: Actor
  readonly reason?: string | null
}

/**
 * Reserves a unique product for one user: until then nobody else can take it, and he can add it to his cart at the price agreed. Taking it out of the cart
 * keeps the reservation. Made again, for whomever, it takes the place of the one before. Noted in the audit under the product.
 * Refuses with `not_found` (no such product, or not the seller's own), `item_taken`, `item_sold`, `auction_only`, `own_product`, and `invalid_input`
 * (`until`, `price`, `product: not_unique`).
 *
 * @example
 * await shop.claims.reserve(coat, { buyer: 'ana', until: shop.context.clock() + minutes(60), price: 9_000n, by: { id: 'mihai', role: 'seller' } })
 */
export function reserveProduct(context: Context, ref: ProductRef, reservation: PrivateReservation): Promise<ClaimView> {
  const key = productKey(ref)
  const answer = async (): Promise<ClaimView> => {
    const view = await findClaim(context, ref)
    if (view === null) throw new ShopError('item_taken', { product: key, availableAgainAt: null })
    return view
  }
  return act(
    context,
    async () => {
      await reserveOnce(context, key, reservation)
      return answer()
    },
    answer,
  )
}

async function reserveOnce(context: Context, key: string, reservation: PrivateReservation): Promise<void> {
  const { buyer, until, price = null, by, reason = null } = reservation
  const [products, { claim, places, now }] = await Promise.all([readProducts(context, [key]), readQueue(context, key)])
  checkSeller(context, products.get(key)?.seller?.id ?? '', by, { product: key })
  checkReservation(context, key, products.get(key), reservation, now)
  const owner = ownerOf({ userId: userIdOf(buyer) }) ?? ''
  const holder = reservedHolder(context.newId())
  const taker = { product: key, holder, owner, source: 'seller' as const, price }
  const seen = takable(context, key, claim, places, now)
  const before = claim !== null && isLive(claim, now) ? await lineOfRight(context, claim) : null
  await context.db.batch(
    [
      ...forgetHold(before, now),
      ...(seen === null
        ? [takeClaims([taker], now, until).orReread()]
        : takeInTurn(seen.seen, { taker, attempt: null, until }, seen.leaving, now, context.options.holds)),
      recordEvents(key, [eventOf(context, 'claim.held', { product: key, line: holder }, now)], now),
      ...recordExpired(context, lapsedClaims(new Map(claim === null ? [] : [[key, claim]]), [key], now), now),
      recordAct(
        key,
        context.newId(),
        {
          actor: by,
          act: 'claim.reserve',
          after: { buyer, until: until.toString(), price: price === null ? null : price.toString() },
          reason,
        },
        now,
      ),
    ],
    { key, id: context.newId() },
  )
}

/** How the product is taken; refuses unless it is free, or reserved by a seller. */
function takable(context: Context, product: string, claim: Claim | null, places: readonly Place[], now: bigint): InTurn | null {
  if (claim === null || !isLive(claim, now)) return judgeTake(context, { claim: claim ?? undefined, places, owner: '', holds: false }, now)
  if (claim.state === 'held' && claim.source === 'seller') return { seen: claim, leaving: [] }
  if (claim.state === 'sold') throw new ShopError('item_sold', { product })
  throw new ShopError('item_taken', { product, availableAgainAt: claim.expiresAt })
}

function checkReservation(
  context: Context,
  key: string,
  product: Product | undefined,
  { buyer, until, price = 0n }: PrivateReservation,
  now: bigint,
): void {
  if (product === undefined) throw new ShopError('not_found', { product: key })
  if (product.stock !== 'unique') throw invalidInput([{ field: 'product', code: 'not_unique' }])
  if (typeof until !== 'bigint' || until <= now || until > now + context.options.holds.reservation)
    throw invalidInput([{ field: 'until', code: 'range' }])
  if (typeof price !== 'bigint' || price < 0n || price > MAX_AMOUNT) throw invalidInput([{ field: 'price', code: 'range' }])
  if (product.auctionOnly === true) throw new ShopError('auction_only', { product: key })
  if (product.sold === true) throw new ShopError('item_sold', { product: key })
  if (isOwn(context.options, product.seller?.id, buyer)) throw new ShopError('own_product', { product: key })
}
