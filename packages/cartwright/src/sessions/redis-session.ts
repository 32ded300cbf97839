import { hashOf } from '../context.ts'
import { checkMethods } from '../plugins/check-function.ts'
import type { SessionAdapter } from './session.ts'

/** All that is used of a client of Redis; the one of `redis` and `@redis/client` fits as it is. */
export interface RedisClient {
  get(key: string): Promise<unknown>
  set(key: string, value: string, options: RedisSetOptions): Promise<unknown>
  del(key: string): Promise<unknown>
}
export interface RedisSetOptions {
  readonly expiration: { readonly type: 'PX'; readonly value: number }
  /** Only what is still there. */
  readonly condition?: 'XX'
}

export interface RedisSessionSettings {
  /** Connected. */
  readonly client: RedisClient
  /** How the token travels: `signedCookie(...)`, `bearerToken(...)`. */
  readonly over: SessionAdapter
  /** Seconds a session lives without a change. Default 30 days. */
  readonly maxAge?: number
  /** Default `cartwright:session:`. */
  readonly prefix?: string
}

const DAY = 86_400

/**
 * Sessions that the server knows, so that it can end them: Redis keeps a key per session, named by the hash of its token, and a token without a key is a
 * plain visitor's. Every change begins the key's time anew; a login and a logout end the old token at once, wherever else it may be used. A logout that
 * happens beside a change stays a logout. When Redis does not answer, the request is refused with `plugin_failed`.
 * Throws `RangeError` for a client or an adapter that lacks a method, and for a senseless age.
 *
 * @example
 * const client = await createClient({ url }).connect()
 * createHandler(routes, { session: redisSession({ client, over: signedCookie({ secret, clock: shop.context.clock }) }), ... })
 */
export function redisSession({ client, over, maxAge = 30 * DAY, prefix = 'cartwright:session:' }: RedisSessionSettings): SessionAdapter {
  checkMethods('redisSession.client', client, ['get', 'set', 'del'])
  checkMethods('redisSession.over', over, ['read', 'write', 'clear'])
  if (!Number.isInteger(maxAge) || maxAge <= 0) throw new RangeError('redisSession: maxAge must be a whole number of seconds above zero')
  const expiration = { type: 'PX', value: maxAge * 1000 } as const
  const keyOf = (token: string): string => prefix + hashOf(token)
  const end = async (token: string | null): Promise<void> => {
    if (token !== null) await client.del(keyOf(token))
  }
  /** Whether the key is there now; `XX` leaves one alone that has been ended meanwhile. */
  const keep = async (token: string, isKnown: boolean): Promise<boolean> => {
    const answer = await client.set(keyOf(token), '1', { expiration, ...(isKnown && { condition: 'XX' }) })
    if (answer !== 'OK' && !(isKnown && answer === null))
      throw new TypeError('the client of redisSession answered set with something unknown')
    return answer === 'OK'
  }
  return {
    read: async (request) => {
      const { token } = await over.read(request)
      if (token === null) return { token }
      const found = await client.get(keyOf(token))
      if (found !== null && typeof found !== 'string') throw new TypeError('the client of redisSession answered get with something unknown')
      return { token: found === null ? null : token }
    },
    write: async (session, request) => {
      const { token } = await over.read(request)
      const isKnown = token === session.token
      if (!isKnown) await end(token)
      return (await keep(session.token, isKnown)) ? over.write(session, request) : over.clear(request)
    },
    clear: async (request) => {
      await end((await over.read(request)).token)
      return over.clear(request)
    },
  }
}
