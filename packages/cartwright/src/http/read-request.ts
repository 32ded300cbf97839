import { z } from 'zod'
import { checkInput } from '../check-input.ts'
import { ShopError } from '../errors.ts'
import { readFormText } from './form-fields.ts'
import { Malformed } from './malformed.ts'
import { sitePath } from './next-path.ts'
import { isSafe } from './origin.ts'
import { bodyKind, readBody, readText } from './read-body.ts'
import type { Call, Route, Visit } from './route.ts'

/** What a request brings along, not checked yet. */
export type Sent = Pick<Call, 'query' | 'body' | 'fields' | 'idempotencyKey' | 'next'>

/** What is known of a request before it is read. */
export const NOTHING_SENT: Sent = { query: {}, body: {}, fields: {}, idempotencyKey: null, next: null }

const KEY = /^[A-Za-z0-9_-]{1,64}$/
const NO_FIELDS: z.ZodType = z.strictObject({})

/**
 * Reads query, body, key and `next` of a request. `next` and `idempotency_key` (and, where a key is required, `key`) are taken out: they belong to every
 * form and no schema.
 * Throws what is wrong with the request's form: `invalid_input` (400), `payload_too_large`, `unsupported_media_type`, `idempotency_key_required`.
 */
export async function readSent({ request, url }: Visit, row: Route, ours: string): Promise<Sent> {
  const query = readFormText(url.search.slice(1))
  const nothing = { ...NOTHING_SENT, query }
  if (isSafe(request.method)) return nothing
  if (row.rawBody === true) return { ...nothing, body: await readText(request) }
  const { next, idempotency_key: named, ...sent } = await readBody(request)
  const { key, ...others } = sent
  const fields = row.idempotency === 'required' ? others : sent
  const idempotencyKey = keyOf(request, row, [named, row.idempotency === 'required' ? key : undefined])
  return { query, body: fields, fields, idempotencyKey, next: next === undefined ? null : nextOf(next, ours) }
}

/** Checks query and body against the schemas of the route; a page leaves alone what its query does not know. Throws `invalid_input` (422) with the fields that are wrong. */
export function checkSent(row: Route, call: Call): Call {
  const { fromForm = asTheyAre } = row
  const query = call.query as Call['fields']
  const body = bodyKind(call.request) === 'json' ? call.fields : fromForm(call.fields)
  return {
    ...call,
    query: row.query === undefined ? {} : checkInput(call.json ? row.query : lenient(row.query), fromForm(query)),
    body: row.rawBody === true || isSafe(call.request.method) ? call.body : checkInput(row.body ?? NO_FIELDS, body),
  }
}

/** The address of a page may have fields of others behind ours: links bring them along. Programs are told. */
const lenient = (query: z.ZodType): z.ZodType => (query instanceof z.ZodObject ? query.strip() : query)

const asTheyAre = (fields: Call['fields']): Record<string, unknown> => ({ ...fields })

/** The key of a change, from header or fields; all must agree. */
function keyOf(request: Request, row: Route, fields: readonly unknown[]): string | null {
  if (row.idempotency === 'none') return null
  const [key, ...others] = [request.headers.get('idempotency-key') ?? undefined, ...fields].filter((one) => one !== undefined)
  if (key === undefined) {
    if (row.idempotency === 'required') throw new ShopError('idempotency_key_required')
    return null
  }
  if (typeof key !== 'string' || !KEY.test(key) || others.some((other) => other !== key)) throw new Malformed()
  return key
}

/** A path of this site, or the cart. */
const nextOf = (next: unknown, ours: string): string => (typeof next === 'string' ? sitePath(next, ours) : null) ?? '/cart'
