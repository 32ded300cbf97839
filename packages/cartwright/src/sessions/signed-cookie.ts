import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto'
import { cookieHeader, cookieName, readCookie } from './cookie.ts'
import type { ClientSession, Session } from './session.ts'

export interface SignedCookieSettings {
  /** At least 32 characters, known to the servers only. Changing it ends all sessions. */
  readonly secret: string
  /** The shop's time, milliseconds: `shop.context.clock`. */
  readonly clock: () => bigint
  /** Whether the site is served over https. Default: what the request's own address says. */
  readonly secure?: boolean
  /** Believes `X-Forwarded-Proto`. Only behind a proxy that sets it itself. Default false. */
  readonly trustProxy?: boolean
  /** Default `cartwright`; over https it is sent as `__Host-cartwright`. */
  readonly name?: string
  /** Seconds a session lives without a change. Default 30 days. */
  readonly maxAge?: number
}

/** What a cookie says whose signature is ours. */
interface Opened {
  readonly token: string
  /** Milliseconds. */
  readonly expiry: bigint
}

const SHORTEST_SECRET = 32
/** Cookies whose signature is not worked out again: some 300 KB. */
const MOST_KNOWN = 1_000
const DAY = 86_400
// Signed with the value, so that a text this secret signed for another purpose is no session.
const PURPOSE = 'cartwright session 1'
// token . expiry in milliseconds . HMAC-SHA256, the first and the last in base64url
const VALUE = /^([A-Za-z0-9_-]{22,128})\.([0-9]{1,16})\.([A-Za-z0-9_-]{43})$/

/**
 * The session in a cookie of this site: the token, its expiry, and an HMAC-SHA256 over both and the purpose. Nothing is stored on the server; the
 * cookie is `HttpOnly`, `SameSite=Lax`, and over https `Secure` with the `__Host-` prefix. A changed byte anywhere makes it a plain visitor's.
 * The expiry slides: a change in the second half of a session's life sends a fresh cookie; a GET never does.
 * Throws `RangeError` for a short secret or a senseless age.
 *
 * @example
 * createHandler(routes, { session: signedCookie({ secret, clock: shop.context.clock }), ... })
 */
export function signedCookie(settings: SignedCookieSettings): ClientSession {
  const { secret, clock, name = 'cartwright', maxAge = 30 * DAY } = settings
  if (typeof secret !== 'string' || secret.length < SHORTEST_SECRET) {
    throw new RangeError(`signedCookie: the secret needs at least ${SHORTEST_SECRET} characters`)
  }
  if (!Number.isInteger(maxAge) || maxAge <= 0) throw new RangeError('signedCookie: maxAge must be a whole number of seconds above zero')
  if (!/^[A-Za-z0-9_-]+$/.test(name)) throw new RangeError(`signedCookie: ${name} is no name for a cookie`)

  const lifetime = BigInt(maxAge) * 1000n
  const key = createSecretKey(secret, 'utf8')
  const sign = (token: string, expiry: string): string =>
    createHmac('sha256', key).update(`${PURPOSE}\n${token}\n${expiry}`).digest('base64url')

  const isSecure = (request: Request): boolean => {
    if (settings.secure !== undefined) return settings.secure
    if (settings.trustProxy === true && request.headers.get('x-forwarded-proto') === 'https') return true
    return request.url.startsWith('https:')
  }

  // A browser sends the same cookie with every request, and a change looks at it twice: a signature that was ours stays ours, so it is worked out once
  // (25 us). Only whole texts that passed are kept, by all their bytes; whether the session is over is asked anew every time.
  const known = new Map<string, Opened>()
  const open = (request: Request): Opened | null => {
    const value = readCookie(request, cookieName(name, isSecure(request)))
    if (value === null) return null
    const opened = known.get(value) ?? signedIn(value)
    return opened !== null && opened.expiry > clock() ? opened : null
  }

  const signedIn = (value: string): Opened | null => {
    const found = VALUE.exec(value)
    if (found === null) return null
    const [, token = '', expiry = '', signature = ''] = found
    // Compared as text: the last letter of 43 has two bits that decoding would ignore.
    if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(token, expiry)))) return null
    const opened = { token, expiry: BigInt(expiry) }
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(value, opened)
    return opened
  }

  return {
    read: (request): Session => ({ token: open(request)?.token ?? null }),
    write: ({ token }, request) => {
      const now = clock()
      const sent = open(request)
      if (sent !== null && sent.token === token && sent.expiry - now > lifetime / 2n) return []
      const expiry = (now + lifetime).toString()
      return [cookieHeader(name, `${token}.${expiry}.${sign(token, expiry)}`, { secure: isSecure(request), maxAge })]
    },
    clear: (request) => [cookieHeader(name, '', { secure: isSecure(request), maxAge: 0 })],
  }
}
