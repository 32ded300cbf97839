import { reasonErrors } from '../audit/reason.ts'
import { given, invalidInput } from '../check-input.ts'
import { type Actor, type Behalf, type Buyer, buyerBehind, type Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { findCart } from './search-carts.ts'

/** Who looks at a cart that is not his, or changes it, and why. */
export interface StaffAct {
  /** Staff, or the system. */
  readonly by: Actor
  /** For the record, 1 to 500 characters; who only looks needs none. */
  readonly reason?: string
  /** What the app knows of the buyer, for discounts per customer and buying rules. */
  readonly about?: Pick<Buyer, 'email' | 'roles'>
}

/**
 * The buyer and the cart's name behind a cart's id, so that staff can act on his behalf; an account's address and rights are the app's to add. Refuses
 * with `not_found` (no such cart, not staff) and `order_state` for one that is no longer open.
 */
export async function buyerOfCart(
  context: Context,
  id: string,
  { by, about }: StaffAct,
): Promise<{ readonly buyer: Buyer; readonly name: string }> {
  const { role } = given(by, 'by')
  if (role !== 'staff' && role !== 'system') throw new ShopError('not_found')
  const { owner, name, state } = await findCart(context, id)
  if (state !== 'open' && state !== 'paying') throw new ShopError('order_state', { state })
  return { buyer: { ...about, ...buyerBehind(owner) }, name }
}

/** The same context, in which what is done is recorded. Refuses with `invalid_input` (`reason`). */
export function onBehalf(context: Context, { by, reason = '' }: StaffAct, act: Pick<Behalf, 'act' | 'after'>): Context {
  const errors = reasonErrors(reason)
  if (errors.length > 0) throw invalidInput(errors)
  return { ...context, behalf: { by, reason, ...act } }
}
