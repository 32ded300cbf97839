import type { Shop } from 'cartwright'
import { readBrief } from 'cartwright/html'
import { type CartJson, isoTime, type Visit } from 'cartwright/http'
import { preferencesOf } from './preferences.ts'
import type { PageContext } from './views/types.ts'

/** What every page knows about its visitor. The number on the cart link is one question, and none for a plain visitor. */
export async function pageContext(shop: Shop, visit: Visit): Promise<PageContext> {
  return contextWith(visit, Number((await readBrief(shop, visit.buyer)).count))
}

/** The same for a page that has read the cart already: each unique thing and each weighed line counts as one, what is sold by the piece by its pieces. */
export function contextOf(visit: Visit, { lines }: CartJson): PageContext {
  const there = lines.filter(({ state }) => state !== 'unavailable')
  return contextWith(
    visit,
    there.reduce((count, { quantity }) => count + (typeof quantity === 'number' ? quantity : 1), 0),
  )
}

/** The same without a look into the database, for when it is away. */
export function contextWith({ user, url, flash, now, request, ...visit }: Visit, count: number): PageContext {
  const { theme, locale = visit.locale } = preferencesOf(request)
  return { locale, user, count, path: url.pathname + url.search, flash, now: isoTime(now), theme: theme === 'system' ? undefined : theme }
}
