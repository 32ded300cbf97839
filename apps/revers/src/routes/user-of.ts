import { type Seller, ShopError } from 'cartwright'
import type { Visit, WebUser } from 'cartwright/http'

/** The person of a request to a route that needs a login. */
export function userOf({ user }: Visit): WebUser {
  if (user === null) throw new ShopError('login_required')
  return user
}

/** Who sells here; to others a place for sellers does not exist. */
export function sellerOf(visit: Visit): Seller {
  const { id, name, roles } = userOf(visit)
  if (!roles.includes('seller')) throw new ShopError('not_found')
  return { id, name }
}
