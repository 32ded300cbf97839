import { readFileSync } from 'node:fs'
import { hashOf } from '../context.ts'
import type { Call, Visit } from '../http/route.ts'
import type { Shop } from '../shop-types.ts'
import type { Words } from './words.ts'

/** Somebody with an account, as the staff sees him. */
export interface AdminPerson {
  readonly id: string
  readonly name: string
  readonly email: string | null
  readonly roles?: readonly string[]
}

/** The users of the app: the shop itself knows nothing of them but their ids. */
export interface AdminPeople {
  /** Those whose address is this text, or whose name begins with it; a few are enough. */
  readonly find: (text: string) => Promise<readonly AdminPerson[]>
  /** Who is behind these ids; an id nobody has is left out. */
  readonly names: (ids: readonly string[]) => Promise<ReadonlyMap<string, AdminPerson>>
}

/** How an app mounts the pages of the staff. */
export interface AdminSettings {
  /** Where they are. Default `/admin`. */
  readonly path?: string
  /** The way back to the shop. Default `/`. */
  readonly home?: string
  /** Without it lists show ids, and are searched by them. */
  readonly people?: AdminPeople
  /** Whether the person behind this request has proved his password lately (a quarter of an hour is a good measure). Asked before money moves. */
  readonly signedInRecently: (call: Visit) => Promise<boolean>
  /** The page where he proves it again: browsers are led there with `?next=`. */
  readonly signInAgain: string
  /** A style sheet after the admin's own, by its address. */
  readonly styles?: string
  /** The colours a visitor chose; undefined: as his device has it. */
  readonly theme?: (visit: Visit) => 'light' | 'dark' | undefined
  /** The zone that times are shown in. Default `UTC`. */
  readonly timeZone?: string
}

/** One entry of the rail. */
export interface RailEntry {
  readonly name: SectionName
  /** Under the admin's own; empty for the first page. */
  readonly path: string
}
export type SectionName = keyof Words['sections']

/** The settings as the pages use them. */
export interface Admin extends Required<Omit<AdminSettings, 'people' | 'styles'>> {
  readonly shop: Shop
  readonly people: AdminPeople | null
  readonly styles: string | null
  readonly sections: readonly RailEntry[]
  /** Where the admin's own style sheet is, and what is in it. */
  readonly sheet: { readonly path: string; readonly content: string }
}

const NO_THEME = (): undefined => undefined
const MARK = 10

/** Throws `RangeError` for a path that is none, and for a zone there is not. */
export function adminOf(shop: Shop, settings: AdminSettings, sections: readonly RailEntry[]): Admin {
  const { path = '/admin', home = '/', people = null, styles = null, theme = NO_THEME, timeZone = 'UTC' } = settings
  for (const [name, value] of Object.entries({ path, home, signInAgain: settings.signInAgain }))
    if (!/^\/[\w./~-]*$/.test(value) || value.startsWith('//')) throw new RangeError(`${name}: must be a path of this site`)
  if (path.endsWith('/')) throw new RangeError('path: must not end with /')
  if (typeof settings.signedInRecently !== 'function') throw new RangeError('signedInRecently: must be a function')
  new Intl.DateTimeFormat('en', { timeZone })
  const content = readFileSync(new URL('./styles.css', import.meta.url), 'utf8')
  const sheet = { path: `${path}/assets/admin.${hashOf(content).slice(0, MARK)}.css`, content }
  return { ...settings, shop, path, home, people, styles, theme, timeZone, sections, sheet }
}

/** An address under the admin's path: `hrefOf(admin, 'orders', id)`. */
export const hrefOf = ({ path }: Admin, ...parts: readonly string[]): string =>
  [path, ...parts.map((part) => encodeURIComponent(part))].join('/')

/** The parameter of a route's path. */
export const paramOf = ({ params }: Call, name = 'id'): string => params[name] ?? ''
