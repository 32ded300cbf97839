import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import { hashOfRequest } from './once.ts'
import type { Call } from './route.ts'

/** How often something may be tried in a minute, and by whom. */
export interface Bucket {
  /** Tries a minute. */
  readonly points: number
  /** Tries a minute of all newcomers at one address together: without a session yet, a school or an office looks like one person. */
  readonly newcomers?: number
  /** Whose tries are counted together. */
  readonly key: (call: Call, address: string) => string
  /** Whether a try counts, once its outcome is known; default: every one does. */
  readonly counts?: (call: Call, outcome: unknown) => boolean
  /** The name of a try, null for one without: the same again within a minute is no new try. For buckets that count every try. */
  readonly nameOf?: (call: Call) => string | null
}

export interface RateLimits {
  /** Does `work` if there is a try left; else throws `rate_limited` with `retryAfter` (seconds). */
  guard<Result>(name: string, call: Call, address: string, work: () => Promise<Result>): Promise<Result>
}

/** Seconds. */
const MINUTE = 60

/** Repeats of counted tries a minute, of one actor: as many as other changes. */
const REPEATS = 300

const byActor = (call: Call, address: string): string => ownerOf(call.buyer) ?? `address:${address}`
const isRefusal = (outcome: unknown, code: string): outcome is ShopError => outcome instanceof ShopError && outcome.code === code

/** The shop's own buckets. `change` counts every change that has no bucket of its own. */
export const BUCKETS: Readonly<Record<string, Bucket>> = {
  // Only failures count: whoever knows the password may log in as often as he likes.
  login: {
    points: 10,
    key: (call, address) => `${address} ${String(call.fields.email).trim().toLowerCase()}`,
    counts: (_, outcome) => isRefusal(outcome, 'invalid_credentials'),
  },
  register: { points: 30, key: (_, address) => address },
  // Only guesses count: a code that exists tells a user why it does not apply. Guests are told nothing, so any refusal is a guess.
  coupon: {
    points: 5,
    key: byActor,
    counts: (call, outcome) => isRefusal(outcome, 'discount_invalid') && (call.user === null || outcome.details.reason === 'unknown'),
  },
  add: { points: 120, newcomers: 600, key: byActor },
  // A click that is sent again, with the same key and the same fields, is the same checkout; of a newcomer nobody knows whether it is his.
  checkout: { points: 20, key: byActor, nameOf: (call) => (ownerOf(call.buyer) === null ? null : hashOfRequest(call)) },
  change: { points: 300, key: byActor },
}

/**
 * Rate limits in the memory of this process: with several processes, each counts for itself. A try is taken before the work begins, so any number
 * at once never passes the limit (P30); one that turns out not to count is given back. When the limiter itself fails, the request fails (closed).
 *
 * @example
 * rateLimits({ ...BUCKETS, bid: { points: 60, key: (call) => call.user?.id ?? '' } })
 */
export function rateLimits(buckets: Readonly<Record<string, Bucket>> = BUCKETS): RateLimits {
  const limiters = new Map(Object.entries(buckets).map(([name, bucket]) => [name, limitersOf(bucket)]))
  return {
    guard: async (name, call, address, work) => {
      const found = limiters.get(name)
      if (found === undefined) throw new RangeError(`rateLimits: there is no bucket ${name}`)
      const { bucket } = found
      const limiter = ownerOf(call.buyer) === null ? found.newcomers : found.known
      const key = bucket.key(call, address)
      const named = bucket.nameOf?.(call) ?? null
      if (named === null) await take(limiter, key)
      else await found.tries.take(limiter, key, named)
      let outcome: unknown
      try {
        return await work()
      } catch (error) {
        outcome = error
        throw error
      } finally {
        if (bucket.counts !== undefined && !bucket.counts(call, outcome)) await limiter.reward(key)
      }
    },
  }
}

/** Takes a try, or throws `rate_limited`. */
async function take(limiter: RateLimiterMemory, key: string): Promise<void> {
  await limiter.consume(key).catch(async (reason: unknown) => {
    if (!(reason instanceof RateLimiterRes)) throw reason
    await limiter.reward(key)
    throw new ShopError('rate_limited', { retryAfter: Math.ceil(reason.msBeforeNext / 1000) })
  })
}

/** Tries with a name: one that comes again within a minute goes the way of the first. */
interface NamedTries {
  take(limiter: RateLimiterMemory, key: string, name: string): Promise<void>
}

/** Remembers only tries that were counted, so there are never more names than the limit lets through in a minute. */
function namedTries(): NamedTries {
  const taken = new Map<string, Promise<void>>()
  const repeats = new RateLimiterMemory({ points: REPEATS, duration: MINUTE })
  return {
    async take(limiter, key, name) {
      const id = JSON.stringify([key, name])
      const first = taken.get(id)
      if (first !== undefined) {
        await first
        return take(repeats, key)
      }
      const now = take(limiter, key)
      taken.set(id, now)
      const forget = (): boolean => taken.delete(id)
      void now.then(() => setTimeout(forget, MINUTE * 1000).unref(), forget)
      return now
    },
  }
}

function limitersOf(bucket: Bucket): {
  bucket: Bucket
  known: RateLimiterMemory
  newcomers: RateLimiterMemory
  tries: NamedTries
} {
  const known = new RateLimiterMemory({ points: bucket.points, duration: MINUTE })
  const newcomers = bucket.newcomers === undefined ? known : new RateLimiterMemory({ points: bucket.newcomers, duration: MINUTE })
  return { bucket, known, newcomers, tries: namedTries() }
}
