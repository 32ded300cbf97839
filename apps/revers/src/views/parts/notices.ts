import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import { noticeText } from '../../i18n/notices.ts'
import type { CartJson, NoticeJson } from '../types.ts'
import { actionForm } from './action-form.ts'
import { icon } from './icon.ts'

/** The order whose payment this cart waits for; null when it waits for none. A notice may also speak of another cart's order. */
export function payingOrder({ id, notices }: CartJson): string | null {
  const order = notices.find(({ code }) => code === 'payment_in_progress')?.order
  return typeof order === 'string' && id !== null && order.startsWith(`${id}-`) ? order : null
}

/** A sentence, and the way to the order that it speaks of. */
const noticeLine = (notice: NoticeJson, locale: Locale): Html => html`<li>${noticeText(notice.code, notice, locale)}
${notice.code === 'payment_in_progress' && typeof notice.order === 'string' ? html`<a href="/orders/${encodeURIComponent(notice.order)}">${messagesOf(locale).cart.toPayment}</a>` : ''}</li>`

/** What changed in the cart by itself, until the buyer says he has seen it. What concerns one line or one code is said there instead. */
export function cartNotices({ notices, lines, discounts }: CartJson, locale: Locale): Html {
  const shownElsewhere = new Set([
    ...lines.map(({ id }) => `lines/${id}`),
    ...discounts.flatMap(({ code, reason }) => (reason === undefined ? [] : [`discounts/${code}`])),
  ])
  const general = notices.filter(({ path }) => path === undefined || !shownElsewhere.has(path))
  if (general.length === 0) return html``
  const { cart } = messagesOf(locale)
  const canUndo = general.some(({ code, undo_until: until }) => code === 'merged' && until !== undefined)
  const seen = { to: '/cart/notices/seen', label: cart.noticesSeen, next: '/cart', look: 'quiet', cart: 'seen', id: 'seen' } as const
  const undo = { to: '/cart/merge/undo', label: cart.undoMerge, next: '/cart', look: 'quiet', cart: 'undo', id: 'undo-merge' } as const
  return html`<section class="notices" aria-labelledby="notices"><h2 id="notices">${icon('problem')}${cart.notices}</h2>
<ul>${general.map((notice) => noticeLine(notice, locale))}</ul>
<div class="actions">${canUndo ? actionForm(undo) : ''}${actionForm(seen)}</div></section>`
}
