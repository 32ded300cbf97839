import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { html } from 'cartwright/html'
import { cartDrawer, cartFragment } from '../src/views/cart-fragment.ts'
import { checkoutPage } from '../src/views/checkout-page.ts'
import { errorPage } from '../src/views/error-page.ts'
import { orderPage } from '../src/views/order-page.ts'
import { type ProductPageData, productPage } from '../src/views/product-page.ts'
import { EMPTY_FORM, type OrderJson } from '../src/views/types.ts'
import { everyPage, productData } from './view-pages.ts'
import { address, cart, context, HOSTILE, line, order, product, quote, totals, win } from './view-samples.ts'
import { orderKnown } from './view-samples-checkout.ts'

/** The one script of a page, by its own address. */
const SHOP_SCRIPT = /<script type="module" src="\/assets\/(?:shop|auction|checkout|sell)\.[\w-]{10}\.js"><\/script>/
const ESCAPED = '&quot;&gt;&lt;img onerror=x&gt;'

describe('html', () => {
  it('escapes text, keeps markup, and prints nothing for what is absent', () => {
    const inner = html`<b>${HOSTILE}</b>`
    assert.equal(
      String(html`<p title="${HOSTILE}">${[inner, null, undefined, false, 7]}</p>`),
      `<p title="${ESCAPED}"><b>${ESCAPED}</b>7</p>`,
    )
  })
})

