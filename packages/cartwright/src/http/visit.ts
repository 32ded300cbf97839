import type { Buyer } from '../context.ts'
import { ShopError } from '../errors.ts'
import { readSession } from '../sessions/ask-session.ts'
import { readFlash } from './flash.ts'
import { bodyKind } from './read-body.ts'
import type { Route, Visit, WebUser } from './route.ts'
import type { HandlerSettings } from './settings.ts'

/** The origin our own pages have: as set, else as the request's own address says. */
export const originOf = ({ origin }: HandlerSettings, url: URL): string => origin ?? url.origin

/** A request as it arrives: nobody is asked yet who it is. */
export function arrive(settings: HandlerSettings, request: Request, row: Route | null): Visit {
  const url = new URL(request.url)
  return {
    request,
    url,
    session: { token: null },
    user: null,
    buyer: {},
    json: row?.jsonOnly === true || wantsJson(request),
    locale: settings.locale(request),
    flash: readFlash(request, originOf(settings, url).startsWith('https:')),
    now: settings.shop.context.clock(),
  }
}

/** The visit with the person behind it. Only a session asks the app; a plain visitor costs nothing. */
export async function recognise(settings: HandlerSettings, visit: Visit): Promise<Visit> {
  const { token } = await readSession(settings.session, visit.request, settings.shop.context.options.pluginDeadline)
  if (token === null) return visit
  const user = await settings.identify({ token })
  return { ...visit, session: { token }, user, buyer: buyerOf(user, token) }
}

/** Refuses who may not come here. An admin's page does not exist for anybody else. */
export function admit(row: Route, { user }: Visit): void {
  if (row.needs === 'admin' && user?.roles.includes('admin') !== true) throw new ShopError('not_found')
  if (row.needs === 'login' && user === null) throw new ShopError('login_required')
}

const buyerOf = (user: WebUser | null, token: string): Buyer =>
  user === null ? { token } : { userId: user.id, email: user.email, roles: user.roles }

/**
 * Whoever names JSON gets it, unless he would rather have the page. Without a word about either, so do clients that send JSON or a method no form has.
 */
function wantsJson(request: Request): boolean {
  const accept = request.headers.get('accept') ?? ''
  const json = weightOf(accept, /^application\/(?:problem\+)?json$/)
  const page = weightOf(accept, /^text\/html$/)
  if (json !== null || page !== null) return json !== null && json > 0 && json >= (page ?? 0)
  return bodyKind(request) === 'json' || request.method === 'PATCH' || request.method === 'DELETE'
}

/** How much a client likes a type of answer, from 0 for not at all to 1; null when it does not name it. */
function weightOf(accept: string, type: RegExp): number | null {
  const weights = accept
    .toLowerCase()
    .split(',')
    .map((entry) => entry.split(';').map((part) => part.trim()))
    .filter(([name = '']) => type.test(name))
    .map(([, ...parts]) => Number(/^q=([01](?:\.[0-9]*)?)$/.exec(parts.find((part) => part.startsWith('q=')) ?? '')?.[1] ?? 1))
  return weights.length === 0 ? null : Math.max(...weights)
}
