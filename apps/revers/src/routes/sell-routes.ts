import { productKey, type Shop, ShopError } from 'cartwright'
import { type Call, formState, type Route, route, statusOf, typedNumbers } from 'cartwright/http'
import { z } from 'zod'
import { announce } from '../announcements.ts'
import { lotsOf } from '../auctions/lots.ts'
import { startAuction } from '../auctions/start-auction.ts'
import { commissionOf } from '../catalogue/commission.ts'
import { detailsOf } from '../catalogue/details.ts'
import { listGarment, ownItems, withdraw } from '../catalogue/listings.ts'
import { listingJson, listingsJson, releaseListing, reserveListing } from '../catalogue/own-listings.ts'
import { messagesOf } from '../i18n/messages.ts'
import { pageContext } from '../page-context.ts'
import { personWithEmail } from '../people/people.ts'
import type { ListingState } from '../views/market-types.ts'
import { newListingPage } from '../views/new-listing-page.ts'
import type { ListingAct } from '../views/parts/listing.ts'
import { AUCTION_DAYS } from '../views/parts/listing-forms.ts'
import { sellPage } from '../views/sell-page.ts'
import { EMPTY_FORM, type FormState } from '../views/types.ts'
import { draftQuery, listingBody, listingWords, priceOf, typedListing } from './listing-input.ts'
import { listingSchema } from './schemas.ts'
import { sellerOf, userOf } from './user-of.ts'

const HOUR = 3_600_000n
const DAY = 24n * HOUR
const USUAL_HOURS = 48

const reserveBody = z.strictObject({
  buyer: z.string().max(200),
  hours: z.union([z.int().min(1).max(168), z.string().regex(/^(?:[1-9][0-9]?|1[0-5][0-9]|16[0-8])$/)]).optional(),
  price: z.string().max(20).optional(),
})

const auctionBody = z.strictObject({
  start_price: z.string().max(20),
  reserve_price: z.string().max(20).optional(),
  days: z.enum(AUCTION_DAYS),
})

const STATES: readonly ListingState[] = ['available', 'held', 'reserved', 'sold', 'auction']
const stateQuery = z.strictObject({ state: z.enum(STATES).optional() })

/** What somebody sells: the own listings, a new one, keeping one for a buyer, letting it go, and taking one back. */
export const sellRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/sell',
    summary: 'The own listings',
    needs: 'login',
    query: stateQuery,
    answer: z.strictObject({ items: z.array(listingSchema) }),
    run: async (call) => {
      const { state = null } = call.query
      const items = await listingsJson(shop, await ownItems(shop, userOf(call).id), call.locale)
      const asked = items.filter((item) => state === null || item.state === state)
      return { status: 200, body: { items: asked }, page: () => pageOf(shop, call, { state }) }
    },
  }),
  route({
    method: 'GET',
    path: '/sell/new',
    summary: 'The form for a new listing, with what was chosen and typed so far and the picture of it',
    needs: 'login',
    query: draftQuery,
    run: async (call) => ({
      status: 200,
      body: {},
      page: () => draftPage(shop, call, formState({ ...call.query })),
    }),
  }),
  route({
    method: 'POST',
    path: '/sell',
    summary: 'Put a garment up for sale',
    needs: 'login',
    body: listingBody,
    fromForm: typedListing,
    answer: listingSchema,
    status: 201,
    run: async (call) => {
      const { silhouette, fabric, colourway, ...words } = call.body
      const listing = { ...listingWords(words, silhouette), drawing: { silhouette, fabric, colourway } }
      return {
        status: 201,
        body: await listingJson(shop, await listGarment(shop, sellerOf(call), listing), call.locale),
        redirect: '/sell',
        flash: { kind: 'ok', text: messagesOf(call.locale).market.listed },
      }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => draftPage(shop, call, formState(call.fields, error.code, details)),
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
      flash: { kind: 'ok', text: messagesOf(call.locale).market.withdrawn },
    }),
    refused: flashed,
  }),
  route({
    method: 'POST',
    path: '/sell/:id/reserve',
    summary: 'Keep a listing for one buyer, who alone can put it into his cart',
    needs: 'login',
    body: reserveBody,
    fromForm: typedNumbers('hours', 'price'),
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
      page: () => refusedPage(shop, call, formState(call.fields, error.code, details), 'reserve'),
    }),
  }),
  route({
    method: 'POST',
    path: '/sell/:id/auction',
    summary: 'Sell a listing by auction, from now on',
    needs: 'login',
    body: auctionBody,
    fromForm: typedNumbers('start_price', 'reserve_price'),
    answer: listingSchema,
    run: async (call) => ({
      status: 200,
      body: await listingJson(shop, await startAuction(shop, sellerOf(call), idOf(call), termsOf(call.body)), call.locale),
      redirect: '/sell',
      flash: { kind: 'ok', text: messagesOf(call.locale).market.auctionStarted },
    }),
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => refusedPage(shop, call, formState(call.fields, error.code, details), 'auction'),
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

function termsOf({ start_price: start, reserve_price: reserve, days }: z.infer<typeof auctionBody>) {
  const startPrice = priceOf(start, 'start_price')
  const reservePrice = reserve === undefined ? null : priceOf(reserve, 'reserve_price')
  if (reservePrice !== null && reservePrice < startPrice)
    throw new ShopError('invalid_input', { errors: [{ field: 'reserve_price', code: 'too_small' }] })
  return { startPrice, reservePrice, lasts: BigInt(days) * DAY }
}

interface SellView {
  readonly state?: ListingState | null
  readonly form?: FormState
  readonly refused?: ListingAct | null
}

async function pageOf(shop: Shop, call: Call, { state = null, form = EMPTY_FORM, refused = null }: SellView): Promise<string> {
  const { id } = userOf(call)
  const seen = await ownItems(shop, id)
  const [context, products, lots] = await Promise.all([pageContext(shop, call), listingsJson(shop, seen, call.locale), lotsOf(shop, id)])
  const details = new Map(seen.map(({ item }) => [item.id, detailsOf(item, call.locale)]))
  const items = products.map((product) => ({
    product,
    details: details.get(product.id) ?? null,
    lot: lots.get(productKey(product)) ?? null,
  }))
  return String(sellPage(context, { items, state, form, refused }))
}

const refusedPage = (shop: Shop, call: Call, form: FormState, act: ListingAct['act']): Promise<string> =>
  pageOf(shop, call, { form, refused: { id: idOf(call), act } })

const draftPage = async (shop: Shop, call: Call, form: FormState): Promise<string> =>
  String(newListingPage(await pageContext(shop, call), { form, commission: commissionOf(shop) }))
