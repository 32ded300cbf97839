import { type Buyer, decimal, ownerOf, productKey, quote, type Shop, ShopError } from 'cartwright'
import { type Call, productSchema, type Route, route } from 'cartwright/http'
import { latestLotOf } from '../auctions/lots.ts'
import { cardOf, detailsOf } from '../catalogue/details.ts'
import { findItem } from '../catalogue/find-items.ts'
import { type Item, kindOf, productOf } from '../catalogue/item.ts'
import { listItems } from '../catalogue/list-items.ts'
import { seeItems, seenJson } from '../catalogue/see-items.ts'
import { drawingSvg } from '../garments/drawing.ts'
import { pageContext } from '../page-context.ts'
import { CHEAPEST_DELIVERY } from '../shop.ts'
import type { PlaceJson } from '../views/market-types.ts'
import type { CatalogueItem } from '../views/parts/product-card.ts'
import { type Obstacle, productPage } from '../views/product-page.ts'
import { placeJson } from './queue-routes.ts'

const SIMILAR = 4
const MINUTE = 60_000n
/** A picture never changes: its drawing is chosen once. As a document of its own it may load and run nothing. */
const PICTURE_HEADERS = { 'cache-control': 'public, max-age=31536000, immutable', 'content-security-policy': "default-src 'none'; sandbox" }

/** One product, and its picture. */
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
        const [context, similar, lot, place] = await Promise.all([
          pageContext(shop, call),
          similarTo(shop, item, call),
          item.auctionOnly ? latestLotOf(shop, item) : null,
          seen.state === 'sold' ? null : placeIn(shop, item, call.buyer),
        ])
        return String(
          productPage(context, {
            product,
            details: detailsOf(item, call.locale),
            fee: protectionFee(shop, item),
            delivery_from: decimal(CHEAPEST_DELIVERY, item.currency),
            hold_minutes: holdMinutes(shop, call.buyer),
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
    path: '/img/:type/:file',
    summary: 'The picture of a product',
    shared: true,
    run: async ({ params: { type = '', file = '' } }) => {
      if (!file.endsWith('.svg')) throw new ShopError('not_found')
      const item = await itemOf(shop, type, file.slice(0, -'.svg'.length))
      return { status: 200, body: null, raw: { type: 'image/svg+xml', content: drawingSvg(item.drawing) }, headers: PICTURE_HEADERS }
    },
  }),
]

async function itemOf(shop: Shop, type = '', id = ''): Promise<Item> {
  const item = await findItem(shop, { type, id })
  if (item === null) throw new ShopError('product_not_found', { product: productKey({ type, id }) })
  return item
}

/** Things of the same kind that can be had now. */
async function similarTo(shop: Shop, item: Item, { buyer, locale }: Call): Promise<CatalogueItem[]> {
  const question = { q: '', type: kindOf(item), seller: '', availability: 'available', limit: SIMILAR + 1, cursor: null } as const
  const { items } = await listItems(shop, question, buyer)
  const others = items.filter((other) => productKey(other.item) !== productKey(item)).slice(0, SIMILAR)
  return others.map((seen) => cardOf(seen, locale))
}

/** The visitor's place in the line for a thing; null when he does not wait. */
async function placeIn(shop: Shop, item: Item, buyer: Buyer): Promise<Omit<PlaceJson, 'product'> | null> {
  if (item.auctionOnly || ownerOf(buyer) === null) return null
  const place = (await shop.queue.places(buyer)).find(({ product }) => productKey(product) === productKey(item))
  return place === undefined ? null : placeJson(place)
}

/** What the protection of this thing bought alone costs, by the one calculator. */
function protectionFee(shop: Shop, item: Item): string | null {
  const { fees } = shop.context.options
  const line = {
    id: item.id,
    product: productKey(item),
    kind: 'item',
    seller: item.seller,
    scale: 0,
    quantity: 1n,
    unitPrice: item.price,
    taxClass: null,
  } as const
  const { totals } = quote({ currency: item.currency, lines: [line], discounts: [], fees, shipping: null, tax: null, charges: [] })
  const [fee] = totals.fees
  return fee === undefined ? null : decimal(fee.amount, item.currency)
}

/** How long an add keeps it, in minutes begun; null when the shop keeps nothing before paying. */
function holdMinutes(shop: Shop, buyer: Buyer): number | null {
  const { policy, user, guest } = shop.context.options.holds
  if (policy !== 'hard') return null
  return Number(((buyer.userId === undefined ? guest : user) + MINUTE - 1n) / MINUTE)
}

/** Why this visitor may not buy it, by the shop's own rules. */
function obstacleOf(shop: Shop, item: Item, buyer: Buyer): Obstacle | null {
  const product = productOf(item)
  for (const rule of shop.context.options.buying) {
    const no = rule(buyer, product)
    if (no?.code === 'own_product') return { code: 'own_product' }
    if (no?.code === 'buyer_not_allowed') return { code: 'buyer_not_allowed', reason: String(no.details?.reason) }
  }
  return null
}
