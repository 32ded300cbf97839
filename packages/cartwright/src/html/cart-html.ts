import type { Buyer } from '../context.ts'
import type { Shop } from '../shop-types.ts'
import { readBrief } from './brief-cart.ts'
import { badge, isEmpty, type LinkOptions, link, summary } from './helpers.ts'
import { type MiniCartWords, miniCart } from './mini-cart.ts'

export interface CartHtmlOptions {
  readonly locale: string
  /** Which cart, where a buyer has several. */
  readonly name?: string
  /** `href` is the shop's `cartUrl` unless given. */
  readonly link?: LinkOptions
  readonly words?: MiniCartWords
}

/** All helpers of one cart, drawn. Every text is escaped HTML. */
export interface CartHtml {
  readonly badge: string
  readonly summary: string
  readonly isEmpty: boolean
  readonly link: string
  readonly miniCart: string
}

/**
 * Everything the head of a page shows of a buyer's cart, from one statement (see `readBrief`); for nobody (`{}`) from none: 0, a formatted zero, empty.
 * It writes no row and sends no cookie. Give the strings to any template language as they are; they are HTML.
 *
 * @example
 * const { badge, link } = await cartHtml(shop, { token }, { locale: 'ro' })
 */
export async function cartHtml(shop: Shop, buyer: Buyer, options: CartHtmlOptions): Promise<CartHtml> {
  const cart = await readBrief(shop, buyer, options.name)
  return {
    badge: badge(cart),
    summary: summary(cart, options.locale),
    isEmpty: isEmpty(cart),
    link: link({ href: shop.context.options.cartUrl, ...options.link }),
    miniCart: miniCart(cart, options.locale, options.words),
  }
}