describe('every page', () => {
  it('escapes hostile text wherever it stands', () => {
    for (const [name, page] of everyPage(HOSTILE)) {
      const text = String(page)
      assert.ok(!text.includes('<img onerror'), `${name} has the text as markup`)
      if (name !== 'payment') assert.ok(text.includes(ESCAPED), `${name} does not show the text at all`)
    }
  })

  it('has no script, style or handler of its own, and one heading of the first rank', () => {
    for (const locale of ['ro', 'en'] as const) {
      for (const [name, page] of everyPage('', locale)) {
        const text = String(page).replace(SHOP_SCRIPT, '')
        assert.doesNotMatch(text, /<script|<style|\sstyle=|\son[a-z]+=|javascript:/i, name)
        assert.doesNotMatch(text, /undefined|\[object|NaN/, name)
        if (name.startsWith('drawer')) continue
        assert.match(text, new RegExp(`^<!doctype html>\\s<html lang="${locale}"`), name)
        assert.equal(text.split('<h1').length - 1, 1, name)
      }
    }
  })

  it('names every box once, and each label its box', () => {
    for (const [name, page] of everyPage('')) {
      const ids = [...String(page).matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id)
      assert.deepEqual(
        ids.filter((id, index) => ids.indexOf(id) !== index),
        [],
        name,
      )
      for (const [, id] of String(page).matchAll(/<label for="([^"]*)"/g)) assert.ok(ids.includes(id), `${name}: ${id}`)
    }
  })

  it('changes things by POST forms only; what is asked by GET is a search', () => {
    for (const [name, page] of everyPage('')) {
      for (const [, attributes = ''] of String(page).matchAll(/<form([^>]*)>/g)) {
        assert.match(attributes, /method="post"|method="get" action="\/"/, `${name}: <form${attributes}>`)
      }
    }
  })
})

describe('the product page', () => {
  const shown = (more: Partial<ProductPageData>): string => String(productPage(context(), productData('', more)))

  it('has a form to add what can be had, with the costs before the button', () => {
    const text = shown({})
    assert.match(text, /name="product" value="garment:1"/)
    assert.ok(text.indexOf('17,45') > 0 && text.indexOf('17,45') < text.indexOf('action="/cart/items"'))
    assert.ok(text.includes('15 minute'))
    assert.doesNotMatch(text, /name="quantity"/)
  })

  it('knows what the visitor has won, and does not call him somebody else', () => {
    const won = shown({ product: product('', { availability: 'held' }), win: { ...win(), price: '80.00', state: 'unpaid' } })
    assert.match(won, /class="price big"><bdi dir="ltr">80,00\sRON/)
    assert.match(won, /Ai câștigat această piesă la <bdi dir="ltr">80,00\sRON[\s\S]*action="\/cart\/items"[\s\S]*Plătește în coș/)
    assert.doesNotMatch(won, /Altcineva/)
  })

  it('says once to whoever was a moment too late that somebody has it', () => {
    const data = productData('', { product: product('', { availability: 'held' }) })
    const late = String(productPage({ ...context(), flash: { kind: 'error', text: 'Altcineva are piesa în coș.' } }, data))
    assert.equal(late.match(/Altcineva/g)?.length, 1)
    assert.match(late, /Dacă nu o cumpără, redevine disponibilă\./)
  })

  it('asks for a quantity only where there is more than one', () => {
    assert.match(shown({ product: product('', { type: 'article', stock: 20 }) }), /20 de bucăți[\s\S]*name="quantity"/)
    assert.match(shown({ product: product('', { type: 'material', stock: 40, scale: 3 }) }), /40 kg[\s\S]*inputmode="decimal"/)
  })

  it('has no form to add what cannot be had', () => {
    const without: readonly Partial<ProductPageData>[] = [
      { product: product('', { availability: 'sold' }) },
      { product: product('', { availability: 'held', available_again_at: '2026-11-21T12:35:00.000Z' }) },
      { product: product('', { availability: 'in_your_cart' }) },
      { product: product('', { availability: 'auction' }) },
      { obstacle: { code: 'own_product' } },
      { obstacle: { code: 'buyer_not_allowed', reason: 'sellerCanBuy' } },
    ]
    for (const more of without) assert.doesNotMatch(shown(more), /action="\/cart\/items"/)
  })

  it('says until when somebody else holds it, with the day when that is far', () => {
    const held = (until: string) => shown({ product: product('', { availability: 'held', available_again_at: until }) })
    assert.match(held('2026-11-21T12:35:00.000Z'), /până la <time[^>]*><bdi dir="ltr">14:35</)
    assert.match(held('2026-11-24T12:35:00.000Z'), /până la <time[^>]*>24 noiembrie/)
  })
})

describe('the cart', () => {
  it('shows the same totals in the drawer and on the page', () => {
    const list = /<dl class="totals">[\s\S]*?<\/dl>/
    assert.equal(list.exec(String(cartDrawer(cart(), 'ro')))?.[0], list.exec(String(cartFragment(cart(), 'ro')))?.[0])
  })

  it('lists every line once, those in no parcel under a heading of their own', () => {
    const text = String(cartFragment(cart(), 'en'))
    for (const id of ['l1', 'l2', 'l3', 'l4', 'l5', 'l6']) assert.equal(text.split(`data-line="${id}"`).length - 1, 1, id)
    assert.ok(text.indexOf('Not in the total') < text.indexOf('data-line="l2"'))
  })

  it('goes to checkout only with something to buy', () => {
    const lapsed = { ...cart(), lines: [line('l1', '', { state: 'expired' })] }
    assert.match(String(cartDrawer(cart(), 'ro')), /href="\/checkout"/)
    assert.doesNotMatch(String(cartDrawer(lapsed, 'ro')), /href="\/checkout"/)
  })

  it('leads to the order while its payment is under way, and offers nothing that would fail', () => {
    const notice = { code: 'payment_in_progress', severity: 'info' } as const
    const waiting = { ...cart(), notices: [{ ...notice, order: 'c1-o1' }] }
    for (const text of [String(cartFragment(waiting, 'en')), String(cartDrawer(waiting, 'en'))]) {
      assert.match(text, /waits for its card payment/)
      assert.match(text, /<a class="button" href="\/orders\/c1-o1">/)
      assert.deepEqual(text.match(/action="[^"]*"/g), ['action="/cart/notices/seen"'])
      assert.doesNotMatch(text, /href="\/checkout"/)
    }
    const other = { ...waiting, notices: [{ ...notice, order: 'c2-o1' }] }
    assert.match(String(cartFragment(other, 'en')), /href="\/orders\/c2-o1"[\s\S]*action="\/cart\/clear"[\s\S]*href="\/checkout"/)
  })

  it('survives a line whose product, picture and seller are gone', () => {
    const gone = line('l1', '', { product: { ...product(), url: null, image: null, seller: null }, state: 'unavailable' })
    const text = String(
      cartFragment({ ...cart(), lines: [gone], groups: [{ seller: null, lines: ['l1'], fee: '0.00', shipping: null }] }, 'en'),
    )
    assert.match(text, /<span class="name">Rochie<\/span>/)
    assert.doesNotMatch(text, /null|undefined/)
  })
})

describe('the checkout page', () => {
  const data = {
    cart: cart(),
    quote: quote(),
    addresses: [address()],
    chosen: { address: '', shipping: '', payment: 'cod', use_wallet: false, lines: null },
    key: 'k1',
    lockers: new Set(['locker']),
    wallet: { balance: '10.00', left: null, missing: '242.44' },
    form: EMPTY_FORM,
  }

  it('carries key, hash and the choices that are marked', () => {
    const text = String(checkoutPage(context(), data))
    assert.match(text, /name="key" value="k1"/)
    assert.match(text, /name="quote" value="h"/)
    assert.match(text, /name="address" value="a1" checked/)
    assert.match(text, /name="shipping\[mara\]" value="curier" checked/)
    assert.match(text, /name="shipping\[dan\]" value="locker" checked/)
    assert.match(text, /name="payment" value="card" checked/, 'cash on delivery is not open, so the first open one is marked')
    assert.match(text, /name="address_postal_code"/)
  })

  it('says on the button what is paid, and submits before it recalculates', () => {
    const text = String(checkoutPage(context(), data))
    assert.ok(text.indexOf('Plătește 252,44') > 0)
    assert.ok(text.indexOf('Plătește 252,44') < text.indexOf('formaction="/checkout/quote"'))
  })

  it('has one field for the delivery of one parcel, and shows an empty cart without a form', () => {
    const [group] = data.cart.groups
    assert.ok(group)
    assert.match(
      String(checkoutPage(context(), { ...data, cart: { ...data.cart, groups: [group] } })),
      /name="shipping" value="curier" checked/,
    )
    assert.doesNotMatch(String(checkoutPage(context(), { ...data, quote: { ...quote(), lines: [] } })), /action="\/checkout"/)
  })

  it('keeps what was typed and ties an error to its box', () => {
    const form = {
      values: { address_city: 'Iași' },
      errors: [{ field: 'city', code: 'too_long' }],
      refusal: { code: 'address_invalid', details: {} },
    }
    const text = String(checkoutPage(context(), { ...data, form }))
    assert.match(text, /<title>Eroare: /)
    assert.match(text, /id="address_city"[^>]* value="Iași"[^>]* aria-describedby="address_city-error" aria-invalid="true"/)
    assert.match(text, /<a href="#address_city">/)
  })
})

describe('the order page and the error page', () => {
  it('offers to cancel only while nothing has left', () => {
    const placed = { ...order(), parcels: order().parcels.slice(0, 1) }
    assert.match(
      String(orderPage(context(), { order: placed, known: orderKnown(), placed: false, next: null })),
      /action="\/orders\/o1\/cancel"/,
    )
    assert.doesNotMatch(
      String(orderPage(context(), { order: order(), known: orderKnown(), placed: false, next: null })),
      /action="\/orders\/o1\/cancel"/,
    )
  })

  it('leads on to a payment that waits, once, with the way to cancel it', () => {
    const waiting: OrderJson = { ...order(), state: 'placed', payments: [{ method: 'card', amount: '302.44', state: 'pending' }] }
    const shown = (next: string | null): string =>
      String(orderPage(context(), { order: waiting, known: orderKnown(), placed: false, next }))
    for (const next of ['/payments/simulated/a1', 'https://pay.example.com/a1'])
      assert.ok(shown(next).includes(`<a class="button" href="${next}">`))
    for (const next of [null, 'javascript:alert(1)', '//evil.example', '/\\evil.example'])
      assert.doesNotMatch(shown(next), /Continuă plata/)
    assert.equal(shown(null).split('action="/orders/o1/cancel"').length - 1, 1)
  })

  it('names a total that is not final an estimate', () => {
    const final = { ...order(), totals: { ...totals(), shipping_is_estimate: false } }
    assert.ok(String(orderPage(context(), { order: order(), known: orderKnown(), placed: false, next: null })).includes('Total estimat'))
    assert.ok(!String(orderPage(context(), { order: final, known: orderKnown(), placed: false, next: null })).includes('Total estimat'))
  })

  it('speaks by status, and by the code of the refusal', () => {
    const page = (status: number, code?: string): string =>
      String(errorPage(context(), { status, refusal: code === undefined ? null : { code, details: {} } }))
    assert.ok(page(404).includes('Pagina nu există'))
    assert.ok(page(500).includes('Greșeala este a noastră'))
    assert.ok(page(503, 'unavailable').includes('Nu putem răspunde acum'))
    assert.ok(page(410, 'item_sold').includes('S-a vândut între timp.'))
  })
})
