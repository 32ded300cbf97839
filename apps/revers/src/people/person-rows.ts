import { type Row, type Statement, sql } from 'cartwright'
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

export const insertLogin = (tokenHash: string, person: string, now: bigint, until: bigint): Statement => sql`
  insert into login (token_hash, person_id, made_at, expires_at) values (${tokenHash}, ${person}, ${now}, ${until})`

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
