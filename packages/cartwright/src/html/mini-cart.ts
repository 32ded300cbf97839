import { optionsOf } from '../cart/line-options.ts'
import { formatter } from '../money/money.ts'
import { quantityText } from '../money/quantity.ts'
import type { BriefLine } from './brief-cart.ts'
import { escapeHtml, isWebAddress } from './escape.ts'
import type { Shown } from './helpers.ts'

/** The few words of the mini cart. */
export interface MiniCartWords {
  /** Default `Your cart is empty.` */
  readonly empty?: string
  /** Default `Subtotal`. */
  readonly subtotal?: string
}

/**
 * The lines of the cart as a list, with what the goods cost: names, options, quantities (none for unique goods) and line totals. A product's address that is
 * not relative, http or https is left out. Classes: `mini-cart` and, for its parts, `mini-cart-line`, `-image`, `-options`, `-quantity`, `-total`,
 * `-subtotal`, `-empty`.
 *
 * @example
 * miniCart(await shop.cart(buyer).read(), 'ro', { empty: 'Coșul este gol.', subtotal: 'Produse' })
 */
export function miniCart(
  cart: Shown,
  locale: string,
  { empty = 'Your cart is empty.', subtotal = 'Subtotal' }: MiniCartWords = {},
): string {
  if (cart == null || cart.isEmpty) return `<div class="mini-cart"><p class="mini-cart-empty">${escapeHtml(empty)}</p></div>`
  const money = formatter(cart.currency, locale)
  // A quantity's text has as many digits as it needs, 18 at most.
  const quantities = new Intl.NumberFormat(locale, { maximumFractionDigits: 18 })
  const amount = (minor: bigint): string => escapeHtml(money(minor))
  const lines = cart.lines.map((line) => lineHtml(line, quantities, amount(line.total)))
  const sum = `<p class="mini-cart-subtotal">${escapeHtml(subtotal)} <strong>${amount(cart.totals.subtotal)}</strong></p>`
  return `<div class="mini-cart"><ul>${lines.join('')}</ul>${sum}</div>`
}

function lineHtml({ product, options, unique, quantity, scale }: BriefLine, quantities: Intl.NumberFormat, total: string): string {
  const { name, url, image } = product
  const picture = image !== null && isWebAddress(image) ? `<img class="mini-cart-image" src="${escapeHtml(image)}" alt="">` : ''
  const title =
    url !== null && isWebAddress(url) ? `<a href="${escapeHtml(url)}">${escapeHtml(name)}</a>` : `<span>${escapeHtml(name)}</span>`
  const chosen = Object.entries(optionsOf(options)).map(([key, value]) => `${key}: ${value}`)
  const parts = [
    picture,
    title,
    ...(chosen.length === 0 ? [] : [span('options', chosen.join(', '))]),
    ...(unique ? [] : [span('quantity', `× ${quantities.format(quantityText(quantity, scale) as `${number}`)}`)]),
    `<span class="mini-cart-total">${total}</span>`,
  ]
  return `<li class="mini-cart-line">${parts.filter((part) => part !== '').join(' ')}</li>`
}

const span = (part: string, text: string): string => `<span class="mini-cart-${part}">${escapeHtml(text)}</span>`
