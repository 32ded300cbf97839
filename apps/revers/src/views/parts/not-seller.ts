import { type Html, html } from 'cartwright/html'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'

const HELPERS = 'ajutor@example.com'

/** Says to somebody who may not sell how to ask for it. */
export function notSeller(locale: Locale): Html {
  const { account } = messagesOf(locale)
  return html`<p>${account.notSeller}</p><p>${account.askToSell} <a href="mailto:${HELPERS}">${HELPERS}</a></p>`
}
