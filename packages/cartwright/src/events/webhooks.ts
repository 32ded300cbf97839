import type { Context } from '../context.ts'
import type { EventName, ShopEvent } from './event.ts'
import { checkEventName } from './event-names.ts'
import { ID_HEADER, keyOf, SIGNATURE_HEADER, signatureOf, TIME_HEADER, webhookBody } from './sign-webhook.ts'

/** An address that is told of events by signed POST requests. */
export interface Webhook {
  /** `https:` (or `http:`, for receivers in the same house). It is also the name under which its deliveries are kept. */
  readonly url: string
  /** At least 32 characters, known to this shop and the receiver only; `whsec_` and base64 is understood as such. */
  readonly secret: string
  /** The events it is told of. Default all. */
  readonly events?: readonly EventName[]
}

/** A webhook with its default in its place. */
export type WebhookSettings = Omit<Webhook, 'events'> & { readonly events: readonly EventName[] | null }

/** Throws `RangeError` for an address nobody can be told at, a short secret, an event there is not, or the same address twice. */
export function webhooksOf(webhooks: readonly Webhook[]): readonly WebhookSettings[] {
  const seen = new Set<string>()
  return webhooks.map(({ url, secret, events = null }, place) => {
    const parsed = URL.parse(url)
    if (parsed === null || !['https:', 'http:'].includes(parsed.protocol) || parsed.username !== '' || parsed.password !== '')
      throw new RangeError(`webhooks[${place}].url: must be a full http(s) address without a name and password`)
    keyOf(secret)
    for (const name of events ?? []) checkEventName(`webhooks[${place}].events`, name)
    if (seen.has(url)) throw new RangeError(`webhooks[${place}].url: is there twice`)
    seen.add(url)
    return { url, secret, events }
  })
}

/** The receiver did not answer at all: it is of no use to try it with other events right now. */
export class NoAnswer extends Error {}

/**
 * Tells a receiver of an event. Any answer but 2xx is a failure; a redirect is not followed, because the signature and the payload are for the
 * address in the options only.
 */
export async function postEvent(context: Context, { url, secret }: WebhookSettings, event: ShopEvent, stop: AbortSignal): Promise<void> {
  const { eventDeadline } = context.options
  const body = webhookBody(event)
  const time = (context.clock() / 1000n).toString()
  const late = AbortSignal.timeout(eventDeadline)
  const response = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    signal: AbortSignal.any([stop, late]),
    headers: {
      'content-type': 'application/json',
      'user-agent': 'cartwright',
      [ID_HEADER]: event.id,
      [TIME_HEADER]: time,
      [SIGNATURE_HEADER]: signatureOf(secret, event.id, time, body),
    },
    body,
  }).catch((error: unknown) => {
    throw new NoAnswer(late.aborted ? `no answer within ${eventDeadline} ms` : reasonOf(error))
  })
  await response.body?.cancel()
  if (!response.ok) throw new Error(`answered ${response.status}`)
}

/** `fetch` says only that it failed; what failed is the cause. */
const reasonOf = (error: unknown): string => {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message : 'no answer'
}
