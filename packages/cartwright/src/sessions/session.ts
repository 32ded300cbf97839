/** What a request proves about who asks. Never stored as such: the token only as a hash. */
export interface Session {
  /** The secret of this browser: 256 random bits; null for a plain visitor. */
  readonly token: string | null
}

/**
 * How a session travels. Any storage will do: a signed cookie, a header, an app's own session.
 * `read` must answer `{ token: null }` for anything missing, forged or expired, and never throw for what a client sent.
 */
export interface SessionAdapter {
  read(request: Request): Promise<Session> | Session
  /** Headers that make the client keep this session. */
  write(session: Session & { readonly token: string }, request: Request): readonly (readonly [string, string])[]
  /** Headers that make the client forget it. */
  clear(request: Request): readonly (readonly [string, string])[]
}
