import type { z } from 'zod'
import type { Buyer } from '../context.ts'
import type { ShopError } from '../errors.ts'
import type { Session } from '../sessions/session.ts'

/** The person behind a request, as the app knows it. */
export interface WebUser {
  readonly id: string
  readonly email: string
  readonly name: string
  readonly roles: readonly string[]
}

/** A sentence to show once, on the next page. */
export interface Flash {
  readonly kind: 'ok' | 'error'
  readonly text: string
  /** What the sentence is about, by the name of its field: a code that was refused, so that its box can show it again. At most 200 characters. */
  readonly field?: { readonly name: string; readonly value: string }
}

/** What is known of a request from its head alone, and who asks. Enough for an error page. */
export interface Visit {
  readonly request: Request
  readonly url: URL
  readonly session: Session
  readonly user: WebUser | null
  readonly buyer: Buyer
  /** Whether the client asked for JSON. */
  readonly json: boolean
  readonly locale: 'ro' | 'en'
  /** Left by the answer before this one; a page that is shown takes it away. */
  readonly flash: Flash | null
  /** The shop's time, milliseconds. */
  readonly now: bigint
}

/** One request, read and checked, as a route gets it. */
export interface Call<Body = unknown, Query = unknown> extends Visit {
  readonly params: Readonly<Record<string, string>>
  /** The network address it came from, as the settings' `clientAddress` says; empty when it is not known. */
  readonly address: string
  readonly query: Query
  readonly body: Body
  /** What was sent, before it was checked: to show a refused form again. */
  readonly fields: Readonly<Record<string, unknown>>
  /** Already checked for its form; null when absent. */
  readonly idempotencyKey: string | null
  /** Where a form wants to go afterwards: a path of this site, already checked, or null. */
  readonly next: string | null
}

/** What a route answers. `body` is for JSON clients, `page` for browsers; a change by form is answered by 303. */
export interface Answer {
  readonly status: number
  /** JSON-safe; null = no content. */
  readonly body: object | null
  /** The page of a GET, or of a POST that has no better place to go. */
  readonly page?: () => Promise<string> | string
  /** Neither JSON nor a page: a picture, a style sheet, a stream of events. Sent as it is to everybody. */
  readonly raw?: { readonly type: string; readonly content: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> }
  /** Where a form's POST goes when it named no `next`. Default `/cart`. */
  readonly redirect?: string
  /** Where a form's POST goes whatever `next` said, such as a payment page. */
  readonly forward?: string
  /** A sentence to show once on the next page. */
  readonly flash?: Flash
  readonly headers?: Readonly<Record<string, string>>
  /** The session as it is from now on; null = end it; absent = unchanged. */
  readonly session?: Session | null
}

/** The details of a refusal as they go over the wire: snake case, decimal strings, ISO times. */
export type RefusalDetails = Readonly<Record<string, unknown>>

/** One row of the table of routes: HTTP and OpenAPI are both made from it. */
export interface Route<Body = unknown, Query = unknown> {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE'
  /** Hono's syntax: `/cart/items/:line`. */
  readonly path: string
  readonly summary: string
  /** Absent: anyone. `login`: refused with `login_required`. `admin`: 404 to everyone else. */
  readonly needs?: 'login' | 'admin'
  /** Strict, so that unknown fields are refused. Absent: no fields are taken. Fields that a form left empty arrive as undefined. */
  readonly body?: z.ZodType<Body>
  /** Strict as well; browsers that ask for a page are not refused for more fields, these are left out. */
  readonly query?: z.ZodType<Query>
  /** Makes the flat, textual fields of a form (or of a query) into what the schema knows. */
  readonly fromForm?: (fields: Readonly<Record<string, unknown>>) => Record<string, unknown>
  /** The schema of the JSON answer, for OpenAPI. */
  readonly answer?: z.ZodType
  readonly status?: number
  /**
   * `required`: refused without a key, and the action itself keeps the key's row (see `http/idempotency.ts`). `none`: a key is ignored.
   * Default `optional`: a key is honoured where one is sent.
   */
  readonly idempotency?: 'required' | 'optional' | 'none'
  /** With a required key: refuse a repeat while the first is under way, instead of letting the action answer it again. */
  readonly impatient?: (call: Call) => boolean
  /** Exempt from the origin check (signed webhooks only). */
  readonly anyOrigin?: boolean
  /** The body is not parsed: `body` is its text, as signatures need it. Of any content type. */
  readonly rawBody?: boolean
  /** Speaks JSON to everybody, also to browsers. */
  readonly jsonOnly?: boolean
  /** The same for everybody, such as a style sheet: the session is not read, and the answer may be cached as its headers say. */
  readonly shared?: boolean
  /** Name of the rate limit bucket. */
  readonly limit?: string
  readonly run: (call: Call<Body, Query>) => Promise<Answer>
  /** What a browser gets when the request was refused (not for `unavailable`, and for `not_found` only the staff's); default: the error page. */
  readonly refused?: (call: Call<unknown, unknown>, error: ShopError, details: RefusalDetails) => Promise<Answer>
  /** Fields that a refusal in JSON carries besides its own. */
  readonly refusedFields?: (call: Call<unknown, unknown>, error: ShopError, details: RefusalDetails) => Promise<object>
}

/** Keeps the types of one route together while a list of routes forgets them. */
export const route = <Body, Query>(row: Route<Body, Query>): Route => row as unknown as Route
