import { type Html, html } from 'cartwright/html'
import { formatQuantity } from '../../i18n/format.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import { amountOf, type Change, changesOf } from '../../i18n/refusals.ts'
import type { CartJson, QuoteJson, RefusalJson } from '../types.ts'
import { feeName } from './totals.ts'

/** What moved between the price that was shown and the one that is asked now, of a refused order; nothing else has changes. */
export function quoteChangesTable(refusal: RefusalJson | null, cart: CartJson, quote: QuoteJson, locale: Locale): Html {
  const changes = refusal?.code === 'quote_changed' ? changesOf(refusal.details) : []
  const rows = changes.flatMap((change) => {
    const label = labelOf(change.path, cart, quote, locale)
    return label === null ? [] : [changeRow(label, change, cart.currency, locale)]
  })
  if (rows.length === 0) return html``
  const { checkout } = messagesOf(locale)
  return html`<section class="panel changes" aria-labelledby="changes"><h2 id="changes">${checkout.changes}</h2>
<div class="scroll" role="group" tabindex="0" aria-labelledby="changes"><table><thead><tr><th scope="col">${checkout.changed}</th><th scope="col" class="figure">${checkout.before}</th><th scope="col" class="figure">${checkout.after}</th></tr></thead>
<tbody>${rows}</tbody></table></div><p>${checkout.changesText}</p></section>`
}

function changeRow(label: string, { path, before, after }: Change, currency: string, locale: Locale): Html {
  const { checkout } = messagesOf(locale)
  const shown = (value: string | null): string => {
    if (value === null) return checkout.nothing
    return path.endsWith('/quantity') ? formatQuantity(value, locale) : (amountOf({ value, currency }, 'value', locale) ?? value)
  }
  const [was, is] = [shown(before), shown(after)].map((text) => html`<td class="figure"><bdi dir="ltr">${text}</bdi></td>`)
  return html`<tr${path === 'totals/total' ? html` class="grand"` : ''}><th scope="row">${label}</th>${was}${is}</tr>`
}

/** What a path of the quote is called; null for what says nothing to people, or what another row says as well. */
function labelOf(path: string, cart: CartJson, quote: QuoteJson, locale: Locale): string | null {
  const words = messagesOf(locale)
  const { checkout } = words
  const parts = path.split('/')
  const [kind, key = '', detail] = parts
  if (kind === 'lines') {
    const name =
      [...quote.lines, ...cart.lines].find(({ product }) => `${product.type}:${product.id}` === key)?.product.name ?? checkout.someItem
    if (parts.at(-1) === 'unit_price') return checkout.priceOf(name)
    return parts.at(-1) === 'quantity' ? checkout.quantityOf(name) : null
  }
  if (kind === 'discounts') return checkout.codeOf(key)
  if (kind === 'groups') {
    const { seller } = cart.groups.find((group) => (group.seller?.id ?? '') === key) ?? {}
    return detail === 'shipping' && seller && cart.groups.length > 1 ? checkout.deliveryOf(seller.name) : null
  }
  if (kind !== 'totals') return null
  if (key === 'fees') return feeName({ code: detail ?? '', name: detail ?? '' }, locale)
  const totals: Readonly<Record<string, string>> = {
    subtotal: words.cart.subtotal,
    discount: words.cart.discount,
    shipping: words.cart.delivery,
    tax: words.cart.tax,
    total: words.cart.total,
  }
  return totals[key] ?? null
}
