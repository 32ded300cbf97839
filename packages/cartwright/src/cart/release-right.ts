import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { type Claim, isLive } from '../claims/claim.ts'
import { endRight } from '../claims/claim-rows.ts'
import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents, recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { checkSeller } from '../seller-user.ts'
import { forgetHold, lineOfRight } from './held-line.ts'
import { readQueue } from './leave-queue.ts'

/** Who ends a right, and why. */
export interface Release {
  /** A seller ends rights on his own products, staff and the system on all. */
  readonly by: Actor
  readonly reason?: string | null
}

/**
 * Ends a cart's hold or a seller's reservation before its time; who waits for the product has his turn from now on. The line stays in its cart, expired.
 * Noted in the audit under the product. Refuses with `not_found` where there is no such right or it is not the seller's product, with `order_state` for
 * what is being paid, sold, or won at an auction.
 *
 * @example
 * await shop.claims.release({ type: 'garment', id: '42' }, { by: { id: 'mihai', role: 'seller' }, reason: 'damaged' })
 */
export function releaseRight(context: Context, ref: ProductRef, { by, reason = null }: Release): Promise<void> {
  const key = productKey(ref)
  return act(
    context,
    async () => {
      const [products, { claim, now }] = await Promise.all([readProducts(context, [key]), readQueue(context, key)])
      checkSeller(context, products.get(key)?.seller?.id ?? '', by, { product: key })
      const right = releasable(key, claim, now)
      const held = await lineOfRight(context, right)
      const told = eventOf(context, 'claim.released', { product: key, line: right.holder }, now)
      const before = { source: right.source, owner: right.owner, until: String(right.expiresAt) }
      await context.db.batch(
        [
          ...forgetHold(held, now),
          ...endRight(right, now),
          held === null ? recordEvents(key, [told], now) : recordCartEvents(held.cart, [told], now),
          recordAct(key, context.newId(), { actor: by, act: 'claim.release', before, reason }, now),
        ],
        { key, id: context.newId() },
      )
    },
    async () => undefined,
  )
}

function releasable(key: string, claim: Claim | null, now: bigint): Claim {
  if (claim === null || !isLive(claim, now)) throw new ShopError('not_found', { product: key })
  const { state, source } = claim
  if (state !== 'held' || source === 'auction' || source === 'offer') throw new ShopError('order_state', { product: key, state, source })
  return claim
}
