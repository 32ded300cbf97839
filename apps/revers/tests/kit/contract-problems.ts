/** The refusals of the HTTP contract: the closed list of codes, their statuses and what each has to tell. */
import { strict as assert } from 'node:assert'
import { z } from 'zod'
import type { Answer } from './client.ts'
import { DRAWER_FIELDS, drawerInProblemSchema, quoteSchema } from './contract.ts'
import type { Problem } from './contract-types.ts'

const problem: z.ZodType<Problem> = z.looseObject({
  type: z.string().min(1),
  title: z.string().min(1),
  status: z.int(),
  code: z.string().min(1),
  detail: z.string().min(1),
})

/** Each code with its status. A body that cannot be read at all is `invalid_input` with 400. */
export const STATUSES: Readonly<Record<string, readonly number[]>> = {
  invalid_input: [422, 400],
  invalid_quantity: [422],
  item_not_found: [404],
  product_not_found: [404],
  not_found: [404],
  item_taken: [409],
  item_sold: [410],
  auction_only: [409],
  insufficient_stock: [409],
  own_product: [403],
  buyer_not_allowed: [403],
  price_mismatch: [409],
  discount_invalid: [422],
  cart_empty: [409],
  cart_changed: [409],
  quote_changed: [409],
  address_required: [422],
  address_invalid: [422],
  shipping_unavailable: [409],
  payment_not_eligible: [409],
  card_declined: [402],
  wallet_insufficient: [402],
  minimum_order: [409],
  hold_limit: [429],
  renewal_limit: [409],
  bid_too_low: [422],
  auction_closed: [409],
  order_state: [409],
  email_taken: [409],
  invalid_credentials: [401],
  login_required: [401],
  forbidden_origin: [403],
  idempotency_in_progress: [409],
  idempotency_mismatch: [422],
  idempotency_key_required: [400],
  rate_limited: [429],
  payload_too_large: [413],
  unsupported_media_type: [415],
  plugin_failed: [502],
  unavailable: [503],
}

const time = z.iso.datetime()
const amount = z.string().regex(/^\d+\.\d{2}$/)
const text = z.string().min(1)
const errors = z.array(z.looseObject({ field: z.string(), code: text })).min(1)
const reasons = ['unknown', 'expired', 'not_started', 'used_up', 'per_customer', 'minimum', 'scope', 'combination', 'already_applied']

const DETAILS: Readonly<Record<string, z.ZodType>> = {
  invalid_input: z.looseObject({ errors }),
  item_taken: z.looseObject({ available_again_at: time }),
  insufficient_stock: z.looseObject({ available: z.union([z.number().min(0), z.string().regex(/^\d+(\.\d+)?$/)]) }),
  buyer_not_allowed: z.looseObject({ reason: text }),
  discount_invalid: z.looseObject({ reason: z.enum(reasons) }),
  quote_changed: z.looseObject({ quote: quoteSchema, changes: z.array(z.unknown()) }),
  address_invalid: z.looseObject({ errors }),
  payment_not_eligible: z.looseObject({ reason: text }),
  bid_too_low: z.looseObject({ next_minimum: amount }),
}

/** Refusals that come before the cart was looked at. */
const EARLY = new Set([
  'invalid_input',
  'payload_too_large',
  'unsupported_media_type',
  'forbidden_origin',
  'login_required',
  'not_found',
  'idempotency_key_required',
  'idempotency_mismatch',
  'idempotency_in_progress',
  'rate_limited',
  'unavailable',
])
const CART_CHANGE = /^\/cart\//

/** Throws an `AssertionError` unless the answer is a documented refusal with all its parts. */
export function checkProblem(answer: Answer): Problem | null {
  const name = `${answer.method} ${answer.path} -> ${answer.status}: ${answer.text.slice(0, 1_500)}`
  if (answer.method === 'HEAD') return null
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json\b/, name)
  const body = problem.parse(answer.json)
  assert.equal(body.status, answer.status, name)
  assert.ok(STATUSES[body.code]?.includes(answer.status), `code and status do not belong together: ${name}`)
  // A body that cannot be read at all (400) has no fields to name.
  const details = answer.status === 400 ? undefined : DETAILS[body.code]?.safeParse(body)
  assert.ok(details?.success !== false, `${JSON.stringify(details?.error?.issues)} ${name}`)
  if (body.code === 'rate_limited' || body.code === 'unavailable')
    assert.match(answer.headers['retry-after'] ?? '', /^\d+$/, `no Retry-After: ${name}`)

  const changesCart = answer.method !== 'GET' && CART_CHANGE.test(answer.path) && !EARLY.has(body.code)
  if (changesCart || DRAWER_FIELDS.some((field) => field in body)) {
    const drawer = drawerInProblemSchema.safeParse(body)
    assert.ok(drawer.success, `the drawer's fields are missing or wrong: ${JSON.stringify(drawer.error?.issues.slice(0, 3))} ${name}`)
  }
  return body
}
