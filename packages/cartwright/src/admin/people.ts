import { ask } from '../ask.ts'
import { ShopError } from '../errors.ts'
import { type Html, html, type Piece } from '../html/html.ts'
import type { Visit } from '../http/route.ts'
import { walletAccount } from '../payments/wallet-rows.ts'
import type { Shop } from '../shop-types.ts'
import type { Admin, AdminPeople, AdminPerson } from './settings.ts'
import { wordsOf } from './words.ts'

const USER = 'user:'
const SHORT = 8

/** The users of the app, asked with the deadline of plug-ins: a hang, a throw or another shape is `plugin_failed`. */
export function askedPeople({ context }: Shop, people: AdminPeople): AdminPeople {
  const { pluginDeadline } = context.options
  return {
    find: (text) =>
      ask(
        'admin.people.find',
        pluginDeadline,
        () => people.find(text),
        (found: unknown) => (Array.isArray(found) && found.every(isPerson) ? null : 'it answered no list of people: { id, name, email }'),
      ),
    names: (ids) =>
      ask(
        'admin.people.names',
        pluginDeadline,
        () => people.names(ids),
        (names: unknown) =>
          names instanceof Map && [...names].every(([id, person]) => isPerson(person) && person.id === id)
            ? null
            : 'it answered no Map of people: { id, name, email }, each by his id',
      ),
  }
}

function isPerson(value: unknown): value is AdminPerson {
  if (typeof value !== 'object' || value === null) return false
  const { id, name, email, roles = [] } = value as Readonly<Record<keyof AdminPerson, unknown>>
  const isRoles = Array.isArray(roles) && roles.every((role) => typeof role === 'string')
  return typeof id === 'string' && id !== '' && typeof name === 'string' && (email === null || typeof email === 'string') && isRoles
}

/** Who is behind these owners' keys (`user:<id>`, `guest:<hash>`), asked once for a whole list. When the app does not answer, ids are shown. */
export async function namesOf(admin: Admin, owners: readonly string[]): Promise<ReadonlyMap<string, AdminPerson>> {
  const ids = [...new Set(owners.filter((owner) => owner.startsWith(USER)).map((owner) => owner.slice(USER.length)))]
  if (admin.people === null || ids.length === 0) return new Map()
  try {
    return await admin.people.names(ids)
  } catch (error) {
    if (!(error instanceof ShopError) || error.code !== 'plugin_failed') throw error
    admin.log(error)
    return new Map()
  }
}

/** An owner as a person reads it. */
export function ownerName(visit: Visit, names: ReadonlyMap<string, AdminPerson>, owner: string): string {
  if (owner === '') return wordsOf(visit).nobody
  if (!owner.startsWith(USER)) return `${wordsOf(visit).guest} ${owner.slice(owner.indexOf(':') + 1).slice(0, SHORT)}`
  const id = owner.slice(USER.length)
  return names.get(id)?.name ?? id
}

/** What a search for a buyer comes to: his key, or why there is none. */
export interface Asked {
  readonly owner: string | undefined
  readonly note: Piece
}

/** Reads what was typed to find a buyer: an address, the beginning of a name, or a key. Several people are shown to choose from. */
export async function findOwner(admin: Admin, visit: Visit, text: string | undefined): Promise<Asked> {
  if (text === undefined) return { owner: undefined, note: null }
  if (/^(?:user|guest|lot):/.test(text)) return { owner: text, note: null }
  if (admin.people === null) return { owner: `${USER}${text}`, note: null }
  const found = await admin.people.find(text)
  const [only] = found
  if (only === undefined) return { owner: undefined, note: wordsOf(visit).list.noPerson }
  return found.length === 1 ? { owner: `${USER}${only.id}`, note: null } : { owner: undefined, note: choose(visit, found) }
}

/** As many as are shown to choose from. */
const MOST = 10

function choose(visit: Visit, found: readonly AdminPerson[]): Html {
  const { list } = wordsOf(visit)
  const link = ({ id }: AdminPerson): string => {
    const asked = new URLSearchParams(visit.url.search)
    asked.set('buyer', `${USER}${id}`)
    return `${visit.url.pathname}?${asked}`
  }
  const links = found.slice(0, MOST).map((person) => html`<a class="choice" href="${link(person)}">${person.name} ${person.email}</a> `)
  return html`${list.whom} ${links}${found.length > MOST ? list.more : ''}`
}

/** One person by his address or his id; where the app knows no people, by his id alone. Null for nobody. */
export async function personNamed(admin: Admin, text: string): Promise<AdminPerson | null> {
  const wanted = text.trim()
  if (wanted === '') return null
  if (admin.people === null) return { id: wanted, name: wanted, email: null }
  const found = await admin.people.find(wanted)
  const byAddress = found.find(({ email }) => email?.toLowerCase() === wanted.toLowerCase())
  return byAddress ?? (await admin.people.names([wanted])).get(wanted) ?? null
}

/** The id of a seller by it, or of whoever else the text names alone; the text itself where that is nobody. */
export async function sellerNamed({ people }: Admin, text: string): Promise<string> {
  if (people === null || (await people.names([text])).has(text)) return text
  const [one, ...others] = await people.find(text)
  return one === undefined || others.length > 0 ? text : one.id
}

/** Whether the shop has a wallet or an order of this user, or the app knows him: an id that was mistyped is nobody's. */
export async function isKnown({ shop, people }: Admin, id: string): Promise<boolean> {
  const account = walletAccount(id, shop.context.options.currency)
  const { items } = await shop.wallets.accounts({ from: account, limit: 1 })
  if (items[0]?.id === account) return true
  const orders = await shop.orders.search({ buyer: `${USER}${id}`, limit: 1 })
  return orders.items.length > 0 || (people !== null && (await people.names([id])).has(id))
}

/** What a box to find a buyer takes: `hint` says addresses and names, which only an app with people has. */
export const buyerHint = ({ people }: Admin, visit: Visit, hint: string): string => (people === null ? wordsOf(visit).list.userId : hint)
