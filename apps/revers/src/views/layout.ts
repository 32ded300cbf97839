import { type Html, html, type Piece } from 'cartwright/html'
import { assetPath } from '../assets.ts'
import type { Locale } from '../i18n/locale.ts'
import { type Messages, messagesOf } from '../i18n/messages.ts'
import { hidden } from './parts/form.ts'
import type { Flash, PageContext } from './types.ts'

export interface Page {
  readonly title: string
  readonly main: Piece
  /** The title says so when a form has come back. */
  readonly faulty?: boolean
  /** What the search box of the header holds. */
  readonly searched?: string
}

/** Sets the content of one page into the frame all pages share. */
export function layout(context: PageContext, { title, main, faulty = false, searched = '' }: Page): Html {
  const { locale, theme, flash } = context
  const messages = messagesOf(locale)
  return html`<!doctype html>
<html lang="${locale}" dir="ltr"${theme ? html` data-theme="${theme}"` : ''}>
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${faulty ? `${messages.frame.errorPrefix} ` : ''}${title} · revers</title>
<meta name="description" content="${messages.frame.tagline}"><meta name="color-scheme" content="light dark">
<link rel="icon" href="${assetPath('favicon.svg')}" type="image/svg+xml"><link rel="stylesheet" href="${assetPath('shop.css')}"><script type="module" src="${assetPath('shop.js')}"></script></head>
<body><a class="skip" href="#main">${messages.frame.skip}</a>
${header(context, messages, searched)}
<main id="main" tabindex="-1" class="wrap">${flash ? flashText(flash) : ''}
${main}</main>
${footer(context, messages)}
</body></html>`
}

/** The way to the login page that comes back to a path of this site. */
export const loginPath = (next: string): string => `/login?next=${encodeURIComponent(next)}`

function header({ user, count, path }: PageContext, { frame }: Messages, searched: string): Html {
  const account = user ? { path: '/account', label: frame.account } : { path: loginPath(path), label: frame.login }
  return html`<header class="top"><div class="wrap bar"><a class="logo" href="/">revers</a>
<form class="search" role="search" method="get" action="/">
<input class="box" type="search" name="q" value="${searched}" aria-label="${frame.searchLabel}" maxlength="100">
<button class="button secondary">${frame.search}</button></form>
<nav aria-label="${frame.mainNavigation}"><a class="tab" href="/auctions">${frame.auctions}</a>
<a class="tab" href="${user ? '/sell' : loginPath('/sell')}">${frame.sell}</a><a class="tab" href="${account.path}">${account.label}</a>
<a class="tab" href="/cart" data-cart-open>${frame.cart} ${badge(count, frame.items(count))}</a></nav></div></header>`
}

/** The number on the cart link; the words after it (`3 articole`) are there for those who hear it. */
function badge(count: number, words: string): Html {
  const unit = words.slice(String(count).length)
  return html`<cart-badge class="badge" count="${count}"><span data-count>${count}</span><span class="unseen">${unit}</span></cart-badge>`
}

const flashText = ({ kind, text }: Flash): Html => html`<p class="flash ${kind}" role="${kind === 'ok' ? 'status' : 'alert'}">${text}</p>`

const LANGUAGES: Readonly<Record<Locale, string>> = { ro: 'Română', en: 'English' }

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
<form class="preferences" method="post" action="/preferences">${hidden('next', path)}
<span role="group" aria-label="${frame.interfaceLanguage}">${languages}</span>
<span role="group" aria-label="${frame.colours}">${themes}</span></form></div></footer>`
}
