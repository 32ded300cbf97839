import { checkFunction } from '../plugins/check-function.ts'
import { isToken, type SessionAdapter } from './session.ts'

type Answer<Value> = Promise<Value> | Value

export interface AppSessionSettings {
  /** What the app's session of this request keeps under a key; null or undefined when there is nothing, or no session. */
  readonly get: (request: Request, key: string) => Answer<string | null | undefined>
  readonly set: (request: Request, key: string, value: string) => Answer<unknown>
  readonly delete: (request: Request, key: string) => Answer<unknown>
  /** Default `CART-TOKEN`. */
  readonly key?: string
}

/**
 * The session inside one that the app has already, such as that of express-session: the app's cookie, storage and expiry are used, none of our own is
 * sent. The token is kept there as it is, so that storage must be as safe as the app's own secrets. A kept text that is no token of ours counts as none;
 * anything but a text is refused with `plugin_failed`. Throws `RangeError` when a function is missing or the key is empty.
 *
 * @example
 * const sessions = new WeakMap<Request, Record<string, string>>()    // filled where the app makes the Request
 * appSession({
 *   get: (request, key) => sessions.get(request)?.[key],
 *   set: (request, key, value) => Object.assign(sessions.get(request) ?? {}, { [key]: value }),
 *   delete: (request, key) => delete sessions.get(request)?.[key],
 * })
 */
export function appSession(settings: AppSessionSettings): SessionAdapter {
  const { key = 'CART-TOKEN' } = settings
  for (const name of ['get', 'set', 'delete'] as const) checkFunction(`appSession.${name}`, settings[name], 'a function')
  if (typeof key !== 'string' || key === '') throw new RangeError('appSession.key: must be a text')
  const kept = async (request: Request): Promise<string | null> => {
    const found = (await settings.get(request, key)) ?? null
    if (found !== null && typeof found !== 'string') throw new TypeError(`appSession.get answered something of the type ${typeof found}`)
    return isToken(found) ? found : null
  }
  return {
    read: async (request) => ({ token: await kept(request) }),
    write: async ({ token }, request) => {
      if ((await kept(request)) !== token) await settings.set(request, key, token)
      return []
    },
    clear: async (request) => {
      await settings.delete(request, key)
      return []
    },
  }
}
