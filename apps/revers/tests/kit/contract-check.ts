/** Holds one answer of the server against the HTTP contract: its schema, its headers, and what must never be in it. */
import { strict as assert } from 'node:assert'
import type { z } from 'zod'
import type { Answer } from './client.ts'
import {
  addressesSchema,
  addressSchema,
  cartSchema,
  checkoutSchema,
  drawerSchema,
  healthSchema,
  lotSchema,
  lotsSchema,
  orderSchema,
  ordersSchema,
  placedSchema,
  productsSchema,
  queueSchema,
  userSchema,
  walletSchema,
  winsSchema,
} from './contract.ts'
import { checkProblem } from './contract-problems.ts'

type Rule = readonly [methods: string, path: RegExp, statuses: readonly number[], schema: z.ZodType | null]

/** What a successful JSON answer of each route looks like; null = no body. The first rule that fits counts. */
const RULES: readonly Rule[] = [
  ['GET', /^\/healthz$/, [200], healthSchema],
  ['GET', /^\/api\/products$/, [200], productsSchema],
  ['POST', /^\/login$/, [200], userSchema],
  ['POST', /^\/register$/, [201], userSchema],
  ['POST', /^\/logout$/, [204], null],
  ['GET', /^\/cart$/, [200], cartSchema],
  ['GET', /^\/cart\/drawer$/, [200], drawerSchema],
  ['POST PATCH DELETE', /^\/cart\//, [200], drawerSchema],
  ['POST', /^\/queue(\/leave)?$/, [200], queueSchema],
  ['GET', /^\/checkout$/, [200], checkoutSchema],
  ['POST', /^\/checkout$/, [201, 202], placedSchema],
  ['GET', /^\/orders$/, [200], ordersSchema],
  ['GET', /^\/orders\/[^/]+$/, [200], orderSchema],
  ['POST', /^\/orders\/[^/]+\/(cancel|received)$/, [200], orderSchema],
  ['GET', /^\/addresses$/, [200], addressesSchema],
  ['POST', /^\/addresses(\/[^/]+\/(remove|use))?$/, [200, 201, 204], addressSchema],
  ['GET POST', /^\/wallet(\/top-up)?$/, [200], walletSchema],
  ['GET', /^\/auctions$/, [200], lotsSchema],
  ['GET', /^\/auctions\/[^/]+$/, [200], lotSchema],
  ['POST', /^\/auctions\/[^/]+\/bids$/, [200], lotSchema],
  ['GET', /^\/account\/wins$/, [200], winsSchema],
]

// What an error page or a log line would give away: stack frames, statements, folders of the server.
const LEAKS = [
  /\bat [^\n]{0,200}:\d+:\d+/,
  /node_modules|\bnode:internal/,
  /\b(select|insert into|delete from)\b[^<>\n]{1,80}\b(from|values|where)\b/i,
  /\b(SQLITE_[A-Z]+|ECONN[A-Z]+|ERR_[A-Z_]{4,})\b/,
  /\/(tmp|home|root|usr|var)\/[\w.-]+/,
]
const PERSONAL = /^\/(cart|checkout|orders|wallet|addresses|account|sell)\b/

/** Throws an `AssertionError` that names the request when the answer breaks the contract. */
export function checkAnswer(answer: Answer, asked: { readonly accept: string; readonly hadCookies: boolean }): void {
  const { method, path, status, headers } = answer
  const name = `${method} ${path} -> ${status}`
  const type = headers['content-type'] ?? ''
  const excerpt = answer.text.slice(0, 600)

  if (status >= 500) assert.ok(status === 502 || status === 503, `${name}: ${excerpt}`)
  if (/^(text|application\/(problem\+)?json)/.test(type)) {
    for (const leak of LEAKS) assert.doesNotMatch(answer.text, leak, `${name} tells too much`)
  }
  for (const cookie of answer.setCookies) {
    assert.match(cookie, /;\s*httponly/i, `${name}: cookie without HttpOnly`)
    assert.match(cookie, /;\s*samesite=lax/i, `${name}: cookie without SameSite=Lax`)
  }
  if (!asked.hadCookies && (method === 'GET' || method === 'HEAD'))
    assert.deepEqual(answer.setCookies, [], `${name} sets a cookie for a visitor`)
  if (PERSONAL.test(path) && status < 300) assert.match(headers['cache-control'] ?? '', /no-store/, `${name}: personal, without no-store`)
  if (type.startsWith('text/html')) {
    const policy = String(headers['content-security-policy'] ?? '')
    assert.match(policy, /default-src/, `${name}: page without a content security policy`)
    assert.doesNotMatch(policy, /unsafe-inline|unsafe-eval/, name)
  }
  if (!asked.accept.includes('application/json')) return
  if (status >= 400) checkProblem(answer)
  else if (status < 300 && method !== 'HEAD') checkSchema(answer, name)
}

function checkSchema(answer: Answer, name: string): void {
  const route = answer.path.replace(/\?.*$/s, '')
  const rule = RULES.find(([methods, path]) => methods.split(' ').includes(answer.method) && path.test(route))
  if (!rule) return
  const [, , statuses, schema] = rule
  assert.ok(statuses.includes(answer.status), `${name}: the contract knows ${statuses.join(', ')}`)
  if (schema === null || answer.status === 204) {
    assert.equal(answer.text, '', name)
    return
  }
  assert.match(answer.headers['content-type'] ?? '', /^application\/json\b/, name)
  const parsed = schema.safeParse(answer.json)
  assert.ok(parsed.success, `${name}: ${JSON.stringify(parsed.error?.issues.slice(0, 5))}\n${answer.text.slice(0, 2_000)}`)
  if (schema === placedSchema) assert.equal('next' in Object(answer.json), answer.status === 202, `${name}: next belongs to 202`)
}
