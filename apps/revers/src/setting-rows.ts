import { type Statement, sql } from 'cartwright'

/** What the shop keeps about itself: the secret of its sessions, and how far the seeding is. */
export const settingOf = (key: string): Statement => sql`select value, changed_at from setting where key = ${key}`

/** Puts a value where there is none; changes no row when there is one. */
export const putSetting = (key: string, value: string, now: bigint): Statement => sql`
  insert into setting (key, value, changed_at) values (${key}, ${value}, ${now}) on conflict (key) do nothing`

/** Replaces a value that nobody has changed since `seen`. */
export const replaceSetting = (key: string, value: string, now: bigint, seen: bigint): Statement => sql`
  update setting set value = ${value}, changed_at = ${now} where key = ${key} and changed_at = ${seen}`
