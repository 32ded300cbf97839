import type { TestContext } from 'node:test'
import type { Database, Migration } from '../storage/database.ts'
import { exact } from '../storage/exact.ts'
import { part, type Statement, sql, type Value } from '../storage/statement.ts'

/** A database that was opened for one test. */
export interface Opened {
  readonly database: Database
  /** Opens the same database once more. Left out where that cannot be (memory). */
  again?(): Promise<Database>
  /** Closes the first one and throws the data away. */
  close(): Promise<void>
}

/** The tables of the contract: one of each kind of column, and one of each kind of limit. */
export const contractMigrations: readonly Migration[] = [
  {
    name: 'contract-0001',
    sqlite: `
      create table note (id text primary key, text text, number integer) strict;
      create table counter (id text primary key, value integer not null check (value >= 0), most integer not null) strict;
      create table amount (id text primary key, quantity text not null check (quantity not glob '*[^0-9]*' and length(quantity) between 1 and 38)) strict;
      create table child (note_id text not null references note (id), id text not null, primary key (note_id, id)) strict;
    `,
    postgres: `
      create table note (id text primary key, text text, number int8);
      create table counter (id text primary key, value int8 not null check (value >= 0), most int8 not null);
      create table amount (id text primary key, quantity numeric(38, 0) not null check (quantity >= 0 and quantity <> 'NaN'));
      create table child (note_id text not null references note (id), id text not null, primary key (note_id, id));
    `,
  },
]

/** Opens an empty database with the contract's tables; the test closes it, whatever happens. */
export async function prepared(open: () => Promise<Opened>, context: TestContext): Promise<Opened> {
  const opened = await open()
  context.after(() => opened.close())
  await opened.database.migrate(contractMigrations)
  return opened
}

export const addNote = (id: string, text: Value = null, number: Value = null): Statement => sql`
  insert into note (id, text, number) values (${id}, ${text}, ${number})`

export const countNotes: Statement = sql`select count(*) as notes from note`

export const addCounter = (id: string, value: bigint, most: bigint): Statement => sql`
  insert into counter (id, value, most) values (${id}, ${value}, ${most})`

/** Counts on; changes no row when the counter has reached its most. */
export const countUp = (id: string): Statement => sql`update counter set value = value + 1 where id = ${id} and value < most`

export const valueAt = (id: string): Statement => sql`select value from counter where id = ${id}`

export const addAmount = (id: string, quantity: bigint): Statement =>
  sql`insert into amount (id, quantity) values (${id}, ${exact(quantity)})`

export const amountOf = (id: string): Statement => sql`select ${part`cast(quantity as text) as quantity`} from amount where id = ${id}`

/** How a batch ended: what it answered, or the error it threw. */
export async function ended<Answer>(work: Promise<Answer>): Promise<{ readonly answer: Answer } | { readonly error: unknown }> {
  try {
    return { answer: await work }
  } catch (error) {
    return { error }
  }
}
