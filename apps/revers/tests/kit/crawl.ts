/** Every page somebody can reach by links, one or some of each kind. */
import type { Client } from './client.ts'

const PAGES_AT_MOST = 160
// Files and machine-readable answers.
const NO_PAGE = /^\/(img|assets|api|openapi\.json|healthz)|\/events$|\.csv$|[?&]format=/

/** Two addresses of one kind differ only in ids and in what exactly they ask for: `/p/garment/12` and `/p/garment/13`. */
function kindOf(path: string): string {
  const { pathname, search } = new URL(path, 'http://shop')
  const segments = pathname.split('/').map((segment, place) => (place > 1 && /[\d-]|.{13}/.test(segment) ? ':' : segment))
  return segments.join('/') + search.slice(0, 1)
}

/**
 * The pages that this person reaches from the first of these rooms, without leaving the rooms: `/` is the whole shop, `/account` what is below it.
 * `ofEachKind` is how many pages that differ in their ids only are opened: more than one where two of them may look different, and which comes first
 * is up to chance. Throws when a link leads nowhere.
 */
export async function crawl(client: Client, rooms: readonly string[], ofEachKind = 1): Promise<readonly string[]> {
  const waiting = [...rooms]
  const isInside = (path: string): boolean => rooms.some((room) => room === '/' || new RegExp(`^${room}(?![\\w-])`).test(path))
  const kinds = new Map<string, number>()
  const seen = new Set<string>()
  const found: string[] = []
  for (let path = waiting.shift(); path !== undefined && found.length < PAGES_AT_MOST; path = waiting.shift()) {
    const kind = kindOf(path)
    const known = kinds.get(kind) ?? 0
    if (known >= ofEachKind || seen.has(path)) continue
    kinds.set(kind, known + 1)
    seen.add(path)
    const answer = await client.page(path)
    if (![200, 303].includes(answer.status)) throw new Error(`a link leads to ${path}, which answers ${answer.status}`)
    if (answer.status !== 200 || !answer.headers['content-type']?.startsWith('text/html')) continue
    found.push(path)
    waiting.push(...linksOf(answer.text).filter(isInside))
  }
  return found
}

const linksOf = (page: string): string[] =>
  [...page.matchAll(/<a\s[^>]*href="(\/[^"#]*)/g)]
    .map(([, path = '']) => path.replaceAll('&amp;', '&'))
    .filter((path) => !NO_PAGE.test(path))
