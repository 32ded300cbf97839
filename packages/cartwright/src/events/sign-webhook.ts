import { createHmac, timingSafeEqual } from 'node:crypto'
import { systemTime } from '../context.ts'
import type { ShopEvent } from './event.ts'

/** The headers of the Standard Webhooks specification, so that its libraries can check a call in other languages. */
export const ID_HEADER = 'webhook-id'
export const TIME_HEADER = 'webhook-timestamp'
export const SIGNATURE_HEADER = 'webhook-signature'

const VERSION = 'v1'
const FIVE_MINUTES = 300_000n

/** Bytes of the shortest key: what a secret of 32 letters holds in base64. */
const SHORTEST_KEY = 24

/** The key of a secret: its bytes, or what stands in base64 after `whsec_`. Throws `RangeError` for one that could be guessed, or is not there. */
export function keyOf(secret: string): Buffer {
  const written = typeof secret === 'string' ? secret : ''
  const key = written.startsWith('whsec_') ? Buffer.from(written.slice('whsec_'.length), 'base64') : Buffer.from(written)
  if (written.length < 32 || key.length < SHORTEST_KEY) throw new RangeError('the secret of a webhook needs at least 32 characters')
  return key
}

/** HMAC-SHA256 over id, time (seconds since 1970, UTC) and body, as the signature header holds it. */
export const signatureOf = (secret: string, id: string, time: string, body: string | Uint8Array): string =>
  `${VERSION},${createHmac('sha256', keyOf(secret)).update(`${id}.${time}.`).update(body).digest('base64')}`

/** An event as the body of a webhook holds it: `sequence` and `madeAt` are whole numbers as text. */
export const webhookBody = (event: ShopEvent): string =>
  JSON.stringify({ ...event, sequence: event.sequence.toString(), madeAt: event.madeAt.toString() })

/** What a receiver has got: the headers and the body as it came, byte for byte. */
export interface ReceivedWebhook {
  readonly headers: Headers | Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: string | Uint8Array
}

/**
 * For receivers of webhooks: answers the event of a call that this secret has signed, or null when the call is not genuine, was changed on its way,
 * or was sent longer ago (or ahead) than `tolerance` milliseconds (default 5 minutes). A genuine call may come twice: know the event by its `id`.
 * Give it the body before anything has parsed it. Throws `RangeError` for a secret that is too short.
 *
 * @example
 * const event = verifyWebhook({ headers: request.headers, body: await request.text() }, secret)
 * if (event === null) return new Response(null, { status: 400 })
 * if (event.name === 'order.paid') await ship(event.payload.order)
 */
export function verifyWebhook(
  received: ReceivedWebhook,
  secret: string,
  tolerance: bigint = FIVE_MINUTES,
  now: bigint = systemTime(),
): ShopEvent | null {
  if (!isCall(received)) return null
  const id = headerOf(received, ID_HEADER)
  const time = headerOf(received, TIME_HEADER)
  if (!/^\d{1,15}$/.test(time)) return null
  const age = now - BigInt(time) * 1000n
  if (age > tolerance || age < -tolerance) return null
  const right = Buffer.from(signatureOf(secret, id, time, received.body))
  // A sender that changes its secret may sign with the old and the new one; the signatures stand side by side.
  const given = headerOf(received, SIGNATURE_HEADER)
    .split(' ')
    .map((signature) => Buffer.from(signature))
  if (!given.some((one) => one.length === right.length && timingSafeEqual(one, right))) return null
  const { sequence, madeAt, ...event } = JSON.parse(Buffer.from(received.body).toString()) as Record<string, string>
  return { ...event, sequence: BigInt(String(sequence)), madeAt: BigInt(String(madeAt)) } as unknown as ShopEvent
}

/** Whether this is a call at all: apps pass on what came in. */
const isCall = (received: ReceivedWebhook): boolean =>
  typeof received === 'object' &&
  received !== null &&
  typeof received.headers === 'object' &&
  received.headers !== null &&
  (typeof received.body === 'string' || received.body instanceof Uint8Array)

function headerOf({ headers }: ReceivedWebhook, name: string): string {
  const value = headers instanceof Headers ? headers.get(name) : headers[name]
  return typeof value === 'string' ? value : ''
}
