/** What a server has said: its status, its JSON, and the seconds it asks to wait (null: it named none). */
export interface Heard {
  readonly status: number
  readonly body: unknown
  readonly retryAfter: number | null
}

/** The part of `fetch` that is used here, so that a test or a server may bring its own. */
export type Fetch = (address: string, init: RequestInit) => Promise<Response>

/** Sends one request that asks for JSON. Null when nothing came that can be used: no network, no answer within `timeout` milliseconds, or no JSON. */
export async function ask(fetch: Fetch, address: string, init: RequestInit, timeout: number): Promise<Heard | null> {
  try {
    const headers = { ...init.headers, accept: 'application/json' }
    const response = await fetch(address, { ...init, headers, signal: AbortSignal.timeout(timeout) })
    const wait = response.headers.get('retry-after')
    return { status: response.status, body: await response.json(), retryAfter: wait === null ? null : Number(wait) }
  } catch {
    return null
  }
}

/** A key for one change, out of 128 bits of chance. `randomUUID` is not there on plain http. */
export const newKey = (): string => crypto.getRandomValues(new Uint32Array(4)).join('-')

/** Lets jobs run one after the other, each when the one before has ended, however it ended. */
export function inTurn(): <Value>(job: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve()
  return (job) => {
    const done = last.then(job, job)
    last = done
    return done
  }
}
