import { type Html, html, type Piece } from '../html/html.ts'
import type { Visit } from '../http/route.ts'
import type { Admin, AdminPerson } from './settings.ts'
import { wordsOf } from './words.ts'

const USER = 'user:'
const SHORT = 8

/** Who is behind these owners' keys (`user:<id>`, `guest:<hash>`), asked once for a whole list. */
export async function namesOf(admin: Admin, owners: readonly string[]): Promise<ReadonlyMap<string, AdminPerson>> {
  const ids = [...new Set(owners.filter((owner) => owner.startsWith(USER)).map((owner) => owner.slice(USER.length)))]
  return admin.people === null || ids.length === 0 ? new Map() : admin.people.names(ids)
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

function choose(visit: Visit, found: readonly AdminPerson[]): Html {
  const link = ({ id }: AdminPerson): string => {
    const asked = new URLSearchParams(visit.url.search)
    asked.set('buyer', `${USER}${id}`)
    return `${visit.url.pathname}?${asked}`
  }
  return html`${wordsOf(visit).list.whom} ${found.map((person) => html`<a class="choice" href="${link(person)}">${person.name} ${person.email}</a> `)}`
}

/** One person by his address, or by his id where the app knows no people; null for nobody. */
export async function personNamed(admin: Admin, text: string): Promise<AdminPerson | null> {
  const wanted = text.trim().toLowerCase()
  if (admin.people === null) return wanted === '' ? null : { id: text.trim(), name: text.trim(), email: null }
  const found = await admin.people.find(text)
  return found.find(({ email, id }) => email?.toLowerCase() === wanted || id === text.trim()) ?? null
}
