import { Hono } from 'hono'
import { newToken, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { checkMethods } from '../plugins/check-function.ts'
import type { Kept } from './idempotency.ts'
import { once } from './once.ts'
import { isFromOurSite, isSafe } from './origin.ts'
import { checkSent, NOTHING_SENT, readSent } from './read-request.ts'
import { refuse } from './refuse.ts'
import { formed, toResponse } from './respond.ts'
import type { Answer, Call, Route, Visit } from './route.ts'
import type { HandlerSettings } from './settings.ts'
import { admit, arrive, originOf, recognise } from './visit.ts'

/**
 * Makes the whole web side: a function from a web-standard request to its response, whatever server it runs in. It never throws.
 * Making it throws `RangeError` for a session adapter that is none.
 * Every route keeps the same order of refusals: it is the order of the lines in `handle`.
 *
 * @example
 * const handler = createHandler([...cartRoutes(shop, render), ...own], { shop, session, identify, ... })
 * const response = await handler(new Request('http://127.0.0.1:3000/cart'))
 */
export function createHandler(routes: readonly Route[], settings: HandlerSettings): (request: Request) => Promise<Response> {
  checkMethods('session', settings.session, ['read', 'write', 'clear'])
  const app = new Hono()
  for (const row of routes) app.on(row.method, row.path, (context) => handle(settings, context.req.raw, row, context.req.param()))
  app.notFound((context) => handle(settings, context.req.raw, null, {}))
  // Only what the app's own settings throw before anything is known of a request, such as `locale`.
  app.onError((error) => {
    settings.log(error)
    return new Response(null, { status: 500 })
  })
  return async (request) => app.fetch(request)
}

async function handle(settings: HandlerSettings, request: Request, row: Route | null, params: Call['params']): Promise<Response> {
  let visit: Visit = arrive(settings, request, row)
  let call: Call | null = null
  try {
    if (row === null || !isReadable(visit.url.pathname)) throw new ShopError('not_found')
    const ours = originOf(settings, visit.url)
    // Not even what is wrong with a request tells others that there is something for the staff.
    const first = row.needs === 'admin'
    if (first) {
      visit = await recognise(settings, visit)
      admit(row, visit)
      call = { ...visit, ...NOTHING_SENT, params, address: settings.clientAddress(request) }
    }
    // Its form: 400, 413, 415.
    const sent = await readSent(visit, row, ours)
    // Where it comes from: 403.
    if (!isSafe(request.method) && row.anyOrigin !== true && !isFromOurSite(request.headers, ours)) throw new ShopError('forbidden_origin')
    // Who asks: 401, and 404 for what is not for everybody.
    if (row.shared !== true && !first) visit = await recognise(settings, visit)
    call = { ...visit, ...sent, params, address: settings.clientAddress(request) }
    admit(row, visit)
    // What is asked for: 422.
    call = checkSent(row, call)
    // Existence, rules, availability, price and money: the action's own order.
    return await carryOut(settings, row, call)
  } catch (error) {
    return refuse(settings, { row, visit, call }, error)
  }
}

async function carryOut(settings: HandlerSettings, row: Route, call: Call): Promise<Response> {
  const changes = !isSafe(call.request.method)
  const keyed = changes && call.idempotencyKey !== null && row.idempotency !== 'none'
  const actor = keyed && ownerOf(call.buyer) === null ? withToken(call) : call
  // A signed webhook is no person who tries things.
  const bucket = row.limit ?? (changes && row.anyOrigin !== true ? 'change' : null)
  const limited = (): Promise<Answer> => {
    if (settings.limits === null || bucket === null) return row.run(actor)
    return settings.limits.guard(bucket, call, call.address, () => row.run(actor))
  }
  let made: Answer | null = null
  const run = async (): Promise<Kept> => {
    const answer = await limited()
    made = actor !== call && answer.session === undefined ? { ...answer, session: actor.session } : answer
    return formed(call, made)
  }
  const kept = keyed ? await once(settings, row, actor, run) : await run()
  return toResponse(settings, { row, call, kept, made })
}

/** A newcomer who sends a key needs a name to keep it under; the answer gives him the session that goes with it. */
function withToken(call: Call): Call {
  const token = newToken()
  return { ...call, session: { token }, buyer: { token } }
}

/** Whether a path is text: its escapes are UTF-8, and nothing in it is a control character. */
function isReadable(path: string): boolean {
  try {
    return !/\p{Cc}/u.test(decodeURIComponent(path))
  } catch {
    return false
  }
}
