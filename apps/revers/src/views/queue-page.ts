import { type Html, html } from 'cartwright/html'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import type { PlaceJson } from './market-types.ts'
import { accountLayout } from './parts/account-frame.ts'
import { actionForm } from './parts/action-form.ts'
import { reloadAt, until } from './parts/amount.ts'
import { nameLink, thumbnail } from './parts/thing.ts'
import type { PageContext } from './types.ts'

/** The pieces somebody waits for. Guests wait as well, and have no account around the page. */
export function queuePage(context: PageContext, places: readonly PlaceJson[]): Html {
  const { market, cart } = messagesOf(context.locale)
  const none = html`<div class="empty"><h2>${market.noPlaces}</h2><p>${market.noPlacesText}</p><a class="button" href="/">${cart.discover}</a></div>`
  const main = places.length > 0 ? html`<ul class="lines">${places.map((place) => placeLine(place, context))}</ul>` : none
  if (context.user !== null) return accountLayout(context, { title: market.placesTitle, main })
  return layout(context, { title: market.placesTitle, main: html`<h1>${market.placesTitle}</h1>${main}` })
}

function placeLine(place: PlaceJson, context: PageContext): Html {
  const { market, shop } = messagesOf(context.locale)
  const { product, turn_until: turn } = place
  const fields = { product: `${product.type}:${product.id}` }
  const leave = actionForm({ to: '/queue/leave', label: shop.leaveQueue, about: product.name, next: '/queue', fields, look: 'quiet' })
  return html`<li class="line">${thumbnail(product)}
<div><div class="row">${nameLink(product)}</div><p class="meta">${placeText(place, context)}</p>
<div class="actions">${turn && product.url ? html`<a class="button secondary" href="${product.url}">${market.takeIt}<span class="unseen"> ${product.name}</span></a>` : ''}
${leave}</div></div></li>`
}

/** Where somebody stands in a line: his turn and until when, or his place and until when it is held. */
export function placeText({ position, turn_until: turn, holding_until: holding }: Omit<PlaceJson, 'product'>, context: PageContext): Html {
  const { shop, market, frame } = messagesOf(context.locale)
  if (turn)
    return html`<strong>${shop.queueTurn} ${frame.until} ${until(turn, context)}.</strong> ${shop.queueTurnText}.${reloadAt(turn, context)}`
  if (position === 0) return html`${market.nobodyBefore}`
  return html`${shop.queuePosition(position)}${holding ? html` ${market.heldUntil} ${until(holding, context)}.` : ''}${reloadAt(holding, context)}`
}

/** The words of a place for a sentence that is heard. */
export const placeSentence = (position: number, locale: Locale): string => {
  const { shop, market } = messagesOf(locale)
  return position === 0 ? market.nobodyBefore : `${market.joined} ${shop.queuePosition(position)}`
}
