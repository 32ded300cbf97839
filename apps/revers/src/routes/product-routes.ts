import { type Buyer, decimal, money, ownerOf, productKey, type Shop, ShopError } from 'cartwright'
import { type Answer, type Call, productSchema, type Route, route } from 'cartwright/http'
import { z } from 'zod'
import { latestLotOf, openWinOf } from '../auctions/lots.ts'
import { cardsOf, detailsOf, liveLots } from '../catalogue/details.ts'
import { findItem } from '../catalogue/find-items.ts'
import { type Item, picturePath } from '../catalogue/item.ts'
import { listItems } from '../catalogue/list-items.ts'
import { obstacleOf } from '../catalogue/obstacle.ts'
import { protectionOf } from '../catalogue/protection.ts'
import { ANYTHING } from '../catalogue/question.ts'
import { type SeenItem, seeItems, seenJson } from '../catalogue/see-items.ts'
import { factsAround } from '../catalogue/seller-facts.ts'
import { drawingAlternative, nearAlternative } from '../garments/drawing.ts'
import { categoryOf, colourOf } from '../garments/facets.ts'
import { COLOURWAY_NAMES, DRAWN, FABRIC_NAMES, pictureSvg, SILHOUETTE_NAMES, VIEWS, viewsOf } from '../garments/pictures.ts'
import { type Locale, languageOf } from '../i18n/locale.ts'
import { pageContext } from '../page-context.ts'
import { CHEAPEST_DELIVERY } from '../shop.ts'
import type { PlaceJson } from '../views/market-types.ts'
import type { Picture } from '../views/parts/gallery.ts'
import type { CatalogueItem } from '../views/parts/product-card.ts'
import { productPage } from '../views/product-page.ts'
import { placeJson } from './queue-routes.ts'

const SIMILAR = 4
const MINUTE = 60_000n

const pictureQuery = z.object({ view: z.enum(VIEWS).optional(), v: z.string().max(40).optional() })
const previewQuery = pictureQuery.extend({
  silhouette: z.enum(SILHOUETTE_NAMES),
  fabric: z.enum(FABRIC_NAMES),
  colourway: z.enum(COLOURWAY_NAMES),
})

/** One product, and the pictures. */
export const productRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/p/:type/:id',
    summary: 'One product',
    answer: productSchema,
    run: async (call) => {
      const item = await itemOf(shop, call.params.type, call.params.id)
      const [seen] = await seeItems(shop, [item], call.buyer)
      if (seen === undefined) throw new ShopError('product_not_found')
      const product = seenJson(seen, call.locale)
      const page = async (): Promise<string> => {
        const [context, similar, around, lot, lots, place, win] = await Promise.all([
          pageContext(shop, call),
          similarTo(shop, item, call),
          factsAround(shop, item),
          item.auctionOnly ? latestLotOf(shop, item) : null,
          liveLots(shop, item.auctionOnly ? [productKey(item)] : []),
          seen.state === 'sold' ? null : placeIn(shop, item, call.buyer),
          item.auctionOnly && call.user !== null ? openWinOf(shop, call.user, item, call.locale) : null,
        ])
        const running = lots.get(productKey(item)) ?? null
        const asked = win ?? running
        return String(
          productPage(context, {
            product,
            details: detailsOf(item, call.locale),
            pictures: picturesOf(item, call.locale),
            category: categoryOf(item.drawing),
            measures: item.measures,
            wear: item.wear?.[languageOf(call.locale)].split('\n') ?? [],
            seller: around.seller,
            sold_at: seen.state === 'sold' ? around.soldAt : null,
            lot: running,
            fee: protectionOf(shop, item, asked === null ? item.price : money(asked.price, item.currency))?.fee ?? null,
            delivery_from: decimal(CHEAPEST_DELIVERY, item.currency),
            hold_minutes: holdMinutes(shop, call.buyer),
            win,
            obstacle: obstacleOf(shop, item, call.buyer),
            auction_url: lot === null ? null : `/auctions/${encodeURIComponent(lot)}`,
            queue: item.auctionOnly || product.stock !== 'unique' || seen.state === 'sold' ? null : { place },
            similar,
          }),
        )
      }
      return { status: 200, body: product, page }
    },
  }),
  route({
    method: 'GET',
    path: '/img/preview.svg',
    summary: 'The picture of a garment that somebody thinks of',
    shared: true,
    query: previewQuery,
    run: async ({ query: { view = 'front', v, ...garment } }) => picture(pictureSvg(garment, view), v),
  }),
  route({
    method: 'GET',
    path: '/img/:type/:file',
    summary: 'A picture of a product',
    shared: true,
    query: pictureQuery,
    run: async ({ params: { type = '', file = '' }, query: { view = 'front', v } }) => {
      if (!file.endsWith('.svg')) throw new ShopError('not_found')
      const item = await itemOf(shop, type, file.slice(0, -'.svg'.length))
      return picture(pictureSvg(item.drawing, view), v)
    },
  }),
]

/** Kept for ever under the address that names how it is drawn now, for a while under any other. As a document of its own a picture may load and run nothing. */
const picture = (content: string, drawn: string | undefined): Answer => ({
  status: 200,
  body: null,
  raw: { type: 'image/svg+xml', content },
  headers: {
    'cache-control': drawn === DRAWN ? 'public, max-age=31536000, immutable' : 'public, max-age=3600',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
  },
})

async function itemOf(shop: Shop, type = '', id = ''): Promise<Item> {
  const item = await findItem(shop, { type, id })
  if (item === null) throw new ShopError('product_not_found', { product: productKey({ type, id }) })
  return item
}

/** What there is to see of a thing, each with what it shows. */
const picturesOf = (item: Item, locale: Locale): Picture[] =>
  viewsOf(item.drawing).map((view) => ({
    view,
    source: picturePath(item, view),
    alternative:
      view === 'front' || 'goods' in item.drawing ? drawingAlternative(item.drawing, locale) : nearAlternative(item.drawing, view, locale),
  }))

/** Things of the same kind that can be had now; where there are few, others of the same colour. */
async function similarTo(shop: Shop, item: Item, call: Call): Promise<CatalogueItem[]> {
  const others = new Map<string, SeenItem>()
  for (const some of [{ category: categoryOf(item.drawing) }, { category: item.type, colour: colourOf(item.drawing) }]) {
    if (others.size >= SIMILAR) break
    const { items } = await listItems(shop, { ...ANYTHING, ...some, availability: 'available', limit: SIMILAR + 1 }, call.buyer)
    for (const seen of items) if (productKey(seen.item) !== productKey(item)) others.set(productKey(seen.item), seen)
  }
  return cardsOf(shop, [...others.values()].slice(0, SIMILAR), call)
}

/** The visitor's place in the line for a thing; null when he does not wait. */
async function placeIn(shop: Shop, item: Item, buyer: Buyer): Promise<Omit<PlaceJson, 'product'> | null> {
  if (item.auctionOnly || ownerOf(buyer) === null) return null
  const place = (await shop.queue.places(buyer)).find(({ product }) => productKey(product) === productKey(item))
  return place === undefined ? null : placeJson(place)
}

/** How long an add keeps it, in minutes begun; null when the shop keeps nothing before paying. */
function holdMinutes(shop: Shop, buyer: Buyer): number | null {
  const { policy, user, guest } = shop.context.options.holds
  if (policy !== 'hard') return null
  return Number(((buyer.userId === undefined ? guest : user) + MINUTE - 1n) / MINUTE)
}
