import { money, type Shop, ShopError } from 'cartwright'
import { type Call, formState, productSchema, type Route, route, statusOf } from 'cartwright/http'
import { z } from 'zod'
import { detailsOf } from '../catalogue/details.ts'
import { listGarment, ownItems, withdraw } from '../catalogue/listings.ts'
import { type SeenItem, seenJson } from '../catalogue/see-items.ts'
import { COLOURWAYS } from '../garments/colourways.ts'
import { FABRICS } from '../garments/fabrics.ts'
import { SILHOUETTES } from '../garments/silhouettes.ts'
import { pageContext } from '../page-context.ts'
import { CURRENCY } from '../settings.ts'
import { type Listing, sellPage } from '../views/sell-page.ts'
import { EMPTY_FORM, type FormState } from '../views/types.ts'
import { userOf } from './user-of.ts'

// A million lei. What costs more is a slip of the finger, and a cart full of it must still be a sum that fits.
const MOST_PRICE = 100_000_000n

const keysOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] => Object.keys(table) as Name[]
const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{C}*$/u)

const listingBody = z.strictObject({
  name: words(100).min(3),
  price: z.string().max(20),
  silhouette: z.enum(keysOf(SILHOUETTES)),
  fabric: z.enum(keysOf(FABRICS)),
  colourway: z.enum(keysOf(COLOURWAYS)),
  condition: z.enum(['like_new', 'very_good', 'good']),
  brand: words(60).optional(),
  size: words(20).optional(),
})

/** What somebody sells: the own listings, a new one, and taking one back. */
export const sellRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/sell',
    summary: 'The own listings',
    needs: 'login',
    answer: z.strictObject({ items: z.array(productSchema) }),
    run: async (call) => {
      const items = await ownItems(shop, userOf(call).id)
      return {
        status: 200,
        body: { items: items.map((seen) => seenJson(seen, call.locale)) },
        page: () => pageOf(shop, call, items, EMPTY_FORM),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/sell',
    summary: 'Put a garment up for sale',
    needs: 'login',
    body: listingBody,
    answer: productSchema,
    status: 201,
    run: async (call) => {
      const { name, price, silhouette, fabric, colourway, condition, brand = null, size = null } = call.body
      const amount = money(price, CURRENCY, { field: 'price' })
      if (amount === 0n) throw new ShopError('invalid_input', { errors: [{ field: 'price', code: 'positive' }] })
      if (amount > MOST_PRICE) throw new ShopError('invalid_input', { errors: [{ field: 'price', code: 'too_big' }] })
      const listing = { name, price: amount, drawing: { silhouette, fabric, colourway }, condition, brand, size }
      return { status: 201, body: seenJson(await listGarment(shop, sellerOf(call), listing), call.locale), redirect: '/sell' }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: async () => pageOf(shop, call, await ownItems(shop, userOf(call).id), formState(call.fields, error.code, details)),
    }),
  }),
  route({
    method: 'POST',
    path: '/sell/:id/withdraw',
    summary: 'Take a listing back',
    needs: 'login',
    answer: productSchema,
    run: async (call) => ({
      status: 200,
      body: seenJson(await withdraw(shop, sellerOf(call), call.params.id ?? ''), call.locale),
      redirect: '/sell',
    }),
  }),
]

/** Who sells here; to others this place does not exist. */
function sellerOf(call: Call): { readonly id: string; readonly name: string } {
  const { id, name, roles } = userOf(call)
  if (!roles.includes('seller')) throw new ShopError('not_found')
  return { id, name }
}

async function pageOf(shop: Shop, call: Call, items: readonly SeenItem[], form: FormState): Promise<string> {
  const listings = items.map(
    (seen): Listing => ({ product: seenJson(seen, call.locale), details: detailsOf(seen.item, call.locale), reserved_for: null }),
  )
  return String(sellPage(await pageContext(shop, call), { items: listings, form }))
}
