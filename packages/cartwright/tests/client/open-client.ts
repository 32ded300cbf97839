import { type Client, type ClientOptions, createClient, type Fetch } from '../../src/client/index.ts'
import { type Client as Browser, clientOf, loggedIn, ORIGIN, type Store } from '../http/site.ts'

/** What goes over the line, one entry for each request that left. */
export interface Sent {
  readonly method: string
  readonly path: string
  readonly key: string | null
}

/** What a network may do to one request: let it through, lose it, lose its answer, or answer itself. */
export type Weather = (send: () => Promise<Response>, signal: AbortSignal | null) => Promise<Response>

export interface Line {
  readonly client: Client
  readonly sent: Sent[]
  readonly browser: Browser
}

const LOST = (): Error => new TypeError('fetch failed')

/** The request never arrives. */
export const lose: Weather = async () => {
  throw LOST()
}

/** It arrives, its answer does not. */
export const loseAnswer: Weather = async (send) => {
  await send()
  throw LOST()
}

/** Nothing ever comes, until it is given up. */
export const hang: Weather = (_, signal) =>
  new Promise((_resolve, reject) => {
    // The timer of the signal alone keeps no process alive.
    const awake = setInterval(() => undefined, 1000)
    signal?.addEventListener('abort', () => {
      clearInterval(awake)
      reject(LOST())
    })
  })

/** Somebody on the way answers instead. */
export const answer =
  (status: number, body: string, headers: Record<string, string> = {}): Weather =>
  async () =>
    new Response(body, { status, headers })

/** A client of a shop in memory. The first requests meet the weather in turn, all others a clear sky. */
export function openClient(store: Store, user: string | null, weather: readonly Weather[] = [], options: ClientOptions = {}): Line {
  const browser = user === null ? clientOf(store) : loggedIn(store, user)
  const sent: Sent[] = []
  const fetch: Fetch = async (address, { method = 'GET', headers, body, signal = null }) => {
    const own = new Headers(headers)
    const request = {
      method,
      path: address.slice(ORIGIN.length),
      key: own.get('idempotency-key') ?? (body instanceof URLSearchParams ? body.get('idempotency_key') : null),
    }
    const through = weather[sent.length] ?? ((send: () => Promise<Response>) => send())
    sent.push(request)
    const fields = typeof body === 'string' ? (JSON.parse(body) as unknown) : undefined
    const form = body instanceof URLSearchParams ? [...body] : null
    return through(() => {
      if (form !== null) return browser.submit(request.path, form, { accept: 'application/json' })
      return method === 'GET' ? browser.get(request.path) : browser.send(method, request.path, fields, Object.fromEntries(own))
    }, signal)
  }
  return { client: createClient({ base: ORIGIN, fetch, pause: 1, ...options }), sent, browser }
}
