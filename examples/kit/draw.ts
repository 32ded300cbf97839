import { format, type Product, productKey } from 'cartwright'
import { type Html, html } from 'cartwright/html'
import type { CartJson, CartLineJson, DrawerJson, Render } from 'cartwright/http'
import { HATS, MUG } from './shop.ts'

const euros = (amount: string): string => format(BigInt(amount.replace('.', '')), 'EUR', 'en')

const SENTENCES: Readonly<Record<string, string>> = {
  item_added: 'Added to your cart.',
  item_removed: 'Removed from your cart.',
  holds_renewed: 'You have some more minutes.',
  already_in_cart: 'It is in your cart already.',
  item_taken: 'Somebody else has it in the cart.',
  insufficient_stock: 'There are not that many left.',
}
export const announce = (code: string): string => SENTENCES[code] ?? 'That did not work.'

function line({ id, product, quantity, line_total: total, held_until: until, state }: CartLineJson): Html {
  const held =
    until === undefined
      ? ''
      : html` · kept <hold-timer until="${until}" warn="At most two minutes are left for ${product.name}." gone="${product.name} is kept no longer.">until ${until.slice(11, 16)} UTC</hold-timer>`
  return html`<li>${quantity} × ${product.name}, ${euros(total)}${state === 'ok' ? held : html` (${state})`}
<form method="post" action="/cart/items/${id}/remove" data-cart="remove"><button id="remove-${id}">Remove ${product.name}</button></form></li>`
}

/** The lines, as the drawer and the page of the cart show them. */
export const cartHtml = ({ lines, totals }: CartJson): Html =>
  lines.length === 0
    ? html`<p>Your cart is empty.</p>`
    : html`<ul>${lines.map(line)}</ul><p>Total ${euros(totals.total)}</p>
<form method="post" action="/cart/renew" data-cart="renew"><button id="renew">Keep them longer</button></form>`

export const addForm = (product: Product): Html =>
  html`<form method="post" action="/cart/items" data-cart="add"><p>${product.name}, ${format(product.price, 'EUR', 'en')}</p>
<input type="hidden" name="product" value="${productKey(product)}"><input type="hidden" name="next" value="/elements">
<button>Add ${product.name}</button> <span role="alert" data-problem></span></form>`

/** A page: `main` is drawn by the server, `script` is what runs on it. */
export const page = (title: string, main: Html, script: string): string =>
  String(html`<!doctype html><html lang="en" data-now="${new Date().toISOString()}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title}</title><link rel="icon" href="data:,">
<link rel="stylesheet" href="/kit.css"><script type="module" src="${script}"></script></head>
<body><nav><a href="/elements">Elements</a> <a href="/client">Client</a> <a href="/react">React</a></nav>
<main><h1>${title}</h1>${main}</main></body></html>`)

/** The elements only improve this markup: without the script every form and link works as it stands here. */
export const elementsPage = ({ count }: Pick<DrawerJson, 'count'>): string =>
  page(
    'Elements',
    html`<p><a href="/cart" data-cart-open>Cart <cart-badge count="${count}"><span data-count>${count}</span><span data-unit data-one=" item" data-other=" items"></span></cart-badge></a></p>
${[...HATS, MUG].map(addForm)}
<p role="status" data-live></p>
<cart-drawer src="/cart/drawer" page="/cart"><dialog aria-labelledby="cart-title"><h2 id="cart-title" tabindex="-1">Your cart</h2>
<button type="button" data-close>Close</button><div data-body></div></dialog></cart-drawer>`,
    '/elements.min.js',
  )

const none = (): string => page('Not part of this example', html`<p><a href="/elements">Back</a></p>`, '/elements.min.js')

export const render: Render = {
  drawer: (cart) => String(cartHtml(cart)),
  cart: (cart) => String(cartHtml(cart)),
  announce,
  pages: {
    cart: (_, cart) =>
      page('Cart', html`<div data-cart-fragment="cart">${cartHtml(cart)}</div><p role="status" data-live></p>`, '/elements.min.js'),
    checkout: none,
    order: none,
    orders: none,
    wallet: none,
  },
}
