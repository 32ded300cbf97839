import { type CartView, productKey, type Shop } from 'cartwright'
import { itemMap } from './catalogue/find-items.ts'
import { type Locale, languageOf } from './i18n/locale.ts'
import type { CartJson, NoticeJson, OrderJson, OrderLineJson, QuoteJson } from './views/types.ts'

/** What the catalogue says today of things that lines keep as they were. */
interface Today {
  /** In the language of the page; null where that is the name every line keeps. */
  readonly name: string | null
  /** Its seller took it back. */
  readonly withdrawn: boolean
}
export type Things = ReadonlyMap<string, Today>

/** The same facts a product carries: `name_en` beside the Romanian name that every line keeps, and `withdrawn`. */
export function thingsIn({ lines, saved }: CartView, locale: Locale): Things {
  return new Map(
    [...lines, ...saved].flatMap(({ product, source }): [string, Today][] =>
      source === null
        ? []
        : [[productKey(product), { name: nameIn(locale, source.facts), withdrawn: source.facts?.withdrawn !== undefined }]],
    ),
  )
}

/** What a product is called on pages that are not in Romanian. */
export const nameIn = (locale: Locale, facts: Readonly<Record<string, string>> | undefined): string | null =>
  languageOf(locale) === 'ro' ? null : (facts?.name_en ?? null)

/** The same where only the lines are at hand; things that are gone are left out. */
export async function thingsOf(shop: Shop, lines: readonly Pick<OrderLineJson, 'product'>[], locale: Locale): Promise<Things> {
  const items = await itemMap(shop, [...new Set(lines.map(({ product }) => productKey(product)))])
  const language = languageOf(locale)
  return new Map([...items].map(([key, { name, withdrawn }]) => [key, { name: language === 'ro' ? null : name[language], withdrawn }]))
}

/** The cart with its things as they are called today; what was taken back by its seller is not said to be sold. */
export function cartAsShown(cart: CartJson, things: Things): CartJson {
  const { lines, saved, notices } = cart
  const byPlace = new Map([...lines, ...saved].map(({ id, product }) => [`lines/${id}`, things.get(productKey(product))]))
  const shown = (notice: NoticeJson): NoticeJson => {
    const thing = byPlace.get(notice.path ?? '')
    if (thing === undefined) return notice
    const code = notice.code === 'item_sold' && thing.withdrawn ? 'unavailable' : notice.code
    return { ...notice, code, ...(notice.name !== undefined && thing.name !== null && { name: thing.name }) }
  }
  return { ...cart, lines: linesAsShown(lines, things), saved: linesAsShown(saved, things), notices: notices.map(shown) }
}

export const quoteAsShown = (quote: QuoteJson, things: Things): QuoteJson => ({ ...quote, lines: linesAsShown(quote.lines, things) })

export const orderAsShown = (order: OrderJson, things: Things): OrderJson => ({
  ...order,
  lines: linesAsShown(order.lines, things),
  parcels: order.parcels.map((parcel) => ({ ...parcel, lines: linesAsShown(parcel.lines, things) })),
})

/** Orders of a page in the language of that page. */
export async function ordersAsShown(shop: Shop, orders: readonly OrderJson[], locale: Locale): Promise<readonly OrderJson[]> {
  if (languageOf(locale) === 'ro') return orders
  const things = await thingsOf(
    shop,
    orders.flatMap(({ lines }) => lines),
    locale,
  )
  return orders.map((order) => orderAsShown(order, things))
}

const linesAsShown = <Line extends Pick<OrderLineJson, 'product'>>(lines: readonly Line[], things: Things): Line[] =>
  lines.map((line) => ({ ...line, product: { ...line.product, name: things.get(productKey(line.product))?.name ?? line.product.name } }))
