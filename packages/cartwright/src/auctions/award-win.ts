import { act } from '../act.ts'
import { addUnique, DEFAULT_CART, findSlot, insertCart, takeSlot, touchCart } from '../cart/cart-rows.ts'
import { lapsedClaims } from '../cart/lapsed-claims.ts'
import { snapshotOf } from '../cart/stored-cart.ts'
import { type ProductRef, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { claimsOn, explainClaim, readClaim, takeClaims } from '../claims/claim-rows.ts'
import { type Context, ownerOf, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import { firstOf } from '../storage/database.ts'

export interface Win {
  readonly product: ProductRef
  /** User id of the winner. */
  readonly winner: string
  /** The hammer price, minor units. */
  readonly price: bigint
  /** Milliseconds; half-open: at this moment the right is over. */
  readonly payBy: bigint
}

/**
 * Gives the winner of an auction the exclusive right to buy at his price until `payBy`: a claim with a locked price, shown as a line of his cart.
 * Refuses with `product_not_found`, `item_taken`, `item_sold`.
 */
export function awardWin(context: Context, { product: ref, winner, price, payBy }: Win): Promise<void> {
  return act(
    context,
    async () => {
      const key = productKey(ref)
      const owner = ownerOf({ userId: userIdOf(winner) }) ?? ''
      const [products, [slots, claims = []]] = await Promise.all([
        readProducts(context, [key]),
        context.db.read(findSlot(owner, DEFAULT_CART), claimsOn([key])),
      ])
      const product = products.get(key)
      if (product === undefined) throw new ShopError('product_not_found', { product: key })
      const now = context.clock()
      const slot = firstOf(slots)?.cart_id
      const cart = typeof slot === 'string' ? slot : context.newId()
      const line = {
        id: context.newId(),
        product: key,
        options: '',
        kind: 'auction_win' as const,
        quantity: 1n,
        scale: 0,
        unitPrice: price,
        fixedPrice: true,
        snapshot: snapshotOf(product),
        heldUntil: payBy,
        place: context.nextPlace(),
      }
      await context.db.batch(
        [
          ...(typeof slot === 'string'
            ? [touchCart(cart, now).orReread()]
            : [
                takeSlot(owner, DEFAULT_CART, cart).orReread(),
                insertCart({ id: cart, owner, name: DEFAULT_CART, currency: context.options.currency }, now),
              ]),
          takeClaims([{ product: key, holder: line.id, owner, source: 'auction', price }], now, payBy).orRefuse(
            'item_taken',
            explainClaim(key),
          ),
          addUnique(cart, [line], now).orReread(),
          recordCartEvents(cart, [eventOf(context, 'auction.won', { product: key, winner, price: price.toString() }, now)], now),
          ...recordExpired(context, lapsedClaims(new Map(claims.map((row) => [key, readClaim(row)])), [key], now), now),
        ],
        { key: cart, id: context.newId() },
      )
    },
    async () => undefined,
  )
}
