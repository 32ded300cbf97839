import { ask } from '../ask.ts'
import type { Session, SessionAdapter, SessionHeaders } from './session.ts'

/** Asks an adapter who comes. What fails, hangs or answers nonsense is refused with `plugin_failed`: nobody becomes a plain visitor by mistake. */
export const readSession = (adapter: SessionAdapter, request: Request, deadline: number): Promise<Session> =>
  ask(
    'session',
    deadline,
    () => adapter.read(request),
    (answer) => (isSession(answer) ? null : 'read did not answer { token }'),
  )

/** Asks an adapter for the headers of a session that goes on; null = it ends. `deadline` in milliseconds. */
export const sessionHeaders = (
  adapter: SessionAdapter,
  token: string | null,
  request: Request,
  deadline: number,
): Promise<SessionHeaders> =>
  ask(
    'session',
    deadline,
    () => (token === null ? adapter.clear(request) : adapter.write({ token }, request)),
    (answer) => (areHeaders(answer) ? null : `${token === null ? 'clear' : 'write'} did not answer a list of headers`),
  )

const isSession = (answer: unknown): boolean => {
  const token = (answer as { readonly token?: unknown } | null | undefined)?.token
  return token === null || (typeof token === 'string' && token !== '')
}

const areHeaders = (answer: unknown): boolean =>
  Array.isArray(answer) &&
  answer.every((pair: unknown) => Array.isArray(pair) && pair.length === 2 && pair.every((text) => typeof text === 'string'))
