import { type Html, html, type Piece } from 'cartwright/html'
import { assetPath } from '../assets.ts'
import type { Language } from '../i18n/locale.ts'
import { type Messages, messagesOf } from '../i18n/messages.ts'
import { hidden } from './parts/form.ts'
import { icon } from './parts/icon.ts'
import type { Flash, PageContext } from './types.ts'

export type PageScript = 'shop.js' | 'auction.js' | 'checkout.js' | 'sell.js'

export interface Page {
  readonly title: string
  readonly main: Piece
  /** The title says so when a form has come back. */
  readonly faulty?: boolean
  /** What the search box of the header holds. */
  readonly searched?: string
  /** Whether the cart can slide in; not where the page itself shows the cart. Default: true, without `back`. */
  readonly drawer?: boolean
  /** The script of this page, where it needs more than all pages do. */
  readonly script?: PageScript
  /** Makes the header small, for a page to be finished: the wordmark and this one way back. */
  readonly back?: { readonly path: string; readonly label: string }
}

/** Both fonts are on every page, so they need not wait for the styles to name them. */
const FONTS = ['fonts/instrument-sans-latin.woff2', 'fonts/fraunces-latin.woff2'].map(
  (name) => html`<link rel="preload" href="${assetPath(name)}" as="font" type="font/woff2" crossorigin>`,
)

/** Sets the content of one page into the frame all pages share. */
export function layout(context: PageContext, page: Page): Html {
  const { title, main, faulty = false, searched = '', script = 'shop.js', back, drawer = back === undefined } = page
  const { locale, theme, flash, now } = context
  const messages = messagesOf(locale)
  return html`<!doctype html>
<html lang="${locale}" dir="${locale === 'ar-XB' ? 'rtl' : 'ltr'}"${theme ? html` data-theme="${theme}"` : ''} data-now="${now}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${faulty ? `${messages.frame.errorPrefix} ` : ''}${title} · revers</title>
<meta name="description" content="${messages.frame.tagline}"><meta name="color-scheme" content="light dark">
<link rel="icon" href="${assetPath('favicon.svg')}" type="image/svg+xml">${FONTS}<link rel="stylesheet" href="${assetPath('shop.css')}"><script type="module" src="${assetPath(script)}"></script></head>
<body><a class="skip" href="#main">${messages.frame.skip}</a>
${back ? smallHeader(back) : header(context, messages, searched)}
<main id="main" tabindex="-1" class="wrap">${flash ? flashText(flash) : ''}
${main}</main>
${footer(context, messages)}
<p class="unseen" role="status" aria-live="polite" data-live data-offline="${messages.frame.offline}"></p>${drawer ? cartDrawer(messages) : ''}
</body></html>`
}

/** The way to the login page that comes back to a path of this site. */
export const loginPath = (next: string): string => `/login?next=${encodeURIComponent(next)}`

const WORDMARK = html`<a class="logo" href="/">revers</a>`

const smallHeader = ({ path, label }: NonNullable<Page['back']>): Html =>
  html`<header class="top"><div class="wrap bar">${WORDMARK}<a class="tab" href="${path}">${icon('back')}${label}</a></div></header>`

function header({ user, count, path }: PageContext, { frame }: Messages, searched: string): Html {
  const [here = '/'] = path.split('?')
  const tab = (place: string, label: Piece, target = place): Html =>
    html`<a class="tab" href="${target}"${here === place ? html` aria-current="page"` : ''}>${label}</a>`
  const account = html`${icon('person')}<span class="word">${user ? frame.account : frame.login}</span>`
  return html`<header class="top"><div class="wrap bar">${WORDMARK}
<form class="search" role="search" method="get" action="/">
<input class="box" type="search" name="q" value="${searched}" aria-label="${frame.searchLabel}" placeholder="${frame.searchLabel}" maxlength="100" enterkeyhint="search">
<button class="glass">${icon('search')}<span class="unseen">${frame.search}</span></button></form>
<nav aria-label="${frame.mainNavigation}">${tab('/auctions', frame.auctions)}
${tab('/sell', frame.sell, user ? '/sell' : loginPath('/sell'))}
${user ? tab('/account', account) : tab('/login', account, loginPath(path))}
<a class="tab" href="/cart" data-cart-open${here === '/cart' ? html` aria-current="page"` : ''}>${icon('bag')}<span class="word">${frame.cart}</span> ${badge(count, frame.items)}</a></nav></div></header>`
}

/** The number on the cart link; the words after it (`3 articole`) are there for those who hear it. */
function badge(count: number, items: (count: number) => string): Html {
  const unit = (number: number): string => items(number).replace(String(number), '')
  // The script changes the number; it has no words of its own.
  return html`<cart-badge class="badge" count="${count}"><span data-count>${count}</span><span class="unseen" data-unit data-one="${unit(1)}" data-few="${unit(2)}" data-other="${unit(20)}">${unit(count)}</span></cart-badge>`
}

const flashText = ({ kind, text }: Flash): Html =>
  html`<p class="flash ${kind}" role="${kind === 'ok' ? 'status' : 'alert'}">${icon(kind === 'ok' ? 'done' : 'problem')}<span>${text}</span></p>`

/** The cart that slides in over the page. Its lines come when it opens first; without a script it stays shut and the link leads to the cart. */
const cartDrawer = ({ cart, frame }: Messages): Html =>
  html`<cart-drawer src="/cart/drawer" page="/cart"><dialog aria-labelledby="drawer-title">
<div class="drawer-head"><h2 id="drawer-title" tabindex="-1">${cart.title}</h2>
<button type="button" class="close" data-close aria-label="${frame.closeCart}">${icon('close')}</button></div>
<div data-body></div></dialog></cart-drawer>`

const LANGUAGES: Readonly<Record<Language, string>> = { ro: 'Română', en: 'English' }

function footer({ locale, theme, path }: PageContext, { frame }: Messages): Html {
  const languages = Object.entries(LANGUAGES).map(
    ([code, name]) =>
      html`<button class="link" name="locale" value="${code}" lang="${code}"${code === locale ? html` aria-pressed="true"` : ''}>${name}</button>`,
  )
  const themes = Object.entries({ light: frame.light, dark: frame.dark, system: frame.system }).map(
    ([code, name]) =>
      html`<button class="link" name="theme" value="${code}"${code === (theme ?? 'system') ? html` aria-pressed="true"` : ''}>${name}</button>`,
  )
  return html`<footer><div class="wrap"><p>${frame.demonstration}</p>
<ul class="ways"><li><a href="/help">${frame.help}</a></li><li><a href="/help#accessibility">${frame.accessibility}</a></li>
<li><a href="/openapi.json">${frame.programs}</a></li></ul>
<form class="preferences" method="post" action="/preferences">${hidden('next', path)}
<span role="group" aria-label="${frame.interfaceLanguage}">${languages}</span>
<span role="group" aria-label="${frame.colours}">${themes}</span></form></div></footer>`
}
