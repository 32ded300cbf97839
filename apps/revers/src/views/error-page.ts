import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { refusalText } from '../i18n/refusals.ts'
import { layout } from './layout.ts'
import type { PageContext, RefusalJson } from './types.ts'

export interface Fault {
  readonly status: number
  /** Why, when it was a refusal; without one the status speaks. */
  readonly refusal: RefusalJson | null
}

/** The page for anything that went wrong, with the frame of the shop around it. */
export function errorPage(context: PageContext, { status, refusal }: Fault): Html {
  const { faults, frame, cart } = messagesOf(context.locale)
  const [title, text] = wordsOf(status, faults)
  const sentence =
    refusal && refusal.code !== 'not_found' && refusal.code !== 'unavailable'
      ? refusalText(refusal.code, refusal.details, context.locale)
      : text
  const main = html`<div class="empty"><p class="meta">${status}</p><h1>${title}</h1><p>${sentence}</p>
<div class="actions"><a class="button" href="/">${frame.home}</a><a class="button secondary" href="/cart">${cart.viewCart}</a></div></div>`
  return layout(context, { title, main })
}

type Words = ReturnType<typeof messagesOf>['faults']

function wordsOf(status: number, faults: Words): readonly [title: string, text: string] {
  if (status === 404) return [faults.notFound, faults.notFoundText]
  if (status === 401 || status === 403) return [faults.forbidden, '']
  if (status === 429) return [faults.tooMany, '']
  if (status === 503) return [faults.away, faults.awayText]
  if (status >= 500) return [faults.broken, faults.brokenText]
  return [faults.refused, '']
}
