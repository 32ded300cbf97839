import { type Html, html, type Piece } from 'cartwright/html'
import { messagesOf, wordFor } from '../../i18n/messages.ts'
import type { CatalogueData, CatalogueFilters } from '../catalogue-page.ts'
import type { PageContext } from '../types.ts'

/** The address of the catalogue with these filters. */
export function address({ sort, ...filters }: CatalogueFilters, cursor?: string): string {
  const query = new URLSearchParams(Object.entries(filters).filter(([, value]) => value !== ''))
  if (sort !== 'newest') query.set('sort', sort)
  if (cursor !== undefined) query.set('cursor', cursor)
  const text = query.toString()
  return text === '' ? '/' : `/?${text}`
}

/** One filter that is on: what it says, and the address without it. */
interface ActiveFilter {
  readonly words: Piece
  readonly href: string
}

/** The filters that are on. Of prices that were typed wrong none is. */
function activeOf({ filters, choices, errors }: CatalogueData, { locale }: PageContext): ActiveFilter[] {
  const { shop } = messagesOf(locale)
  const words: Readonly<Record<Exclude<keyof CatalogueFilters, 'sort'>, Piece>> = {
    q: html`<q>${filters.q}</q>`,
    category: wordFor(shop.types, filters.category),
    seller: choices.sellers.find(({ id }) => id === filters.seller)?.name ?? filters.seller,
    brand: filters.brand,
    size: `${shop.size} ${filters.size}`,
    condition: `${shop.condition}: ${wordFor(shop.conditions, filters.condition)}`,
    colour: wordFor(shop.colours, filters.colour),
    price_min: `${shop.from} ${filters.price_min} ${shop.priceUnit}`,
    price_max: `${shop.upTo} ${filters.price_max} ${shop.priceUnit}`,
    sale: wordFor(shop.sales, filters.sale),
    reserved: shop.hideReserved,
    availability: wordFor(shop.availabilities, filters.availability),
  }
  return (Object.keys(words) as (keyof typeof words)[])
    .filter((name) => filters[name] !== '' && !(errors.length > 0 && name.startsWith('price_')))
    .map((name) => ({ words: words[name], href: address({ ...filters, [name]: '' } as CatalogueFilters) }))
}

export const activeCount = (data: CatalogueData, context: PageContext): number => activeOf(data, context).length

/** Each filter that is on, with a link that lifts it alone. */
export function activeFilters(data: CatalogueData, context: PageContext): Html {
  const { shop } = messagesOf(context.locale)
  const active = activeOf(data, context)
  if (active.length === 0 || data.items.length === 0) return html``
  const links = active.map(
    ({ words, href }) =>
      html`<li><a href="${href}"><span class="unseen">${shop.removeFilter} </span>${words} <span aria-hidden="true">×</span></a></li>`,
  )
  return html`<ul class="chips active" aria-label="${shop.activeFilters}">${links}${clearAll(active, shop.clearFilters)}</ul>`
}

/** Of a single filter, lifting it is clearing all. */
const clearAll = (active: readonly ActiveFilter[], label: string): Html =>
  html`${active.length > 1 ? html`<li><a href="/">${label}</a></li>` : ''}`

/** Where nothing fits, the same as an offer: without this one, or that one. */
export function withoutLinks(data: CatalogueData, context: PageContext): Html {
  const { shop } = messagesOf(context.locale)
  const active = activeOf(data, context)
  const links = active.map(({ words, href }) => html`<li><a href="${href}">${shop.without} ${words}</a></li>`)
  return html`<p class="lead">${active.length > 1 ? shop.nothingFoundText : shop.nothingForOne}</p>
<ul class="chips active">${links}${clearAll(active, shop.clearFilters)}</ul>`
}
