import type { Shop } from 'cartwright'
import { isoTime, type Visit } from 'cartwright/http'
import { preferencesOf } from './preferences.ts'
import type { PageContext } from './views/types.ts'

/** What every page knows about its visitor. The number on the cart link costs nothing for a plain visitor. */
export async function pageContext(shop: Shop, visit: Visit): Promise<PageContext> {
  const { buyer } = visit
  const isPlain = buyer.userId === undefined && buyer.token === undefined
  return contextWith(visit, isPlain ? 0 : Number((await shop.cart(buyer).read()).count))
}

/** The same without a look into the database, for when it is away. */
export function contextWith({ locale, user, url, flash, now, request }: Visit, count: number): PageContext {
  const { theme } = preferencesOf(request)
  return { locale, user, count, path: url.pathname + url.search, flash, now: isoTime(now), theme: theme === 'system' ? undefined : theme }
}
