import { ShopError } from 'cartwright'
import type { Visit, WebUser } from 'cartwright/http'

/** The person of a request to a route that needs a login. */
export function userOf({ user }: Visit): WebUser {
  if (user === null) throw new ShopError('login_required')
  return user
}
