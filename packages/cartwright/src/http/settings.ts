import type { ShopError } from '../errors.ts'
import type { SessionAdapter } from '../sessions/session.ts'
import type { Shop } from '../shop-types.ts'
import type { RateLimits } from './rate-limits.ts'
import type { RefusalDetails, Visit, WebUser } from './route.ts'

/** What a handler needs of the app around it. */
export interface HandlerSettings {
  readonly shop: Shop
  readonly session: SessionAdapter
  /** Whose session this is; null for a guest. Asked only when there is one. */
  readonly identify: (session: { readonly token: string }) => Promise<WebUser | null>
  readonly locale: (request: Request) => Visit['locale']
  /** The origin the site is seen under, such as `https://shop.example`. Needed behind a proxy; default: as the request says. */
  readonly origin?: string | null
  /** Null = no limits. */
  readonly limits: RateLimits | null
  /** The address a request came from, for rate limits and for the wrong codes of one network; empty when it is not known. */
  readonly clientAddress: (request: Request) => string
  /** Origins besides our own that a form may lead to, such as a payment page's. */
  readonly formTargets?: readonly string[]
  /** The page of a refusal; `details` are those that may be shown. From 500 on it must not need the database, which may be away. */
  readonly errorPage: (visit: Visit, error: ShopError, status: number, details: RefusalDetails) => Promise<string> | string
  /** Called with errors that are our own mistakes, or the database's, never with plain refusals. */
  readonly log: (error: unknown) => void
}
