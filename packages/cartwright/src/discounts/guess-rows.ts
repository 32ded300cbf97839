import { type Statement, sql } from '../storage/statement.ts'

/** Counts a wrong code; an old count begins anew. Changes no row when there were too many in this window. */
export const countGuess = (key: string, most: number, now: bigint, until: bigint): Statement => sql`
  insert into guess (key, tries, until) values (${key}, 1, ${until})
  on conflict (key) do update set tries = case when guess.until <= ${now} then 1 else guess.tries + 1 end,
    until = case when guess.until <= ${now} then excluded.until else guess.until end
  where guess.until <= ${now} or guess.tries < ${BigInt(most)}`

/** Meets the row of whoever has guessed too often, and changes nothing in it: expect no row. */
export const meetGuesser = (key: string, most: number, now: bigint): Statement => sql`
  update guess set tries = tries where key = ${key} and until > ${now} and tries >= ${BigInt(most)}`

export const readGuess = (key: string): Statement => sql`select until from guess where key = ${key}`

export const staleGuesses = (now: bigint): Statement => sql`delete from guess where until <= ${now}`
