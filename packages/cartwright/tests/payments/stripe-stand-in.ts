import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'

export const SECRET_KEY = 'sk_test_standIn'
export const WEBHOOK_SECRET = 'whsec_standIn'

type Json = Readonly<Record<string, unknown>>

/** One payment in the books of the stand-in. */
export interface Intent {
  readonly id: string
  readonly amount: number
  readonly currency: string
  readonly metadata: Readonly<Record<string, string>>
  status: 'requires_payment_method' | 'processing' | 'succeeded' | 'canceled'
  amountReceived: number
}

/** What happens to the next request that changes something: nothing is answered, or an error, before or after the work was done. */
export type Mishap = 'hang' | 'reset' | 'reset after' | 'error' | 'error after' | 'decline' | 'busy' | 'refuse'

interface Kept {
  readonly request: string
  answer: { readonly status: number; readonly body: Json } | null
}

/** Speaks the part of Stripe's HTTP that card payments use, with its rules for idempotency keys and its kinds of errors. */
export interface StandIn {
  readonly port: number
  readonly intents: ReadonlyMap<string, Intent>
  readonly refunds: readonly { readonly id: string; readonly intent: string; readonly amount: number; readonly key: string | undefined }[]
  /** Requests as `POST /v1/payment_intents`, in their order. */
  readonly requests: readonly string[]
  /** What happens to the next changing requests, the first first. */
  readonly mishaps: Mishap[]
  /** Keys are forgotten, as after a day. */
  forgetKeys(): void
  /** The intent of an attempt. */
  of(attempt: string): Intent
  /** The buyer pays on his page. */
  pay(attempt: string): Intent
  /** An event as it comes over the wire, and its signature. */
  event(type: string, intent: Intent, other?: EventOptions): { readonly body: string; readonly signature: string }
  close(): Promise<void>
}

export interface EventOptions {
  readonly secret?: string
  /** Seconds since 1970. */
  readonly at?: number
  readonly live?: boolean
  /** Fields of the intent that are told otherwise. */
  readonly told?: Json
}

