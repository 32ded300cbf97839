import { sessionHeaders } from '../sessions/ask-session.ts'
import type { SessionHeaders } from '../sessions/session.ts'
import { clearFlash, writeFlash } from './flash.ts'
import { houseHeaders } from './headers.ts'
import type { Form, Kept } from './idempotency.ts'
import { isSafe } from './origin.ts'
import type { Answer, Call, Route, Visit } from './route.ts'
import type { HandlerSettings } from './settings.ts'
import { originOf } from './visit.ts'

const HTML = 'text/html; charset=utf-8'
const JSON_TYPE = 'application/json'

/** An answer in the form this client wants: JSON, a page, or the way to the next page. */
export async function formed(call: Call, answer: Answer): Promise<Kept> {
  const { status, body, page, raw } = answer
  const extra = Object.entries(answer.headers ?? {})
  if (raw !== undefined) return { status, headers: [['content-type', raw.type], ...extra], body: null }
  const asJson = (): Form =>
    body === null
      ? { status: status === 200 ? 204 : status, headers: extra, body: null }
      : { status, headers: [['content-type', JSON_TYPE], ...extra], body: JSON.stringify(body) }
  if (page === undefined && isSafe(call.request.method)) return asJson()
  if (page !== undefined) return call.json ? asJson() : { status, headers: [['content-type', HTML], ...extra], body: await page() }
  const location = answer.forward ?? call.next ?? answer.redirect ?? '/cart'
  const onward: Form = { status: 303, headers: [['location', location], ...extra], body: null }
  if (call.idempotencyKey === null) return call.json ? asJson() : onward
  return call.json ? { ...asJson(), kind: 'json', other: onward } : { ...onward, kind: 'form', other: asJson() }
}

/** A page without a route's answer behind it, such as an error page. */
export const pageOf = (status: number, text: string): Kept => ({ status, headers: [['content-type', HTML]], body: text })

/** What becomes a response: `made` is the route's answer, null for a repeat and for a refusal. */
export interface Outcome {
  readonly row: Route | null
  readonly call: Visit
  readonly kept: Kept
  readonly made: Answer | null
}

/** Puts the headers of the house and the cookies around an answer. Nothing is stored on the way, except what is the same for everybody. */
export async function toResponse(settings: HandlerSettings, outcome: Outcome): Promise<Response> {
  const { row, call, kept, made } = outcome
  const added = [...(await sessionOf(settings, call, made)), ...flashCookies(settings, outcome)]
  const headers = headersOf(settings, cachingOf(row, kept), kept.headers, added)
  const content = made?.raw?.content ?? kept.body
  if (call.request.method !== 'HEAD') return new Response(content, { status: kept.status, headers })
  // Nobody will read it, so whatever feeds it has to be told.
  if (content instanceof ReadableStream) void content.cancel()
  return new Response(null, { status: kept.status, headers })
}

/** Who may keep a copy. A refusal: nobody. What is for one person: only his browser, and only where the route says `private`. */
function cachingOf(row: Route | null, { status, headers }: Kept): string | undefined {
  const own = headers.find(([name]) => name.toLowerCase() === 'cache-control')?.[1]
  const mayKeep = status < 400 && (row?.shared === true || own?.startsWith('private,') === true)
  return mayKeep ? own : 'no-store'
}

/** Names and values of headers that need no second look. */
const PLAIN_NAME = /^[a-z0-9-]+$/i
const PLAIN_VALUE = /^[\x20-\x7e]*$/

/**
 * All headers of an answer: those of the house, over them its own, then those that are added. A plain object where that can hold them, which a server
 * writes as it is: `Headers` cost as much as all else here, and are needed only for names that come twice and for values that have to be checked.
 */
function headersOf(
  { formTargets }: HandlerSettings,
  caching: string | undefined,
  own: Kept['headers'],
  added: SessionHeaders,
): Record<string, string> | Headers {
  const headers: Record<string, string> = { ...houseHeaders(formTargets) }
  for (const [name, value] of own) headers[name.toLowerCase()] = value
  if (caching !== undefined) headers['cache-control'] = caching
  const isPlain = [...own, ...added].every(([name, value]) => PLAIN_NAME.test(name) && PLAIN_VALUE.test(value))
  const [one, ...more] = added.map(([name, value]) => [name.toLowerCase(), value] as const)
  if (isPlain && one === undefined) return headers
  if (isPlain && one !== undefined && more.length === 0 && !Object.hasOwn(headers, one[0])) return { ...headers, [one[0]]: one[1] }
  const checked = new Headers(headers)
  for (const [name, value] of added) checked.append(name, value)
  return checked
}

/** A change keeps a session alive; reading never sends a cookie. */
async function sessionOf({ session, shop }: HandlerSettings, call: Visit, made: Answer | null): Promise<SessionHeaders> {
  if (made === null) return []
  const token = made.session === undefined && !isSafe(call.request.method) ? call.session.token : made.session?.token
  if (made.session !== null && typeof token !== 'string') return []
  return sessionHeaders(session, token ?? null, call.request, shop.context.options.pluginDeadline)
}

/** Leaves a sentence for the next page, and takes one away that a page has shown. */
function flashCookies(settings: HandlerSettings, { call, kept, made }: Outcome): SessionHeaders {
  const secure = originOf(settings, call.url).startsWith('https:')
  if (made?.flash !== undefined && kept.status === 303) return [writeFlash(made.flash, secure)]
  const shown = kept.headers.some(([name, value]) => name === 'content-type' && value === HTML)
  return call.flash !== null && shown && call.request.method !== 'HEAD' ? [clearFlash(secure)] : []
}
