import { money, type Shop, ShopError } from 'cartwright'
import { type Call, formState, type Route, route, statusOf } from 'cartwright/http'
import { z } from 'zod'
import { announce } from '../announcements.ts'
import { detailsOf } from '../catalogue/details.ts'
import { listGarment, ownItems, withdraw } from '../catalogue/listings.ts'
import { listingJson, listingsJson, releaseListing, reserveListing } from '../catalogue/own-listings.ts'
import { COLOURWAYS } from '../garments/colourways.ts'
import { FABRICS } from '../garments/fabrics.ts'
import { SILHOUETTES } from '../garments/silhouettes.ts'
import { messagesOf } from '../i18n/messages.ts'
import { pageContext } from '../page-context.ts'
import { personWithEmail } from '../people/people.ts'
import { CURRENCY } from '../settings.ts'
import { sellPage } from '../views/sell-page.ts'
import { EMPTY_FORM, type FormState } from '../views/types.ts'
import { listingSchema } from './schemas.ts'
import { sellerOf, userOf } from './user-of.ts'

// A million lei. What costs more is a slip of the finger, and a cart full of it must still be a sum that fits.
const MOST_PRICE = 100_000_000n
const HOUR = 3_600_000n
const USUAL_HOURS = 48

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

const reserveBody = z.strictObject({
  buyer: z.string().max(200),
  hours: z.union([z.int().min(1).max(168), z.string().regex(/^(?:[1-9][0-9]?|1[0-5][0-9]|16[0-8])$/)]).optional(),
  price: z.string().max(20).optional(),
})

/** What somebody sells: the own listings, a new one, keeping one for a buyer, letting it go, and taking one back. */
export const sellRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/sell',
    summary: 'The own listings',
    needs: 'login',
    answer: z.strictObject({ items: z.array(listingSchema) }),
    run: async (call) => {
      const items = await listingsJson(shop, await ownItems(shop, userOf(call).id), call.locale)
      return { status: 200, body: { items }, page: () => pageOf(shop, call, EMPTY_FORM) }
    },
  }),
  route({
    method: 'POST',
    path: '/sell',
    summary: 'Put a garment up for sale',
    needs: 'login',
    body: listingBody,
    answer: listingSchema,
    status: 201,
    run: async (call) => {
      const { name, price, silhouette, fabric, colourway, condition, brand = null, size = null } = call.body
      const listing = { name, price: priceOf(price), drawing: { silhouette, fabric, colourway }, condition, brand, size }
      return {
        status: 201,
        body: await listingJson(shop, await listGarment(shop, sellerOf(call), listing), call.locale),
        redirect: '/sell',
      }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => pageOf(shop, call, formState(call.fields, error.code, details)),
    }),
  }),
  route({
    method: 'POST',
    path: '/sell/:id/withdraw',
    summary: 'Take a listing back; whoever has it in a cart loses it',
    needs: 'login',
    answer: listingSchema,
    run: async (call) => ({
      status: 200,
      body: await listingJson(shop, await withdraw(shop, sellerOf(call), idOf(call)), call.locale),
      redirect: '/sell',
    }),
    refused: flashed,
  }),
  route({
    method: 'POST',
    path: '/sell/:id/reserve',
    summary: 'Keep a listing for one buyer, who alone can put it into his cart',
    needs: 'login',
    body: reserveBody,
    answer: listingSchema,
    run: async (call) => {
      const seller = sellerOf(call)
      const { buyer: email, hours = USUAL_HOURS, price } = call.body
      const buyer = await personWithEmail(shop, email)
      if (buyer?.roles.includes('buyer') !== true) throw new ShopError('invalid_input', { errors: [{ field: 'buyer', code: 'unknown' }] })
      const until = shop.context.clock() + BigInt(hours) * HOUR
      const kept = { buyer: buyer.id, until, price: price === undefined ? null : priceOf(price) }
      return {
        status: 200,
        body: await listingJson(shop, await reserveListing(shop, seller, idOf(call), kept), call.locale),
        redirect: '/sell',
        flash: { kind: 'ok', text: messagesOf(call.locale).market.reserved },
      }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => pageOf(shop, call, formState(call.fields, error.code, details), idOf(call)),
    }),
  }),
  route({
    method: 'POST',
    path: '/sell/:id/release',
    summary: 'End the hold or the reservation of a listing',
    needs: 'login',
    answer: listingSchema,
    run: async (call) => ({
      status: 200,
      body: await listingJson(shop, await releaseListing(shop, sellerOf(call), idOf(call)), call.locale),
      redirect: '/sell',
      flash: { kind: 'ok', text: messagesOf(call.locale).market.released },
    }),
    refused: flashed,
  }),
]

const idOf = ({ params }: Call): string => params.id ?? ''

const flashed: NonNullable<Route['refused']> = async (call, error, details) => ({
  status: 303,
  body: null,
  forward: '/sell',
  flash: { kind: 'error', text: announce(error.code, details, call.locale) },
})

function priceOf(text: string): bigint {
  const price = money(text, CURRENCY, { field: 'price' })
  if (price === 0n) throw new ShopError('invalid_input', { errors: [{ field: 'price', code: 'positive' }] })
  if (price > MOST_PRICE) throw new ShopError('invalid_input', { errors: [{ field: 'price', code: 'too_big' }] })
  return price
}

async function pageOf(shop: Shop, call: Call, form: FormState, reserving: string | null = null): Promise<string> {
  const seen = await ownItems(shop, userOf(call).id)
  const [context, products] = await Promise.all([pageContext(shop, call), listingsJson(shop, seen, call.locale)])
  const details = new Map(seen.map(({ item }) => [item.id, detailsOf(item, call.locale)]))
  const items = products.map((product) => ({ product, details: details.get(product.id) ?? null }))
  return String(sellPage(context, { items, form, reserving }))
}