export async function openStandIn(): Promise<StandIn> {
  const intents = new Map<string, Intent>()
  const refunds: { id: string; intent: string; amount: number; key: string | undefined; status: string }[] = []
  const kept = new Map<string, Kept>()
  const requests: string[] = []
  const mishaps: Mishap[] = []
  const stripe = new Stripe(SECRET_KEY)

  const work = (method: string, path: string, form: URLSearchParams): { status: number; body: Json } => {
    const [, , room, id, act] = path.split('/')
    if (room === 'refunds') return method === 'GET' ? listRefunds(form) : makeRefund(form)
    if (id === undefined) return { status: 200, body: shown(openIntent(form)) }
    const intent = intents.get(id)
    if (intent === undefined) return failure(404, 'invalid_request_error', 'resource_missing')
    if (act !== 'cancel') return { status: 200, body: shown(intent) }
    if (intent.status !== 'requires_payment_method') return failure(400, 'invalid_request_error', 'payment_intent_unexpected_state')
    intent.status = 'canceled'
    return { status: 200, body: shown(intent) }
  }

  const openIntent = (form: URLSearchParams): Intent => {
    const metadata = Object.fromEntries(
      [...form].flatMap(([name, value]) => {
        const field = /^metadata\[(\w+)\]$/.exec(name)?.[1]
        return field === undefined ? [] : [[field, value]]
      }),
    )
    const intent: Intent = {
      id: `pi_${intents.size + 1}`,
      amount: Number(form.get('amount')),
      currency: form.get('currency') ?? '',
      metadata,
      status: 'requires_payment_method',
      amountReceived: 0,
    }
    intents.set(intent.id, intent)
    return intent
  }

  const listRefunds = (form: URLSearchParams) => {
    const data = refunds.filter((one) => one.intent === form.get('payment_intent')).map(refundShown)
    return { status: 200, body: { object: 'list', url: '/v1/refunds', has_more: false, data } }
  }

  const makeRefund = (form: URLSearchParams) => {
    const intent = intents.get(form.get('payment_intent') ?? '')
    const amount = Number(form.get('amount'))
    if (intent === undefined) return failure(404, 'invalid_request_error', 'resource_missing')
    const before = refunds.filter((one) => one.intent === intent.id).reduce((sum, one) => sum + one.amount, 0)
    if (before + amount > intent.amountReceived) return failure(400, 'invalid_request_error', 'charge_already_refunded')
    const refund = {
      id: `re_${refunds.length + 1}`,
      intent: intent.id,
      amount,
      key: form.get('metadata[key]') ?? undefined,
      status: 'succeeded',
    }
    refunds.push(refund)
    return { status: 200, body: refundShown(refund) }
  }

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://stripe.example.com')
    const method = request.method ?? 'GET'
    requests.push(`${method} ${url.pathname}`)
    let text = ''
    for await (const chunk of request) text += String(chunk)
    const send = (status: number, body: Json, replayed = false): void => {
      response.writeHead(status, {
        'content-type': 'application/json',
        'request-id': `req_${requests.length}`,
        ...(replayed && { 'idempotent-replayed': 'true' }),
      })
      response.end(JSON.stringify(body))
    }
    const refuse = ({ status, body }: { status: number; body: Json }): void => send(status, body)
    if (request.headers.authorization !== `Bearer ${SECRET_KEY}`) return refuse(failure(401, 'invalid_request_error', 'api_key'))
    if (method === 'GET') return refuse(work(method, url.pathname, url.searchParams))

    const key = String(request.headers['idempotency-key'] ?? '')
    const known = kept.get(key)
    const sent = `${url.pathname} ${text}`
    if (known !== undefined && known.request !== sent) return refuse(failure(400, 'idempotency_error', undefined))
    if (known?.answer === null) return refuse(failure(409, 'idempotency_error', 'idempotency_key_in_use'))
    if (known?.answer) return send(known.answer.status, known.answer.body, true)

    const mishap = mishaps.shift()
    if (mishap === 'reset') return void request.socket.destroy()
    if (mishap === 'busy') return refuse(failure(429, 'invalid_request_error', 'rate_limit'))
    if (mishap === 'refuse') return refuse(failure(400, 'invalid_request_error', 'parameter_invalid'))
    const entry: Kept = { request: sent, answer: null }
    kept.set(key, entry)
    if (mishap === 'hang') return
    const done =
      mishap === 'error'
        ? failure(500, 'api_error', undefined)
        : mishap === 'decline'
          ? failure(402, 'card_error', 'card_declined', 'insufficient_funds')
          : work(method, url.pathname, new URLSearchParams(text))
    entry.answer = mishap === 'error after' ? failure(500, 'api_error', undefined) : done
    if (mishap === 'reset after') return void request.socket.destroy()
    refuse(entry.answer)
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const of = (attempt: string): Intent => {
    const found = [...intents.values()].find(({ metadata }) => metadata.attempt === attempt)
    if (found === undefined) throw new RangeError(`the stand-in knows no attempt ${attempt}`)
    return found
  }
  return {
    port: (server.address() as AddressInfo).port,
    intents,
    refunds,
    requests,
    mishaps,
    forgetKeys: () => kept.clear(),
    of,
    pay(attempt) {
      const intent = of(attempt)
      if (intent.status === 'canceled') throw new RangeError(`${intent.id} is cancelled`)
      return Object.assign(intent, { status: 'succeeded', amountReceived: intent.amount })
    },
    event(type, intent, { secret = WEBHOOK_SECRET, at, live = false, told = {} } = {}) {
      const object = { ...shown(intent), ...told }
      const body = JSON.stringify({ id: `evt_${requests.length}`, object: 'event', type, livemode: live, data: { object } })
      return {
        body,
        signature: stripe.webhooks.generateTestHeaderString({ payload: body, secret, ...(at !== undefined && { timestamp: at }) }),
      }
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

const shown = ({ id, amount, currency, metadata, status, amountReceived }: Intent): Json => ({
  id,
  object: 'payment_intent',
  amount,
  amount_received: amountReceived,
  currency,
  metadata,
  status,
  client_secret: `${id}_secret`,
  cancellation_reason: null,
})

const refundShown = ({
  id,
  intent,
  amount,
  key,
  status,
}: {
  id: string
  intent: string
  amount: number
  key: string | undefined
  status: string
}): Json => ({
  id,
  object: 'refund',
  amount,
  payment_intent: intent,
  metadata: { key },
  status,
})

const failure = (status: number, type: string, code: string | undefined, decline?: string): { status: number; body: Json } => ({
  status,
  body: {
    error: {
      type,
      message: `${type} ${code ?? ''}`,
      ...(code !== undefined && { code }),
      ...(decline !== undefined && { decline_code: decline }),
    },
  },
})
