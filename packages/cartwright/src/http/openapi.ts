import { z } from 'zod'
import type { Route } from './route.ts'
import { problemSchema } from './schemas.ts'

type Json = Record<string, unknown>

/** What a description says of itself. */
export interface Description {
  readonly title: string
  readonly version: string
  /** The name of the session cookie, for the login that some routes need. */
  readonly cookie: string
}

const PROBLEM = { $ref: '#/components/schemas/Problem' }

/**
 * Describes a table of routes as OpenAPI 3.1, from the very schemas that check requests and answers.
 *
 * @example
 * openApi(routes, { title: 'Shop', version: '1', cookie: 'cartwright' })
 */
export function openApi(routes: readonly Route[], description: Description): Json {
  const paths = new Map<string, Json>()
  for (const row of routes) {
    const path = row.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths.set(path, { ...paths.get(path), [row.method.toLowerCase()]: operation(row) })
  }
  return {
    openapi: '3.1.0',
    info: { title: description.title, version: description.version },
    paths: Object.fromEntries(paths),
    components: {
      schemas: { Problem: schemaOf(problemSchema, 'output') },
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: description.cookie } },
    },
  }
}

function operation(row: Route): Json {
  const status = String(row.status ?? 200)
  const answer = row.answer === undefined ? {} : { content: { 'application/json': { schema: schemaOf(row.answer, 'output') } } }
  const body = bodyOf(row)
  return {
    operationId: idOf(row),
    summary: row.summary,
    ...(row.needs !== undefined && { security: [{ session: [] }] }),
    parameters: [...pathParameters(row), ...queryParameters(row), ...keyParameter(row)],
    ...(body !== null && { requestBody: body }),
    responses: {
      [status]: { description: row.summary, ...answer },
      default: { description: 'A refusal', content: { 'application/problem+json': { schema: PROBLEM } } },
    },
  }
}

/** `POST /cart/items/:line/remove` is `post_cart_items_line_remove`. */
const idOf = (row: Route): string => `${row.method}${row.path}`.toLowerCase().replace(/[^a-z]+/g, '_')

const pathParameters = (row: Route): Json[] =>
  [...row.path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))

function queryParameters(row: Route): Json[] {
  if (row.query === undefined) return []
  const { properties = {}, required = [] } = schemaOf(row.query, 'input') as { properties?: Record<string, Json>; required?: string[] }
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }))
}

const keyParameter = (row: Route): Json[] =>
  row.method === 'GET' || row.idempotency === 'none'
    ? []
    : [{ name: 'Idempotency-Key', in: 'header', required: false, schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' } }]

function bodyOf(row: Route): Json | null {
  if (row.body === undefined) return null
  const schema = schemaOf(row.body, 'input')
  const properties = {
    ...(schema.properties as Json | undefined),
    ...NEXT,
    ...(row.idempotency !== 'none' && FORM_KEY),
    ...(row.idempotency === 'required' && KEY),
  }
  const complete = schema.type === 'object' ? { ...schema, properties } : schema
  const required = Array.isArray(schema.required) && schema.required.length > 0
  return { required, content: { 'application/json': { schema: complete }, 'application/x-www-form-urlencoded': { schema: complete } } }
}

const NEXT = { next: { type: 'string', description: 'Where a form goes afterwards: a path of this site' } }
const FORM_KEY = {
  idempotency_key: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'Instead of the header Idempotency-Key, for forms' },
}
const KEY = {
  key: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'The same as idempotency_key; a key is needed' },
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io, target: 'draft-2020-12' }) as Json
  return rest
}
