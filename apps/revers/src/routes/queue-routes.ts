import { newToken, ownerOf, productKey, productRef, type QueuePlace, type Shop, ShopError } from 'cartwright'
import { type Call, isoTime, type Route, route } from 'cartwright/http'
import { z } from 'zod'
import { announce } from '../announcements.ts'
import { findItem, itemMap } from '../catalogue/find-items.ts'
import { type Item, summaryOf } from '../catalogue/item.ts'
import { seeItems } from '../catalogue/see-items.ts'
import { messagesOf } from '../i18n/messages.ts'
import { pageContext } from '../page-context.ts'
import type { PlaceJson } from '../views/market-types.ts'
import { placeSentence, queuePage } from '../views/queue-page.ts'
import { placeSchema } from './schemas.ts'

const body = z.strictObject({ product: z.string().max(300) })

/** The line behind a hold. Whoever waits sees the own place and nobody else's. */
export const queueRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/queue',
    summary: 'The products the visitor waits for',
    answer: z.strictObject({ items: z.array(placeSchema) }),
    run: async (call) => {
      const items = await placesOf(shop, call)
      return { status: 200, body: { items }, page: async () => String(queuePage(await pageContext(shop, call), items)) }
    },
  }),
  route({
    method: 'POST',
    path: '/queue',
    summary: 'Wait in line for a product that somebody else holds',
    body,
    answer: placeSchema,
    limit: 'add',
    run: async (call) => {
      const item = await itemOf(shop, call.body.product)
      const newcomer = ownerOf(call.buyer) === null ? newToken() : null
      const place = await shop.queue.join(item, newcomer === null ? call.buyer : { token: newcomer })
      return {
        status: 200,
        body: { product: summaryOf(item, call.locale), ...placeJson(place) },
        redirect: '/queue',
        flash: { kind: 'ok', text: placeSentence(place.position, call.locale) },
        ...(newcomer !== null && { session: { token: newcomer } }),
      }
    },
    refused,
  }),
  route({
    method: 'POST',
    path: '/queue/leave',
    summary: 'Wait no longer',
    body,
    answer: placeSchema,
    run: async (call) => {
      const item = await itemOf(shop, call.body.product)
      await shop.queue.leave(item, call.buyer)
      return {
        status: 200,
        body: { product: summaryOf(item, call.locale), position: 0 },
        redirect: '/queue',
        flash: { kind: 'ok', text: messagesOf(call.locale).market.left },
      }
    },
    refused,
  }),
]

const refused: NonNullable<Route['refused']> = async (call, error, details) => ({
  status: 303,
  body: null,
  redirect: '/queue',
  flash: { kind: 'error', text: announce(error.code, details, call.locale) },
})

async function itemOf(shop: Shop, text: string): Promise<Item> {
  const ref = productRef(text)
  if (ref === null) throw new ShopError('invalid_input', { errors: [{ field: 'product', code: 'format' }] })
  const item = await findItem(shop, ref)
  if (item === null) throw new ShopError('product_not_found', { product: text })
  return item
}

/** The visitor's own places, in the order in which he joined; nobody waits for what is sold or was taken back. */
async function placesOf(shop: Shop, { buyer, locale }: Call): Promise<PlaceJson[]> {
  if (ownerOf(buyer) === null) return []
  const places = await shop.queue.places(buyer)
  const items = await itemMap(
    shop,
    places.map(({ product }) => productKey(product)),
  )
  const seen = await seeItems(shop, [...items.values()], buyer)
  const gone = new Set(seen.flatMap(({ item, state }) => (state === 'sold' ? [productKey(item)] : [])))
  return places.flatMap((place) => {
    const item = items.get(productKey(place.product))
    return item === undefined || gone.has(productKey(item)) ? [] : [{ product: summaryOf(item, locale), ...placeJson(place) }]
  })
}

/** A place as the HTTP contract writes it, without the product. */
export const placeJson = ({ position, holdingUntil, turnUntil }: QueuePlace): Omit<PlaceJson, 'product'> => ({
  position,
  ...(holdingUntil !== null && { holding_until: isoTime(holdingUntil) }),
  ...(turnUntil !== null && { turn_until: isoTime(turnUntil) }),
})
