import { type ClientSession, isToken } from './session.ts'

export interface BearerTokenSettings {
  /** A header of your own, both ways, such as `X-Cart-Token`. Default: `Authorization: Bearer <token>`, and a fresh token comes in `X-Session-Token`. */
  readonly header?: string
}

const TAKEN = ['authorization', 'cookie', 'set-cookie']

/**
 * The session in a header, for apps and embeds that keep the token themselves. Who gets a fresh token finds it in a header of that answer: after the
 * first add, at login, and (empty: forget it) at logout. Nothing is stored on the server, so a token lives as long as its client keeps it; put
 * `redisSession` around it to end sessions on the server. Throws `RangeError` for a text that is no name of a header.
 *
 * @example
 * createHandler(routes, { session: bearerToken({ header: 'X-Cart-Token' }), ... })
 */
export function bearerToken({ header }: BearerTokenSettings = {}): ClientSession {
  if (header !== undefined && (!/^[A-Za-z][A-Za-z0-9-]*$/.test(header) || TAKEN.includes(header.toLowerCase()))) {
    throw new RangeError(`bearerToken: ${header} is no header for a token of ours`)
  }
  const answer = (header ?? 'x-session-token').toLowerCase()
  const sentBy = ({ headers }: Request): string | null => {
    const text = header === undefined ? /^bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1] : headers.get(header)
    return isToken(text) ? text : null
  }
  return {
    read: (request) => ({ token: sentBy(request) }),
    write: ({ token }, request) => (sentBy(request) === token ? [] : [[answer, token]]),
    clear: () => [[answer, '']],
  }
}
