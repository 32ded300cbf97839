import type { ShopError } from '../errors.ts'
import type { Kept } from './idempotency.ts'
import { problemJson, refusalOf, retryAfter, statusOf, visibleDetails } from './problem.ts'
import { formed, pageOf, toResponse } from './respond.ts'
import type { Answer, Call, Route, Visit } from './route.ts'
import type { HandlerSettings } from './settings.ts'

/** How far a request had come when it was refused; `call` is there once it is known who asks. */
interface Progress {
  readonly row: Route | null
  readonly visit: Visit
  readonly call: Call | null
}

/**
 * Answers an error: a problem for JSON clients, a page for browsers. What is not a refusal is logged, and the asker is told nothing but that it did
 * not work now.
 */
export async function refuse(settings: HandlerSettings, progress: Progress, error: unknown): Promise<Response> {
  const { row, visit, call } = progress
  const refusal = refusalOf(error)
  if (refusal.code === 'plugin_failed' || refusal.code === 'unavailable') settings.log(error)
  const status = statusOf(refusal)
  const { kept, made } = await answerTo(settings, progress, refusal, status).catch((second: unknown) => {
    settings.log(second)
    // When even saying no fails, it is said without anybody's help.
    return { kept: problem(refusal, status, {}), made: null }
  })
  const seconds = kept.status < 400 ? null : retryAfter(refusal)
  const headers: Kept['headers'] = seconds === null ? kept.headers : [...kept.headers, ['retry-after', String(seconds)]]
  const outcome = { row, call: call ?? visit, kept: { ...kept, headers } }
  return toResponse(settings, { ...outcome, made }).catch((second: unknown) => {
    // The session cannot be kept alive beside a refusal: the refusal is still said.
    settings.log(second)
    return toResponse(settings, { ...outcome, made: null })
  })
}

async function answerTo(
  settings: HandlerSettings,
  { row, visit, call }: Progress,
  refusal: ShopError,
  status: number,
): Promise<{ kept: Kept; made: Answer | null }> {
  const details = visibleDetails(refusal, { currency: settings.shop.context.options.currency, guest: (call ?? visit).user === null })
  // What does not exist, and what is away, has nothing more to say; with the database away, asking for more would fail as well. The staff is told: a
  // call is there once it is known that it is the staff.
  const isSilent = refusal.code === 'unavailable' || (refusal.code === 'not_found' && row?.needs !== 'admin')
  const more = isSilent ? null : call
  if (visit.json) {
    const fields = more === null ? {} : await row?.refusedFields?.(more, refusal, details)
    return { kept: problem(refusal, status, { ...fields, ...details }), made: null }
  }
  // Who has to log in is shown where, whatever page the route has for its own refusals; of somebody who is, the route knows what more is needed.
  const isStranger = refusal.code === 'login_required' && more?.user === null
  if (more === null || isStranger || row?.refused === undefined)
    return { kept: pageOf(status, await settings.errorPage(call ?? visit, refusal, status, details)), made: null }
  const made = await row.refused(more, refusal, details)
  return { kept: await formed(more, made), made }
}

const problem = (refusal: ShopError, status: number, fields: object): Kept => ({
  status,
  headers: [['content-type', 'application/problem+json']],
  body: JSON.stringify(problemJson(refusal.code, status, fields)),
})
