import { joined, part, type Row, type Statement, sql } from 'cartwright'
import type { WebUser } from 'cartwright/http'

/** A person as stored. */
export interface Person extends WebUser {
  readonly passwordHash: string
}

export const personByEmail = (email: string): Statement => sql`select person_id from person_email where email = ${email}`

export const personById = (id: string): Statement => sql`select id, email, name, password_hash, roles from person where id = ${id}`

/** Takes an address for a person; changes no row when somebody has it. */
export const takeEmail = (email: string, person: string): Statement => sql`
  insert into person_email (email, person_id) values (${email}, ${person}) on conflict (email) do nothing`

export const insertPerson = (person: Person, now: bigint): Statement => sql`
  insert into person (id, email, name, password_hash, roles, made_at)
  values (${person.id}, ${person.email}, ${person.name}, ${person.passwordHash}, ${JSON.stringify(person.roles)}, ${now})
  on conflict (id) do nothing`

/** The words of a person's name, so that the staff finds him by the beginning of any of them. */
export const insertWords = (person: string, words: readonly [string, ...string[]]): Statement => sql`
  insert into person_word (word, person_id) values ${joined(
    words.map((word) => part`(${word}, ${person})`),
    ', ',
  )} on conflict (word, person_id) do nothing`

/** A word as it is looked for: of the name, or the beginning of one; `beyond` is the first text that does not begin so. */
export interface WantedWord {
  readonly word: string
  readonly beyond: string
}

/** Who has a name in which each of these words is found: those who have all of them whole first. */
export function peopleByWords(words: readonly [WantedWord, ...WantedWord[]], limit: bigint): Statement {
  const begins = words.map(({ word, beyond }) => part`id in (select person_id from person_word where word >= ${word} and word < ${beyond})`)
  const whole = words.map(({ word }) => part`id in (select person_id from person_word where word = ${word})`)
  return sql`
    select id, email, name, password_hash, roles from person where ${joined(begins, ' and ')}
    order by case when ${joined(whole, ' and ')} then 0 else 1 end, name, id limit ${limit}`
}

export const insertLogin = (tokenHash: string, person: string, now: bigint, until: bigint): Statement => sql`
  insert into login (token_hash, person_id, made_at, expires_at, confirmed_at) values (${tokenHash}, ${person}, ${now}, ${until}, ${now})`

/** The password was given again. */
export const confirmLogin = (tokenHash: string, now: bigint): Statement =>
  sql`update login set confirmed_at = ${now} where token_hash = ${tokenHash}`

export const confirmedSince = (tokenHash: string, since: bigint): Statement => sql`
  select person_id from login where token_hash = ${tokenHash} and confirmed_at >= ${since}`

export const liveLogin = (tokenHash: string, now: bigint): Statement => sql`
  select person_id from login where token_hash = ${tokenHash} and expires_at > ${now}`

export const endLogin = (tokenHash: string): Statement => sql`delete from login where token_hash = ${tokenHash}`

/** Tidies; a login that is over proves nothing whether its row is still there or not. */
export const deleteOldLogins = (now: bigint): Statement => sql`delete from login where expires_at <= ${now}`

export const readPerson = (row: Row): Person => ({
  id: String(row.id),
  email: String(row.email),
  name: String(row.name),
  passwordHash: String(row.password_hash),
  roles: JSON.parse(String(row.roles)) as string[],
})
