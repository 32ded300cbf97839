import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import type { PageContext } from './types.ts'

export interface HelpData {
  /** How long an add keeps a thing, in minutes begun; null when the shop keeps nothing before paying. */
  readonly holdMinutes: { readonly user: number; readonly guest: number } | null
  /** After how many days from delivery the seller gets the money. */
  readonly releaseDays: number
  /** What the shop keeps of the price of a piece that is sold, in percent. */
  readonly commission: number
}

/** How the shop works. What it promises is read from the settings it runs with. */
export function helpPage(context: PageContext, { holdMinutes, releaseDays, commission }: HelpData): Html {
  const { help, market, account } = messagesOf(context.locale)
  const hold =
    holdMinutes === null ? [help.noHoldsText] : [help.holdsText(holdMinutes.user, holdMinutes.guest), help.renewText, help.lapseText]
  const sections = [
    ['holds', help.holds, [...hold, help.queueText]],
    ['money', help.money, [help.moneyText, help.protectionText(releaseDays), help.parcelsText]],
    ['auctions', help.auctions, [help.bidText, help.winText]],
    ['selling', help.selling, [help.sellText, market.commission(commission), `${account.askToSell} ajutor@example.com.`]],
    ['returns', help.returns, [help.cancelText, help.returnText]],
    ['accessibility', help.accessibility, [help.accessibilityText, help.checkedText, help.reportText]],
  ] as const
  const main = html`<div class="prose"><h1>${help.title}</h1><p class="lead">${help.lead}</p>
<nav aria-label="${help.contents}"><ul class="chips">${sections.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
${sections.map(([id, title, texts]) => html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${texts.map((text) => html`<p>${text}</p>`)}</section>`)}</div>`
  return layout(context, { title: help.title, main })
}
