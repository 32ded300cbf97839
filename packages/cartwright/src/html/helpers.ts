import { format } from '../money/money.ts'
import type { BriefCart } from './brief-cart.ts'
import { escapeHtml, isWebAddress } from './escape.ts'

/** Nobody's cart is null. */
export type Shown = BriefCart | null | undefined

/**
 * The number on the cart: units of counted goods, one for each unique or weighed line; `0` for nobody.
 *
 * @example
 * `<span class="badge">${badge(view)}</span>`
 */
export const badge = (cart: Shown): string => (cart?.count ?? 0n).toString()

/**
 * What the goods cost, for people, before discounts, fees, shipping and tax. `currency`: for nobody's zero, where the cart is null.
 * Throws `RangeError` for a locale that is none.
 *
 * @example
 * summary(view, 'ro')            // '289,00 RON' (with a no-break space)
 * summary(null, 'en', 'RON')     // 'RON 0.00'
 */
export function summary(cart: BriefCart, locale: string): string
export function summary(cart: Shown, locale: string, currency: string): string
export function summary(cart: Shown, locale: string, currency = ''): string {
  return escapeHtml(format(cart?.totals.subtotal ?? 0n, cart?.currency ?? currency, locale))
}

/** Whether there is nothing in the cart; nobody's is empty. */
export const isEmpty = (cart: Shown): boolean => cart?.isEmpty ?? true

export interface LinkOptions {
  /** The page of the cart. Default `/cart`; the shop's setting is `shop.context.options.cartUrl`. */
  readonly href?: string
  /** Default `View cart`. */
  readonly text?: string
  readonly className?: string
}

/**
 * A link to the page of the cart. It knows nothing of whose cart, so it can leak nothing and a cached page stays right.
 * Throws `RangeError` for an address that is not relative, http or https, such as `javascript:`.
 *
 * @example
 * link({ text: 'Coșul meu', className: 'nav' })    // '<a href="/cart" class="nav">Coșul meu</a>'
 */
export function link({ href = '/cart', text = 'View cart', className }: LinkOptions = {}): string {
  if (!isWebAddress(href)) throw new RangeError(`link: ${href} is no address of a page`)
  const named = className === undefined ? '' : ` class="${escapeHtml(className)}"`
  return `<a href="${escapeHtml(href)}"${named}>${escapeHtml(text)}</a>`
}
