import type { Shop } from 'cartwright'
import { productSchema, type Route, route } from 'cartwright/http'
import { z } from 'zod'
import { cardOf } from '../catalogue/details.ts'
import { allSellers } from '../catalogue/item-rows.ts'
import { type CatalogueQuestion, listItems } from '../catalogue/list-items.ts'
import { type SeenItem, seenJson } from '../catalogue/see-items.ts'
import type { Locale } from '../i18n/locale.ts'
import { pageContext } from '../page-context.ts'
import { cataloguePage } from '../views/catalogue-page.ts'
import type { SellerJson } from '../views/types.ts'

const PAGE_SIZE = 24
const text = (most: number) => z.string().max(most).optional()

/** What the catalogue is asked by; fields that a form left empty are absent. */
const filters = {
  q: text(100),
  type: text(40),
  seller: text(100),
  availability: z.enum(['available', 'held', 'in_your_cart', 'sold', 'auction']).optional(),
  cursor: text(300),
}
const limit = z
  .string()
  .regex(/^(100|[1-9][0-9]?)$/)
  .transform(Number)
  .optional()
const apiQuery = z.strictObject({ ...filters, limit })
// A page is also reached by addresses of others, who put fields of their own behind ours.
const pageQuery = z.object(filters)

const questionOf = (asked: z.output<typeof pageQuery>, most = PAGE_SIZE): CatalogueQuestion => ({
  q: asked.q ?? '',
  type: asked.type ?? '',
  seller: asked.seller ?? '',
  availability: asked.availability ?? '',
  cursor: asked.cursor ?? null,
  limit: most,
})

/** The shop window, and the same for programs. */
export const catalogueRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/',
    summary: 'The catalogue as a page',
    query: pageQuery,
    run: async (call) => {
      const question = questionOf(call.query)
      const [{ items, next }, sellers] = await Promise.all([listItems(shop, question, call.buyer), listSellers(shop)])
      const cards = items.map((seen) => cardOf(seen, call.locale))
      const { q, type, seller, availability, cursor } = question
      const data = { items: cards, filters: { q, type, seller, availability }, sellers, next, continued: cursor !== null }
      return {
        status: 200,
        body: pageJson(items, next, call.locale),
        page: async () => String(cataloguePage(await pageContext(shop, call), data)),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/api/products',
    summary: 'Products of the catalogue that fit, page by page',
    query: apiQuery,
    answer: z.strictObject({ items: z.array(productSchema), next: z.exactOptional(z.string()) }),
    jsonOnly: true,
    run: async ({ query, buyer, locale }) => {
      const { items, next } = await listItems(shop, questionOf(query, query.limit), buyer)
      return { status: 200, body: pageJson(items, next, locale) }
    },
  }),
]

const pageJson = (items: readonly SeenItem[], next: string | null, locale: Locale): object => ({
  items: items.map((seen) => seenJson(seen, locale)),
  ...(next !== null && { next }),
})

async function listSellers(shop: Shop): Promise<SellerJson[]> {
  const [rows = []] = await shop.context.db.read(allSellers())
  return rows.map((row) => ({ id: String(row.id), name: String(row.name) }))
}
