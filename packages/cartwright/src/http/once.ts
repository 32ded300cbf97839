import { checkoutKey } from '../checkout/key-rows.ts'
import { hashOf, ownerOf } from '../context.ts'
import { beginRequest, dropRequest, findAnswer, type Kept, type KeyedRequest, keepFirst, storeAnswer } from './idempotency.ts'
import type { Call, Route } from './route.ts'
import type { HandlerSettings } from './settings.ts'

/**
 * Answers a request with a key once (P16): the same buyer, route, key and fields get the first answer again for a day, byte for byte, as JSON or as a
 * form's way on, whichever is asked for. A failure is not kept. What could not be kept is logged and still answered: the deed is done.
 */
export async function once(settings: HandlerSettings, row: Route, call: Call, run: () => Promise<Kept>): Promise<Kept> {
  const { context } = settings.shop
  const request = requestOf(row, call)
  if (row.idempotency === 'required') {
    const before = await findAnswer(context, request, row.impatient?.(call) === true)
    if (before !== null) return formFor(call, before)
    const kept = await run()
    const first = await keepFirst(context, request, kept).catch((error: unknown) => {
      settings.log(error)
      return kept
    })
    return formFor(call, first)
  }
  const beginning = await beginRequest(context, request)
  if (beginning.kind === 'replay') return formFor(call, beginning.kept)
  try {
    const kept = await run()
    await storeAnswer(context, request, beginning.run, kept).catch(settings.log)
    return kept
  } catch (error) {
    await dropRequest(context, request, beginning.run).catch(settings.log)
    throw error
  }
}

/** The kept answer for the client that asks now, who may be of the other kind than the first: a page does not show JSON. */
const formFor = ({ json }: Call, kept: Kept): Kept =>
  kept.other !== undefined && kept.kind !== (json ? 'json' : 'form') ? { ...kept.other } : kept

/** The row of a key. Where the action keeps it, it is the action's own. The path is part of the hash: one key is for one thing. */
function requestOf(row: Route, call: Call): KeyedRequest {
  const owner = ownerOf(call.buyer)
  const key = call.idempotencyKey
  if (owner === null || key === null) throw new TypeError('a request is answered once for a known buyer and a key')
  const id = row.idempotency === 'required' ? checkoutKey(key) : hashOf(`${row.method} ${row.path}\n${key}`)
  return { owner, id, hash: hashOf(canonical([call.url.pathname, call.fields])) }
}

/** The same for every repeat of a request with a key, and for no other request of its sender; null without a key. */
export const hashOfRequest = ({ idempotencyKey, url, fields }: Call): string | null =>
  idempotencyKey === null ? null : hashOf(canonical([idempotencyKey, url.pathname, fields]))

/** JSON with the names of every object in order, so that the order in which a client writes its fields does not matter. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  )
