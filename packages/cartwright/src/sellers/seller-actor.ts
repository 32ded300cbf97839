import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'

/** Whether somebody may do what a seller may with the parcels of this one: staff with any, a seller with his own. */
export function isSellerOf(context: Context, seller: string, { id, role }: Actor): boolean {
  if (role === 'staff' || role === 'system') return true
  const account = context.options.sellers?.account ?? ((own: string) => own)
  return role === 'seller' && seller !== '' && account(seller) === id
}

/** Anybody else's parcels are as if they were not there. Refuses with `not_found`. */
export function checkSeller(context: Context, seller: string, by: Actor): void {
  if (!isSellerOf(context, seller, by)) throw new ShopError('not_found')
}
