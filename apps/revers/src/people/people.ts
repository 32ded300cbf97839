import { act, firstOf, hashOf, type Shop, ShopError, type Statement } from 'cartwright'
import { startLogin, type WebUser } from 'cartwright/http'
import { fold } from '../catalogue/search-text.ts'
import type { Passwords } from './passwords.ts'
import {
  confirmedSince,
  confirmLogin,
  deleteOldLogins,
  endLogin,
  insertLogin,
  insertPerson,
  insertWords,
  liveLogin,
  type Person,
  peopleByWords,
  personByEmail,
  personById,
  readPerson,
  takeEmail,
} from './person-rows.ts'

// A month: long enough that a buyer finds his orders again, short enough that a forgotten browser is not a key for ever.
const LOGIN_MILLISECONDS = 30n * 86_400_000n

export interface NewPerson {
  /** As `canonicalEmail` writes it. */
  readonly email: string
  readonly name: string
  readonly password: string
}

const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/

/** The one form of an e-mail address: trimmed, small letters; null for what is none. */
export function canonicalEmail(text: string): string | null {
  const email = text.trim().toLowerCase()
  return email.length <= 200 && EMAIL.test(email) ? email : null
}

/** Makes an account for a buyer. Refuses with `email_taken`. */
export async function register(shop: Shop, passwords: Passwords, { email, name, password }: NewPerson): Promise<WebUser> {
  const { db, clock, newId } = shop.context
  if ((await findByEmail(shop, email)) !== null) throw new ShopError('email_taken')
  const person: Person = { id: newId(), email, name, roles: ['buyer'], passwordHash: await passwords.hash(password) }
  const made = async (): Promise<WebUser> => publicPart(person)
  return act(
    shop.context,
    async () => {
      await db.batch([takeEmail(email, person.id).orRefuse('email_taken'), insertPerson(person, clock()), ...wordsOf(person)], {
        key: person.id,
        id: newId(),
      })
      return made()
    },
    made,
  )
}

/** Who that is. Refuses with `invalid_credentials`, after the same time whether the address is known or not. */
export async function checkCredentials(
  shop: Shop,
  passwords: Passwords,
  given: { readonly email: string; readonly password: string },
): Promise<WebUser> {
  const email = canonicalEmail(given.email)
  const person = email === null ? null : await findByEmail(shop, email)
  const right = await passwords.matches(given.password, person?.passwordHash ?? null)
  if (person === null || !right) throw new ShopError('invalid_credentials')
  return publicPart(person)
}

/**
 * Logs a person in under a fresh token, so that a token somebody else planted proves nothing; the guest's cart of the old token becomes part of the
 * person's. Answers the new token; only its hash is kept.
 */
export async function openLogin(shop: Shop, user: WebUser, oldToken: string | null): Promise<string> {
  const { db, clock } = shop.context
  const remember = async (token: string, previous: string | null): Promise<void> => {
    const now = clock()
    await db.batch([
      ...(previous === null ? [] : [endLogin(hashOf(previous))]),
      insertLogin(hashOf(token), user.id, now, now + LOGIN_MILLISECONDS),
    ])
  }
  const buyer = { userId: user.id, email: user.email, roles: user.roles }
  const { session } = await startLogin(shop, { token: oldToken }, buyer, remember)
  return session.token
}

/** How long a password that was given again counts for acts on money. */
const CONFIRMED_MILLISECONDS = 15n * 60_000n

/** Whether this is the password of the person behind a login, who then has proved it again. */
export async function confirmPassword(
  shop: Shop,
  passwords: Passwords,
  { email }: WebUser,
  token: string,
  password: string,
): Promise<boolean> {
  const person = await findByEmail(shop, email)
  const isRight = await passwords.matches(password, person?.passwordHash ?? null)
  if (isRight) await shop.context.db.batch([confirmLogin(hashOf(token), shop.context.clock())])
  return isRight
}

/** Whether the password behind a token was given within the last quarter of an hour: at the login, or again. */
export async function isConfirmed(shop: Shop, token: string): Promise<boolean> {
  const { db, clock } = shop.context
  const [rows] = await db.read(confirmedSince(hashOf(token), clock() - CONFIRMED_MILLISECONDS))
  return firstOf(rows) !== null
}

/** Ends the login of a token; harmless when there is none. */
export async function closeLogin(shop: Shop, token: string): Promise<void> {
  await shop.context.db.batch([endLogin(hashOf(token))])
}

/** The person a token proves, with the rights of this moment; null for a guest's token. */
export async function personOf(shop: Shop, token: string): Promise<WebUser | null> {
  const { db, clock } = shop.context
  const [logins] = await db.read(liveLogin(hashOf(token), clock()))
  const login = firstOf(logins)
  return login === null ? null : personWithId(shop, String(login.person_id))
}

/** Tidies away logins that are over. */
export async function forgetOldLogins(shop: Shop): Promise<void> {
  await shop.context.db.batch([deleteOldLogins(shop.context.clock())])
}

/** A person by the e-mail address, however it is written; null for nobody. */
export async function personWithEmail(shop: Shop, text: string): Promise<WebUser | null> {
  const email = canonicalEmail(text)
  const person = email === null ? null : await findByEmail(shop, email)
  return person === null ? null : publicPart(person)
}

/** A person by the id; null for nobody. */
export async function personWithId(shop: Shop, id: string): Promise<WebUser | null> {
  const person = await findById(shop, id)
  return person === null ? null : publicPart(person)
}

/** One more than are shown, so that it can be said that there are more. */
const MOST_FOUND = 11n
/** A name has no more words that tell it apart. */
const MOST_WORDS = 6
/** After every letter a folded word can have. */
const LAST = '\u{10ffff}'

/** The people with this address, or with a name in which each word of the text begins a word, the exact name first; eleven at most. */
export async function findPeople(shop: Shop, text: string): Promise<readonly WebUser[]> {
  const known = await personWithEmail(shop, text)
  if (known !== null) return [known]
  const words = fold(text).split(' ').filter(Boolean).slice(0, MOST_WORDS)
  const [first, ...others] = words.map((word) => ({ word, beyond: word + LAST }))
  if (first === undefined) return []
  const [rows = []] = await shop.context.db.read(peopleByWords([first, ...others], MOST_FOUND))
  return rows.map((row) => publicPart(readPerson(row)))
}

/** People by their ids; an id nobody has is left out. */
export async function peopleWithIds(shop: Shop, ids: readonly string[]): Promise<ReadonlyMap<string, WebUser>> {
  const answers = ids.length === 0 ? [] : await shop.context.db.read(...ids.map(personById))
  return new Map(answers.flatMap((rows) => rows.map(readPerson)).map((person) => [person.id, publicPart(person)]))
}

/** The statement that makes a person findable by name. */
export function wordsOf({ id, name }: Pick<Person, 'id' | 'name'>): Statement[] {
  const [first, ...others] = new Set(fold(name).split(' ').filter(Boolean))
  return first === undefined ? [] : [insertWords(id, [first, ...others])]
}

async function findByEmail(shop: Shop, email: string): Promise<Person | null> {
  const [emails] = await shop.context.db.read(personByEmail(email))
  const taken = firstOf(emails)
  return taken === null ? null : findById(shop, String(taken.person_id))
}

async function findById(shop: Shop, id: string): Promise<Person | null> {
  const [people] = await shop.context.db.read(personById(id))
  const row = firstOf(people)
  return row === null ? null : readPerson(row)
}

const publicPart = ({ id, email, name, roles }: Person): WebUser => ({ id, email, name, roles })
