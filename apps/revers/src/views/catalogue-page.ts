import { type Html, html, type Piece } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf, wordFor } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import { choicesOf, hidden, option } from './parts/form.ts'
import { type CatalogueItem, productGrid } from './parts/product-card.ts'
import type { PageContext, SellerJson } from './types.ts'

/** The filters of the catalogue, as the address holds them; empty means any. */
export interface CatalogueFilters {
  readonly q: string
  readonly type: string
  readonly seller: string
  readonly availability: string
}

export interface CatalogueData {
  readonly items: readonly CatalogueItem[]
  readonly filters: CatalogueFilters
  readonly sellers: readonly SellerJson[]
  /** The cursor of the following page, null at the end. */
  readonly next: string | null
  /** Whether this is a later page, reached by a cursor. */
  readonly continued: boolean
}

/** The shop window, `GET /`: filters are a plain form, so every view of the shop has its address. */
export function cataloguePage(context: PageContext, data: CatalogueData): Html {
  const { locale } = context
  const { shop } = messagesOf(locale)
  const { items, filters, continued } = data
  const bare = !continued && Object.values(filters).every((value) => value === '')
  const title = filters.q === '' ? shop.catalogueTitle : filters.q
  const heading = bare
    ? html`<div class="hero"><h1>${shop.heroTitle}</h1><p>${shop.heroText}</p></div>`
    : html`<h1>${filters.q === '' ? shop.catalogueTitle : html`<q>${filters.q}</q>`}</h1>`
  const main = html`${heading}${typeChips(filters, locale)}${filterForm(data, locale)}${activeFilters(data, locale)}
<h2 class="unseen">${shop.results}</h2>
${items.length > 0 ? productGrid(items, context) : nothing(bare, locale)}${pageLinks(data, locale)}`
  return layout(context, { title, main, searched: filters.q })
}

/** The address of the catalogue with these filters. */
function address(filters: CatalogueFilters, cursor?: string): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''))
  if (cursor !== undefined) query.set('cursor', cursor)
  const text = query.toString()
  return text === '' ? '/' : `/?${text}`
}

function pageLinks({ filters, next, continued }: CatalogueData, locale: Locale): Html {
  const { shop, frame } = messagesOf(locale)
  if (next === null && !continued) return html``
  return html`<nav class="pages" aria-label="${shop.results}">
${continued ? html`<a class="button secondary" href="${address(filters)}">${shop.firstPage}</a>` : ''}
${next === null ? '' : html`<a class="button secondary" rel="next" href="${address(filters, next)}">${frame.more}</a>`}</nav>`
}

function typeChips(filters: CatalogueFilters, locale: Locale): Html {
  const { shop, frame } = messagesOf(locale)
  const chips = [{ value: '', label: shop.allTypes }, ...choicesOf(shop.types)].map(
    ({ value, label }) =>
      html`<li><a href="${address({ ...filters, type: value })}"${value === filters.type ? html` aria-current="true"` : ''}>${label}</a></li>`,
  )
  return html`<ul class="chips">${chips}<li><a href="/auctions">${frame.auctions}</a></li></ul>`
}

function filterForm({ filters, sellers }: CatalogueData, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const select = (
    name: 'seller' | 'availability',
    label: string,
    any: string,
    choices: readonly { value: string; label: string }[],
  ): Html =>
    html`<div class="field"><label for="${name}">${label}</label>
<select class="box" id="${name}" name="${name}">${[{ value: '', label: any }, ...choices].map((choice) => option(choice, filters[name]))}</select></div>`
  const open = filters.seller !== '' || filters.availability !== ''
  return html`<details class="filters"${open ? ' open' : ''}><summary>${shop.filters}</summary>
<form method="get" action="/">${filters.q === '' ? '' : hidden('q', filters.q)}${filters.type === '' ? '' : hidden('type', filters.type)}
${select(
  'seller',
  shop.seller,
  shop.anySeller,
  sellers.map(({ id, name }) => ({ value: id, label: name })),
)}
${select('availability', shop.availability, shop.anyAvailability, choicesOf(shop.availabilities))}
<button class="button secondary">${shop.apply}</button></form></details>`
}

/** Each filter that is on, with a link that lifts it alone. */
function activeFilters({ filters, sellers }: CatalogueData, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const words: Readonly<Record<keyof CatalogueFilters, Piece>> = {
    q: html`<q>${filters.q}</q>`,
    type: wordFor(shop.types, filters.type),
    seller: sellers.find(({ id }) => id === filters.seller)?.name ?? filters.seller,
    availability: wordFor(shop.availabilities, filters.availability),
  }
  const active = (Object.keys(words) as (keyof CatalogueFilters)[]).filter((name) => filters[name] !== '')
  if (active.length === 0) return html``
  const links = active.map(
    (name) => html`<li><a href="${address({ ...filters, [name]: '' })}"><span class="unseen">${shop.removeFilter} </span>${words[name]}
<span aria-hidden="true">×</span></a></li>`,
  )
  return html`<ul class="chips active" aria-label="${shop.activeFilters}">${links}<li><a href="/">${shop.clearFilters}</a></li></ul>`
}

function nothing(bare: boolean, locale: Locale): Html {
  const { shop } = messagesOf(locale)
  if (bare) return html`<div class="empty"><p>${shop.emptyShop}</p></div>`
  return html`<div class="empty"><h2>${shop.nothingFound}</h2><p>${shop.nothingFoundText}</p>
<a class="button" href="/">${shop.clearFilters}</a></div>`
}
