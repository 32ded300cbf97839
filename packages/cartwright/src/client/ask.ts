import { skewOf } from './in-step.ts'

/** What a server has said: its status, its JSON (`undefined`: it was none), and the seconds it asks to wait (null: it named none). */
export interface Heard {
  readonly status: number
  readonly body: unknown
  readonly retryAfter: number | null
}

/** The part of `fetch` that is used here, so that a test or a server may bring its own. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>

/** Sends one request that asks for JSON. Null when nothing came: no network, no answer within `timeout` milliseconds, or it was called off. */
export async function ask(fetch: Fetch, address: string, init: RequestInit, timeout: number): Promise<Heard | null> {
  try {
    const late = AbortSignal.timeout(timeout)
    const signal = init.signal ? AbortSignal.any([init.signal, late]) : late
    const response = await fetch(address, { ...init, signal })
    const text = await response.text()
    return { status: response.status, body: jsonIn(text), retryAfter: secondsIn(response.headers.get('retry-after')) }
  } catch {
    return null
  }
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `Retry-After` is a number of seconds, or a moment. */
function secondsIn(wait: string | null): number | null {
  if (wait === null) return null
  const [seconds, left] = [Number(wait), skewOf(wait) / 1000]
  const given = Number.isNaN(seconds) ? left : seconds
  return Number.isNaN(given) ? null : Math.max(0, given)
}
