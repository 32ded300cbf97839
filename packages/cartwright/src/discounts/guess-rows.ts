import { type Statement, sql } from '../storage/statement.ts'

/** Counts a wrong code, or several (no more than `most`); an old count begins anew. Changes no row when it would be too many in this window. */
export const countGuess = (key: string, most: number, now: bigint, until: bigint, many = 1): Statement => sql`
  insert into guess (key, tries, until) values (${key}, ${BigInt(many)}, ${until})
  on conflict (key) do update set tries = case when guess.until <= ${now} then ${BigInt(many)} else guess.tries + ${BigInt(many)} end,
    until = case when guess.until <= ${now} then excluded.until else guess.until end
  where guess.until <= ${now} or guess.tries <= ${BigInt(most - many)}`

/** Meets the row of whoever has guessed too often, and changes nothing in it: expect no row. */
export const meetGuesser = (key: string, most: number, now: bigint): Statement => sql`
  update guess set tries = tries where key = ${key} and until > ${now} and tries >= ${BigInt(most)}`

export const readGuess = (key: string): Statement => sql`select tries, until from guess where key = ${key}`

export const staleGuesses = (now: bigint): Statement => sql`delete from guess where until <= ${now}`
