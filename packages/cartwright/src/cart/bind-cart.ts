import { type Buyer, type Context, userIdOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Changed } from '../shop-types.ts'
import { mergeAtLogin } from './merge-carts.ts'
import { readCart } from './read-cart.ts'

/**
 * Gives a guest's cart to a user, as a login does: when the user has an open cart of that name, the two are joined. A user's own cart stays as it is;
 * another user's is refused with `buyer_not_allowed`, because nobody gives away what belongs to somebody; an id that is none with `invalid_input`.
 *
 * @example
 * await shop.cart({ token }).bindTo('ana')
 */
export async function bindCart(context: Context, buyer: Buyer, userId: string): Promise<Changed> {
  if (buyer.userId !== undefined && buyer.userId !== userId) throw new ShopError('buyer_not_allowed', { reason: 'other_owner' })
  const user = { ...buyer, userId: userIdOf(userId) }
  if (buyer.token === undefined || buyer.userId !== undefined) return { view: await readCart(context, user), notices: [] }
  return mergeAtLogin(context, { token: buyer.token }, user, [context.cartName])
}
