import { CarrierFault } from './carrier-wire.ts'

/** Where a carrier is asked, and how long. */
export interface CarrierAddress {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Milliseconds for the whole answer. */
  readonly deadline: number
}

/** More than any honest answer: a thousand options are some 150 kB. */
const LARGEST_ANSWER = 2 ** 20

/**
 * Sends one question and reads the whole answer within the deadline. Redirects are not followed: the headers may hold a key that is meant for this
 * address only. Every failure is a `CarrierFault`.
 */
export async function callCarrier({ url, headers, deadline }: CarrierAddress, body: string): Promise<string> {
  const signal = AbortSignal.timeout(deadline)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json', accept: 'application/json' },
      body,
      signal,
      redirect: 'manual',
    })
    if (response.status === 200) return await readText(response)
    await response.body?.cancel()
    const { status } = response
    throw new CarrierFault(`answered ${status}`, status < 400 || status >= 500 || FOR_ALL.has(status))
  } catch (error) {
    if (error instanceof CarrierFault) throw error
    throw new CarrierFault(signal.aborted ? `no answer within ${deadline} ms` : 'could not be reached', true, { cause: error })
  }
}

/** Answers below 500 that all questions would get: not let in, too slow, too many. */
const FOR_ALL: ReadonlySet<number> = new Set([401, 403, 404, 408, 429])

async function readText({ body }: Response): Promise<string> {
  const text = new TextDecoder('utf-8', { fatal: true })
  let read = ''
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    if (size > LARGEST_ANSWER) throw new CarrierFault('the answer is too large')
    read += text.decode(chunk, { stream: true })
  }
  return read + text.decode()
}
