import { type Html, html } from 'cartwright/html'
import { type ColourFamily, SWATCHES } from '../../garments/facets.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { CatalogueData, CatalogueFilters } from '../catalogue-page.ts'
import { EMPTY_FORM, type PageContext } from '../types.ts'
import { activeCount } from './active-filters.ts'
import { type Choice, choicesOf, faultSummary, field, hidden, option } from './form.ts'

/** The filters, at the side where there is room and folded away where there is none. The form is a question: its answer is an address. */
export function filterForm(data: CatalogueData, context: PageContext): Html {
  const { locale } = context
  const { shop } = messagesOf(locale)
  const { filters, errors, choices } = data
  const form = { ...EMPTY_FORM, values: { price_min: filters.price_min, price_max: filters.price_max }, errors }
  const count = activeCount(data, context)
  const price = (name: 'price_min' | 'price_max', label: string): Html => field({ name, label, form, locale, inputmode: 'decimal' })
  const brands = withChosen(choices.brands.map(same), filters.brand)
  const sizes = withChosen(choices.sizes.map(same), filters.size)
  const sellers = choices.sellers.map(({ id, name }) => ({ value: id, label: name }))
  return html`<details class="filters"${errors.length > 0 ? ' open' : ''}><summary class="button secondary">${shop.filters}${count > 0 ? ` (${count})` : ''}</summary>
<form method="get" action="/" novalidate aria-label="${shop.filters}">${faultSummary(form, { price_min: shop.priceFrom, price_max: shop.priceTo }, locale)}
${kept(filters)}<fieldset><legend>${shop.price}</legend><div class="pair">${price('price_min', shop.priceFrom)}${price('price_max', shop.priceTo)}</div></fieldset>
${select(filters, 'size', shop.size, shop.anySize, sizes)}${select(filters, 'brand', shop.brand, shop.anyBrand, brands)}
${select(filters, 'condition', shop.condition, shop.anyCondition, choicesOf(shop.conditions))}${colours(filters, context)}
${select(filters, 'sale', shop.saleLabel, shop.anySale, choicesOf(shop.sales))}
${select(filters, 'seller', shop.seller, shop.anySeller, withChosen(sellers, filters.seller))}
${tick('reserved', 'hide', shop.hideReserved, filters.reserved)}${tick('availability', 'sold', shop.onlySold, filters.availability)}
<button class="button">${shop.apply}</button></form></details>`
}

const same = (value: string): Choice => ({ value, label: value })

/** What an address asks for stays asked for, also when nothing of it is there any more. */
const withChosen = (choices: readonly Choice[], chosen: string): readonly Choice[] =>
  chosen === '' || choices.some(({ value }) => value === chosen) ? choices : [...choices, same(chosen)]

/** What the form has no control for, so that it is not lost. */
function kept({ q, category, sort, availability }: CatalogueFilters): Html {
  const other = availability === 'sold' ? '' : availability
  const fields = Object.entries({ q, category, sort: sort === 'newest' ? '' : sort, availability: other })
  return html`${fields.filter(([, value]) => value !== '').map(([name, value]) => hidden(name, value))}`
}

function select(
  filters: CatalogueFilters,
  name: 'seller' | 'brand' | 'size' | 'condition' | 'sale',
  label: string,
  any: string,
  choices: readonly Choice[],
): Html {
  return html`<div class="field"><label for="${name}">${label}</label>
<select class="box" id="${name}" name="${name}">${[{ value: '', label: any }, ...choices].map((choice) => option(choice, filters[name]))}</select></div>`
}

const tick = (name: string, value: string, label: string, chosen: string): Html =>
  html`<label class="tick"><input type="checkbox" name="${name}" value="${value}"${value === chosen ? ' checked' : ''}> ${label}</label>`

/** A colour is its name beside a swatch. */
function colours({ colour }: CatalogueFilters, { locale }: PageContext): Html {
  const { shop } = messagesOf(locale)
  const radio = (value: string, label: string, swatch: Html | string): Html =>
    html`<label class="tick"><input type="radio" name="colour" value="${value}"${value === colour ? ' checked' : ''}>${swatch} ${label}</label>`
  const families = (Object.keys(SWATCHES) as ColourFamily[]).map((family) =>
    radio(
      family,
      shop.colours[family],
      html`<svg class="dot" viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="9" fill="${SWATCHES[family]}"/></svg>`,
    ),
  )
  return html`<fieldset><legend>${shop.colour}</legend><div class="tints">${radio('', shop.anyColour, '')}${families}</div></fieldset>`
}
