/** How long a cookie lives and whether it travels over https only. */
export interface CookieSettings {
  readonly secure: boolean
  /** Seconds; 0 makes the browser forget it. */
  readonly maxAge: number
}

/** The name a cookie travels under: over https with the prefix that ties it to this host and keeps other hosts of the domain from planting one. */
export const cookieName = (name: string, secure: boolean): string => (secure ? `__Host-${name}` : name)

/** The value of the first cookie of that name; null when there is none. */
export function readCookie(request: Request, name: string): string | null {
  for (const pair of (request.headers.get('cookie') ?? '').split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim()
  }
  return null
}

/** A `Set-Cookie` header. The value must consist of characters a cookie may have; base64url does. */
export const cookieHeader = (name: string, value: string, { secure, maxAge }: CookieSettings): readonly [string, string] => [
  'set-cookie',
  `${cookieName(name, secure)}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
]
