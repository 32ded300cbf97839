import type { Merged } from '../cart/merge-types.ts'
import { type Buyer, newToken } from '../context.ts'
import type { Shop } from '../shop-types.ts'
import { readSession, sessionHeaders } from './ask-session.ts'
import type { Session, SessionAdapter, SessionHeaders } from './session.ts'

type User = Buyer & { readonly userId: string }

/**
 * Keeps whose session the fresh token is, before anything else is done: `hashOf(token)` is all that should be stored of it. `previous` is the token
 * that ends with this login, null for a plain visitor.
 */
export type RememberLogin = (token: string, previous: string | null) => Promise<void>

/** The session of somebody who has logged in, and what became of the cart he had before. */
export interface LoggedIn extends Merged {
  readonly session: { readonly token: string }
}

/**
 * Logs a user in, after the app has checked who he is: makes a fresh token, so that one somebody planted proves nothing, lets the app remember it, and
 * joins the guest's carts of the old token into the user's, once. For routes of `createHandler`: answer `session` and the client gets it.
 * Refuses with `plugin_failed`; what `remember` throws goes through, and nothing is joined then.
 *
 * @example
 * const { session, notices } = await startLogin(shop, call.session, { userId: user.id }, (token) => rememberLogin(hashOf(token), user.id))
 * return { status: 200, body: { user }, session }
 */
export async function startLogin(shop: Shop, { token }: Session, user: User, remember?: RememberLogin): Promise<LoggedIn> {
  const session = { token: newToken() }
  await remember?.(session.token, token)
  return { session, ...(await shop.login({ token: token ?? '' }, user)) }
}

/**
 * As `startLogin`, for an app that answers requests by itself: reads the old session, and answers the headers to send as well.
 *
 * @example
 * const { headers, report } = await loginSession(shop, adapter, request, { userId: 'ana' }, remember)
 * return new Response(null, { status: 303, headers: [['location', '/'], ...headers] })
 */
export async function loginSession(
  shop: Shop,
  adapter: SessionAdapter,
  request: Request,
  user: User,
  remember?: RememberLogin,
): Promise<LoggedIn & { readonly headers: SessionHeaders }> {
  const { pluginDeadline } = shop.context.options
  const old = await readSession(adapter, request, pluginDeadline)
  const login = await startLogin(shop, old, user, remember)
  return { ...login, headers: await sessionHeaders(adapter, login.session.token, request, pluginDeadline) }
}

/**
 * Logs out: lets the app forget the token, and answers the headers that make the client forget it. The user's cart stays the user's; the browser is a
 * plain visitor's again. Harmless without a session. In routes of `createHandler`, `session: null` does the second half.
 *
 * @example
 * const headers = await logoutSession(shop, adapter, request, (token) => forgetLogin(hashOf(token)))
 */
export async function logoutSession(
  shop: Shop,
  adapter: SessionAdapter,
  request: Request,
  forget?: (token: string) => Promise<void>,
): Promise<SessionHeaders> {
  const { pluginDeadline } = shop.context.options
  const { token } = await readSession(adapter, request, pluginDeadline)
  if (token !== null) await forget?.(token)
  return sessionHeaders(adapter, null, request, pluginDeadline)
}
