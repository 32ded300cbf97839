import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import { noticeText } from '../../i18n/notices.ts'
import { type Html, html } from '../html.ts'
import type { CartJson } from '../types.ts'
import { actionForm } from './action-form.ts'

/** What changed in the cart by itself, until the buyer says he has seen it. */
export function cartNotices({ notices }: CartJson, locale: Locale): Html {
  if (notices.length === 0) return html``
  const { cart } = messagesOf(locale)
  const canUndo = notices.some(({ code, undo_until: until }) => code === 'merged' && until !== undefined)
  return html`<section class="notices" aria-labelledby="notices"><h2 id="notices">${cart.notices}</h2>
<ul>${notices.map((notice) => html`<li>${noticeText(notice.code, notice, locale)}</li>`)}</ul>
<div class="actions">${canUndo ? actionForm({ to: '/cart/merge/undo', label: cart.undoMerge, next: '/cart', look: 'quiet', cart: 'undo' }) : ''}
${actionForm({ to: '/cart/notices/seen', label: cart.noticesSeen, next: '/cart', look: 'quiet', cart: 'seen' })}</div></section>`
}
