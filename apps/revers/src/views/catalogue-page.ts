import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import { activeFilters, address, withoutLinks } from './parts/active-filters.ts'
import { filterForm } from './parts/filter-form.ts'
import { type CatalogueItem, productGrid } from './parts/product-card.ts'
import type { FieldErrorJson, PageContext, SellerJson } from './types.ts'

/** The filters of the catalogue and its order, as the address holds them; empty means any. */
export interface CatalogueFilters {
  readonly q: string
  readonly category: string
  readonly seller: string
  readonly brand: string
  readonly size: string
  readonly condition: string
  readonly colour: string
  readonly price_min: string
  readonly price_max: string
  readonly sale: 'buy' | 'auction' | ''
  readonly reserved: string
  readonly availability: 'available' | 'held' | 'in_your_cart' | 'sold' | 'auction' | ''
  readonly sort: 'newest' | 'price_up' | 'price_down'
}

/** What there is to choose from. */
export interface CatalogueChoices {
  readonly sellers: readonly SellerJson[]
  readonly brands: readonly string[]
  readonly sizes: readonly string[]
}

export interface CatalogueData {
  readonly items: readonly CatalogueItem[]
  /** How many were found, and whether there are more than were counted. */
  readonly count: number
  readonly more: boolean
  readonly filters: CatalogueFilters
  /** What is wrong with the prices that were typed. */
  readonly errors: readonly FieldErrorJson[]
  readonly choices: CatalogueChoices
  /** Where nothing was found: what comes close. */
  readonly closest: readonly CatalogueItem[]
  /** The cursor of the following page, null at the end. */
  readonly next: string | null
  /** Whether this is a later page, reached by a cursor. */
  readonly continued: boolean
}

/** The shop window, `GET /`: filters are a plain form, so every view of the shop has its address. */
export function cataloguePage(context: PageContext, data: CatalogueData): Html {
  const { shop } = messagesOf(context.locale)
  const { items, filters, continued, errors, count, more } = data
  const { sort: _, ...narrowing } = filters
  const bare = !continued && Object.values(narrowing).every((value) => value === '')
  const name = titleOf(data, context)
  const heading = bare ? html`<div class="hero"><h1>${shop.heroTitle}</h1><p>${shop.heroText}</p></div>` : html`<h1>${name}</h1>`
  const found = html`<div class="found"><h2>${more ? shop.moreThan(count) : shop.pieces(count)}</h2>${items.length > 0 ? sorts(filters, context) : ''}</div>
${errors.length > 0 ? html`<p class="meta">${shop.priceOff}</p>` : ''}${activeFilters(data, context)}${items.length > 0 ? productGrid(items, context) : nothing(bare, data, context)}${pageLinks(data, context)}`
  const main = html`${heading}${categoryChips(filters, context)}
<div class="shelf">${filterForm(data, context)}<section aria-label="${shop.results}">${found}</section></div>`
  return layout(context, { title: name, main, searched: filters.q, faulty: errors.length > 0 })
}

const titleOf = ({ filters: { q, category, seller }, choices }: CatalogueData, { locale }: PageContext): string => {
  const { shop } = messagesOf(locale)
  if (q !== '') return shop.resultsFor(q)
  if (Object.hasOwn(shop.types, category)) return shop.types[category as keyof typeof shop.types]
  const sold = choices.sellers.find(({ id }) => id === seller)
  return sold === undefined ? shop.catalogueTitle : shop.piecesOf(sold.name)
}

function sorts(filters: CatalogueFilters, { locale }: PageContext): Html {
  const { shop } = messagesOf(locale)
  const links = (['newest', 'price_up', 'price_down'] as const).map((sort) => {
    const here = sort === filters.sort ? html` aria-current="true"` : ''
    return html`<li><a class="tab" href="${address({ ...filters, sort })}"${here}>${shop.sorts[sort]}</a></li>`
  })
  return html`<nav aria-label="${shop.order}"><ul class="sorts">${links}</ul></nav>`
}

function pageLinks({ filters, next, continued }: CatalogueData, { locale }: PageContext): Html {
  const { shop } = messagesOf(locale)
  if (next === null && !continued) return html``
  return html`<nav class="pages" aria-label="${shop.pages}">
${continued ? html`<a class="button secondary" href="${address(filters)}">${shop.firstPage}</a>` : ''}
${next === null ? '' : html`<a class="button secondary" rel="next" href="${address(filters, next)}">${shop.nextPage}</a>`}</nav>`
}

// In the order of the shelf; what is counted stands together at the end.
const CHIPS = ['dress', 'coat', 'knit', 'blazer', 'shirt', 'trousers', 'skirt', 'tee', 'bag', 'article', 'material'] as const

function categoryChips(filters: CatalogueFilters, { locale }: PageContext): Html {
  const { shop } = messagesOf(locale)
  const chips = [{ value: '', label: shop.allTypes }, ...CHIPS.map((value) => ({ value, label: shop.types[value] }))].map(
    ({ value, label }) =>
      html`<li><a href="${address({ ...filters, category: value })}"${value === filters.category ? html` aria-current="true"` : ''}>${label}</a></li>`,
  )
  return html`<nav aria-label="${shop.type}"><ul class="chips">${chips}</ul></nav>`
}

/** Nothing fits: which filter to give up, and what comes close. */
function nothing(bare: boolean, data: CatalogueData, context: PageContext): Html {
  const { shop } = messagesOf(context.locale)
  if (bare) return html`<div class="empty"><p>${shop.emptyShop}</p></div>`
  return html`<div class="nothing">${withoutLinks(data, context)}</div>
${data.closest.length > 0 ? html`<h2>${shop.closest}</h2>${productGrid(data.closest, context)}` : ''}`
}
