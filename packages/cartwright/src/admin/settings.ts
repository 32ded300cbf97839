import { readFileSync } from 'node:fs'
import { type Check, type Checks, checkSection } from '../check-options.ts'
import { hashOf } from '../context.ts'
import type { Call, Visit } from '../http/route.ts'
import { checkFunction, checkMethods } from '../plugins/check-function.ts'
import type { Shop } from '../shop-types.ts'
import { askedPeople } from './people.ts'
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
  /** Those whose address is this text, or whose name has words that begin so, the exact name first; ten are shown, and one more tells that there are more. */
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
  /** Asked with the shop's `pluginDeadline`. Without it lists show ids, and are searched by them. */
  readonly people?: AdminPeople
  /** Whether the person behind this request has proved his password lately (a quarter of an hour is a good measure). Asked before money moves. */
  readonly signedInRecently: (call: Visit) => Promise<boolean>
  /**
   * Whether this is his password. After a yes `signedInRecently` says yes of him as well. Asked within the rate limit `login`, by the page that
   * asks for the password in the middle of an act.
   */
  readonly signInAgain: (call: Visit, password: string) => Promise<boolean>
  /** A style sheet after the admin's own, by its path on this site: the policy of the answers lets no other in. */
  readonly styles?: string
  /** The colours a visitor chose; undefined: as his device has it. */
  readonly theme?: (visit: Visit) => 'light' | 'dark' | undefined
  /** The zone that times are shown in. Default `UTC`. */
  readonly timeZone?: string
  /** Told of errors nobody waits for, such as names that could not be asked. Default: the console. */
  readonly log?: (error: unknown) => void
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
const TO_CONSOLE = (error: unknown): void => console.error(error)
const MARK = 10

const PATH = /^\/(?!\/)[\w./~-]*$/
const ADDRESS = /^\/(?!\/)[\w./~-]*(?:\?[\w.~%&=+-]+)?$/

const pathOf =
  (form: RegExp): Check =>
  (value) =>
    typeof value === 'string' && form.test(value) ? null : 'must be a path of this site'
const elsewhere: Check = () => null

const SETTINGS: Checks<AdminSettings> = {
  path: (value) => pathOf(PATH)(value) ?? (String(value).endsWith('/') ? 'must not end with /' : null),
  home: pathOf(PATH),
  signInAgain: elsewhere,
  styles: pathOf(ADDRESS),
  timeZone: (value) => (typeof value === 'string' ? null : 'must be the name of a zone'),
  people: elsewhere,
  signedInRecently: elsewhere,
  theme: elsewhere,
  log: elsewhere,
}

/** Refuses settings that make no sense, and names that no setting has. Throws `RangeError` with one clear line. */
function checkSettings(settings: AdminSettings): void {
  // A setting that is there as undefined is one that is left out, but for a misspelt name.
  const given = Object.entries(settings).filter(([name, value]) => value !== undefined || !Object.hasOwn(SETTINGS, name))
  checkSection('', Object.fromEntries(given), SETTINGS)
  for (const name of ['signedInRecently', 'signInAgain'] as const) checkFunction(name, settings[name], 'a function')
  for (const name of ['theme', 'log'] as const) if (settings[name] !== undefined) checkFunction(name, settings[name], 'a function')
  if (settings.people !== undefined) checkMethods('people', settings.people, ['find', 'names'])
}

/** Throws `RangeError` for settings that cannot be meant, and for a zone there is not. */
export function adminOf(shop: Shop, settings: AdminSettings, sections: readonly RailEntry[]): Admin {
  checkSettings(settings)
  const { path = '/admin', home = '/', styles = null, theme = NO_THEME, timeZone = 'UTC', log = TO_CONSOLE } = settings
  const { signInAgain, signedInRecently } = settings
  new Intl.DateTimeFormat('en', { timeZone })
  const people = settings.people === undefined ? null : askedPeople(shop, settings.people)
  const content = readFileSync(new URL('./styles.css', import.meta.url), 'utf8')
  const sheet = { path: `${path}/assets/admin.${hashOf(content).slice(0, MARK)}.css`, content }
  return { shop, path, home, people, styles, theme, timeZone, log, signInAgain, signedInRecently, sections, sheet }
}

/** An address under the admin's path: `hrefOf(admin, 'orders', id)`. */
export const hrefOf = ({ path }: Admin, ...parts: readonly string[]): string =>
  [path, ...parts.map((part) => encodeURIComponent(part))].join('/')

/** The parameter of a route's path. */
export const paramOf = ({ params }: Call, name = 'id'): string => params[name] ?? ''
