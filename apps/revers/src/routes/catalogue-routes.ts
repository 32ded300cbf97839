import { part, type Shop, ShopError } from 'cartwright'
import { type Call, productSchema, type Route, route } from 'cartwright/http'
import { z } from 'zod'
import { cardsOf } from '../catalogue/details.ts'
import { allSellers, valuesOf } from '../catalogue/item-rows.ts'
import { countFound, listItems, MOST_COUNTED, ourCursor } from '../catalogue/list-items.ts'
import { ANYTHING, type CatalogueQuestion, questionOf, SORTS } from '../catalogue/question.ts'
import { type SeenItem, seenJson } from '../catalogue/see-items.ts'
import { type ColourFamily, SWATCHES } from '../garments/facets.ts'
import type { Locale } from '../i18n/locale.ts'
import { pageContext } from '../page-context.ts'
import { type CatalogueChoices, type CatalogueFilters, cataloguePage } from '../views/catalogue-page.ts'
import type { CatalogueItem } from '../views/parts/product-card.ts'

const PAGE_SIZE = 24
const CLOSEST = 6
const MOST_TYPED = 100
const text = (most: number) => z.string().max(most).optional()

/** What the catalogue is asked by; fields that a form left empty are absent. */
const filters = {
  q: text(MOST_TYPED),
  category: text(40),
  /** The older name of `category`. */
  type: text(40),
  seller: text(100),
  brand: text(60),
  size: text(20),
  condition: z.enum(['like_new', 'very_good', 'good']).optional(),
  colour: z.enum(Object.keys(SWATCHES) as ColourFamily[]).optional(),
  price_min: text(20),
  price_max: text(20),
  sale: z.enum(['buy', 'auction']).optional(),
  reserved: z.literal('hide').optional(),
  availability: z.enum(['available', 'held', 'in_your_cart', 'sold', 'auction']).optional(),
  sort: z.enum(SORTS).optional(),
  cursor: text(300),
}
const limit = z
  .string()
  .regex(/^(100|[1-9][0-9]?)$/)
  .transform(Number)
  .optional()
const apiQuery = z.strictObject({ ...filters, limit })
// A page is also reached by addresses of others and by typing: fields of others are left out, and so is what can be no filter. Of a long text its beginning is looked for.
const pageQuery = z.object({
  ...(Object.fromEntries(
    Object.entries(filters).map(([name, schema]: [string, z.ZodType]) => [name, schema.catch(undefined)]),
  ) as unknown as typeof filters),
  q: z
    .string()
    .transform((typed) => typed.slice(0, MOST_TYPED))
    .optional()
    .catch(undefined),
})

/** The filters as the pages hold them: every one is there, and empty where it is not asked for. */
const filtersOf = (asked: z.output<typeof pageQuery>): CatalogueFilters => ({
  q: asked.q ?? '',
  category: asked.category ?? asked.type ?? '',
  seller: asked.seller ?? '',
  brand: asked.brand ?? '',
  size: asked.size ?? '',
  condition: asked.condition ?? '',
  colour: asked.colour ?? '',
  price_min: asked.price_min ?? '',
  price_max: asked.price_max ?? '',
  sale: asked.sale ?? '',
  reserved: asked.reserved ?? '',
  availability: asked.availability ?? '',
  sort: asked.sort ?? 'newest',
})

/** The shop window, and the same for programs. */
export const catalogueRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/',
    summary: 'The catalogue as a page',
    query: pageQuery,
    run: async (call) => {
      const asked = filtersOf(call.query)
      const { question: narrowed, errors } = questionOf(asked)
      if (errors.length > 0 && call.json) throw new ShopError('invalid_input', { errors })
      const cursor = ourCursor(call.query.cursor, narrowed.sort)
      // The window shows what can be had; programs get everything unless they ask.
      const question = { ...narrowed, cursor, limit: PAGE_SIZE, availability: narrowed.availability || (call.json ? '' : 'open') } as const
      const found = await listItems(shop, question, call.buyer)
      const page = async (): Promise<string> => {
        const [context, items, count, choices, closest] = await Promise.all([
          pageContext(shop, call),
          cardsOf(shop, found.items, call),
          cursor === null && found.next === null ? found.items.length : countFound(shop, question),
          choicesOf(shop),
          found.items.length === 0 ? closestTo(shop, question, call) : [],
        ])
        const counted = { count: Math.min(count, MOST_COUNTED), more: count > MOST_COUNTED }
        const data = { items, ...counted, filters: asked, errors, choices, closest, next: found.next, continued: cursor !== null }
        return String(cataloguePage(context, data))
      }
      return { status: errors.length > 0 ? 422 : 200, body: pageJson(found.items, found.next, call.locale), page }
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
      const { question, errors } = questionOf(filtersOf(query))
      if (errors.length > 0) throw new ShopError('invalid_input', { errors })
      const { items, next } = await listItems(shop, { ...question, cursor: query.cursor ?? null, limit: query.limit ?? PAGE_SIZE }, buyer)
      return { status: 200, body: pageJson(items, next, locale) }
    },
  }),
]

const pageJson = (items: readonly SeenItem[], next: string | null, locale: Locale): object => ({
  items: items.map((seen) => seenJson(seen, locale)),
  ...(next !== null && { next }),
})

/** What a question that finds nothing comes close to: the same words or kind of thing without the rest, else whatever is new. */
async function closestTo(shop: Shop, { q, category, colour }: CatalogueQuestion, call: Call): Promise<CatalogueItem[]> {
  const wider = [{ q, category }, { category, colour }, { category }, {}]
  for (const some of wider) {
    const { items } = await listItems(shop, { ...ANYTHING, ...some, availability: 'available', limit: CLOSEST }, call.buyer)
    if (items.length > 0) return cardsOf(shop, items, call)
  }
  return []
}

/** What there is to choose from. */
async function choicesOf(shop: Shop): Promise<CatalogueChoices> {
  const [sellers = [], brands = [], sizes = []] = await shop.context.db.read(allSellers(), valuesOf(part`brand`), valuesOf(part`size`))
  return {
    sellers: sellers.map((row) => ({ id: String(row.id), name: String(row.name) })),
    brands: brands.map((row) => String(row.value)),
    sizes: sizes.map((row) => String(row.value)).sort(bySize),
  }
}

const LETTERS = ['XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL']

/** Letters from small to large, then numbers as they count. */
function bySize(left: string, right: string): number {
  const [first, second] = [LETTERS.indexOf(left), LETTERS.indexOf(right)]
  if (first >= 0 && second >= 0) return first - second
  if (first >= 0 || second >= 0) return first >= 0 ? -1 : 1
  return left.localeCompare(right, 'ro', { numeric: true })
}
