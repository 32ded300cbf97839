import type { ErrorCode } from '../errors.ts'
import type { DrawerJson, QuoteJson } from '../http/wire-types.ts'

/** What a refusal says besides its code, by code; the others say nothing more. */
export interface RefusalFacts {
  readonly invalid_input: { readonly errors: readonly FieldFault[] }
  readonly address_invalid: { readonly errors: readonly FieldFault[] }
  readonly item_taken: { readonly available_again_at?: string }
  readonly insufficient_stock: { readonly available?: number | string }
  readonly buyer_not_allowed: { readonly reason?: string }
  readonly discount_invalid: { readonly reason: string }
  readonly payment_not_eligible: { readonly reason?: string }
  readonly quote_changed: { readonly quote: QuoteJson; readonly changes: readonly QuoteChangeJson[] }
  readonly bid_too_low: { readonly next_minimum?: string }
  readonly minimum_order: { readonly minimum?: string; readonly subtotal?: string }
  readonly order_state: { readonly state?: string; readonly reason?: string }
  /** Seconds. */
  readonly rate_limited: { readonly retry_after?: number }
}

/** One field that was refused. */
export interface FieldFault {
  readonly field: string
  readonly code: string
}

/** One figure that is another one now. */
export interface QuoteChangeJson {
  readonly path: string
  readonly before: unknown
  readonly after: unknown
}

type Refusals = {
  readonly [Code in ErrorCode]: {
    readonly code: Code
    readonly status: number
    /** One plain English sentence, for logs. Pages speak by `code`, or show `announce`. */
    readonly detail: string
  } & (Code extends keyof RefusalFacts ? RefusalFacts[Code] : unknown) &
    // A refused change of the cart carries the drawer answer.
    Partial<DrawerJson>
}

/** The server said no. */
export type Refusal = Refusals[ErrorCode]

/** Nothing came back, however often it was tried: whether the change was done is not known, and the same call again is a new change. */
export interface NetworkError {
  readonly code: 'network'
  readonly status: 0
  readonly detail: string
}

/**
 * Somebody answered, but not as this shop does: a proxy's error page, the login page of a network, another program at that address. `status` is what was
 * answered. Whether a change was done is not known.
 */
export interface UnexpectedAnswer {
  readonly code: 'unexpected_answer'
  readonly status: number
  readonly detail: string
}

export type ClientError = Refusal | NetworkError | UnexpectedAnswer

/**
 * What came of a call. Nothing is thrown, but `TypeError` for an address that is none.
 *
 * @example
 * const added = await client.add('garment:42')
 * if (added.ok) show(added.value.count)
 * else if (added.error.code === 'item_taken') tell(added.error.available_again_at)
 */
export type Result<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ClientError }
