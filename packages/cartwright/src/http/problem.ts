import type { CheckoutQuote } from '../checkout/checkout-types.ts'
import { type ErrorCode, REASONS, ShopError } from '../errors.ts'
import { detailsJson } from './details.ts'
import { Malformed } from './malformed.ts'
import { STATUS } from './status.ts'
import { quoteJson } from './wire.ts'
import type { ProblemJson } from './wire-types.ts'

// A stranger who guesses codes must not learn which ones exist.
const MASKED: readonly unknown[] = ['unknown', 'expired', 'not_started', 'used_up']
/** Seconds after which a shop that is away may be asked again. */
const RETRY_AFTER = 5

/** The status of a refusal; what is not well-formed is 400. */
export const statusOf = (error: ShopError): number => (error instanceof Malformed ? 400 : STATUS[error.code])

/** The details of a refusal as the asker may see them, JSON-safe. */
export function visibleDetails(error: ShopError, { currency, guest }: { currency: string; guest: boolean }): Record<string, unknown> {
  // What a plug-in threw may name hosts, files or keys; it is for the log.
  if (error.code === 'plugin_failed') return { plugin: error.details.plugin }
  const { quote, ...details } = error.details
  const masked = guest && error.code === 'discount_invalid' && MASKED.includes(details.reason) ? { ...details, reason: 'unknown' } : details
  return { ...detailsJson(masked, currency), ...(quote !== undefined && { quote: quoteJson(quote as CheckoutQuote) }) }
}

/** A refusal as `application/problem+json` (RFC 9457). `type` is a name, not an address. */
export const problemJson = (code: ErrorCode, status: number, fields: object = {}): ProblemJson => ({
  ...fields,
  type: `urn:cartwright:problem:${code}`,
  title: code.replaceAll('_', ' '),
  status,
  code,
  detail: REASONS[code],
})

/** Seconds to wait, for refusals that pass by themselves. */
export function retryAfter({ code, details }: ShopError): number | null {
  if (code === 'rate_limited') return typeof details.retryAfter === 'number' ? details.retryAfter : RETRY_AFTER
  return code === 'unavailable' ? RETRY_AFTER : null
}

/**
 * What an error means to the asker: a refusal as it is; anything else, a database that is away as well as a mistake of our own, is `unavailable`, the
 * only code for what is not the asker's doing. The log tells them apart.
 */
export const refusalOf = (error: unknown): ShopError =>
  error instanceof ShopError ? error : new ShopError('unavailable', {}, { cause: error })
