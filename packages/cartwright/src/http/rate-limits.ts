import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
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
}

export interface RateLimits {
  /** Does `work` if there is a try left; else throws `rate_limited` with `retryAfter` (seconds). */
  guard<Result>(name: string, call: Call, address: string, work: () => Promise<Result>): Promise<Result>
}

/** Seconds. */
const MINUTE = 60

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
  checkout: { points: 20, key: byActor },
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
      await limiter.consume(key).catch(async (reason: unknown) => {
        if (!(reason instanceof RateLimiterRes)) throw reason
        await limiter.reward(key)
        throw new ShopError('rate_limited', { retryAfter: Math.ceil(reason.msBeforeNext / 1000) })
      })
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

function limitersOf(bucket: Bucket): { bucket: Bucket; known: RateLimiterMemory; newcomers: RateLimiterMemory } {
  const known = new RateLimiterMemory({ points: bucket.points, duration: MINUTE })
  const newcomers = bucket.newcomers === undefined ? known : new RateLimiterMemory({ points: bucket.newcomers, duration: MINUTE })
  return { bucket, known, newcomers }
}
