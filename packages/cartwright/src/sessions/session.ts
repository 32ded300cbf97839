/** What a request proves about who asks. Never stored as such: the token only as a hash. */
export interface Session {
  /** The secret of this browser: 256 random bits; null for a plain visitor. */
  readonly token: string | null
}

export type SessionHeaders = readonly (readonly [string, string])[]

/**
 * How a session travels: a signed cookie, a header, an app's own session, Redis; one of your own is these three methods.
 * `read` must answer `{ token: null }` for anything missing, forged or expired, and never throw for what a client sent. An adapter that lacks a method
 * stops the start; one that throws, hangs or answers something else is refused with `plugin_failed`, never taken for a plain visitor.
 *
 * @example
 * const owners = new Map<string, string>()    // a ticket's number -> the token of its session
 * const ticketSession: SessionAdapter = {
 *   read: (request) => ({ token: owners.get(request.headers.get('x-ticket') ?? '') ?? null }),
 *   write: ({ token }) => {
 *     const ticket = newToken()
 *     owners.set(ticket, token)
 *     return [['x-ticket', ticket]]
 *   },
 *   clear: (request) => {
 *     owners.delete(request.headers.get('x-ticket') ?? '')
 *     return [['x-ticket', '']]
 *   },
 * }
 */
export interface SessionAdapter {
  read(request: Request): Promise<Session> | Session
  /** Headers that make the client keep this session; none where it has it already. Called at every change, so that a session in use stays alive. */
  write(session: Session & { readonly token: string }, request: Request): Promise<SessionHeaders> | SessionHeaders
  /** Headers that make the client forget it. */
  clear(request: Request): Promise<SessionHeaders> | SessionHeaders
}

/** An adapter that keeps nothing on the server, so it never has to wait. */
export interface ClientSession extends SessionAdapter {
  read(request: Request): Session
  write(session: Session & { readonly token: string }, request: Request): SessionHeaders
  clear(request: Request): SessionHeaders
}

/** Whether a text can be a token: base64url of at least 132 bits. */
export const isToken = (text: unknown): text is string => typeof text === 'string' && /^[A-Za-z0-9_-]{22,128}$/.test(text)
