import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { refusalText } from '../i18n/refusals.ts'
import { layout } from './layout.ts'
import type { PageContext, RefusalJson } from './types.ts'

export interface Fault {
  readonly status: number
  /** Why, when it was a refusal; without one the status speaks. */
  readonly refusal: RefusalJson | null
  /** The page to try again; absent where asking again would do nothing. */
  readonly again?: string | undefined
}

/** An empty hanger: nothing hangs here. */
const HANGER = html`<svg class="hanger" viewBox="0 0 120 76" width="120" height="76" aria-hidden="true" focusable="false"><path d="M52 16a8 8 0 1 1 10 7.7c-1.7.6-2 1.8-2 4.3v4L14.5 59.5c-4.5 3-2.5 8.5 3 8.5h85c5.5 0 7.5-5.5 3-8.5L60 32"/></svg>`

/** The page for anything that went wrong, with the frame of the shop around it. */
export function errorPage(context: PageContext, { status, refusal, again }: Fault): Html {
  const { faults, frame, cart } = messagesOf(context.locale)
  const [title, text] = wordsOf(status, faults)
  const sentence =
    refusal && refusal.code !== 'not_found' && refusal.code !== 'unavailable'
      ? refusalText(refusal.code, refusal.details, context.locale)
      : text
  const main = html`<div class="empty">${HANGER}<h1>${title}</h1><p>${sentence}</p>
<div class="actions">${again === undefined ? '' : html`<a class="button" href="${again}">${faults.again}</a>`}
<a class="button${again === undefined ? '' : ' secondary'}" href="/">${frame.home}</a><a class="button secondary" href="/cart">${cart.viewCart}</a></div>
<p class="fine">${faults.number} ${status} · <a href="/help">${frame.help}</a></p></div>`
  return layout(context, { title, main })
}

type Words = ReturnType<typeof messagesOf>['faults']

function wordsOf(status: number, faults: Words): readonly [title: string, text: string] {
  if (status === 404) return [faults.notFound, faults.notFoundText]
  if (status === 410) return [faults.gone, faults.goneText]
  if (status === 401 || status === 403) return [faults.forbidden, faults.forbiddenText]
  if (status === 429) return [faults.tooMany, faults.tooManyText]
  if (status === 503) return [faults.away, faults.awayText]
  if (status >= 500) return [faults.broken, faults.brokenText]
  return [faults.refused, faults.refusedText]
}
