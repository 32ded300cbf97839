import type { Place } from '../list-page.ts'
import { oneOf } from '../storage/exact.ts'
import { part, type Statement, sql } from '../storage/statement.ts'
import type { StoredWin } from './win.ts'

const WIN = part`product, id, lot_id, owner, price, currency, state, pay_by, reminders, shown, ended_at`

/** A right that begins; `dueAt`: when something is to be done about it next. */
export type NewRight = Omit<StoredWin, 'live' | 'state'> & { readonly state: 'won' | 'offered'; readonly dueAt: bigint }

/** What is kept of a right's calendar. */
export type Calendar = Pick<NewRight, 'payBy' | 'reminders' | 'shown' | 'dueAt'>

/** One right is in force on a product: a second one breaks the index. */
export const insertWin = (win: NewRight, now: bigint): Statement => sql`
  insert into win (${WIN}, due_at, made_at)
  values (${win.product}, ${win.id}, ${win.lot}, ${`user:${win.userId}`}, ${win.price}, ${win.currency}, ${win.state}, ${win.payBy}, ${BigInt(win.reminders)},
    ${win.shown ? 1n : 0n}, null, ${win.dueAt}, ${now})`

export const winOf = (product: string, id: string): Statement => sql`select ${WIN} from win where product = ${product} and id = ${id}`

/** The right that is in force on a product, or was and nobody has ended. */
export const liveWinOn = (product: string): Statement => sql`select ${WIN} from win where product = ${product} and ended_at is null`

export const liveWinsOn = (products: readonly string[]): Statement => sql`
  select ${WIN} from win where ${oneOf(part`product`, products)} and ended_at is null`

export const winsOfUser = (owner: string, limit: bigint): Statement => sql`
  select ${WIN} from win where owner = ${owner} order by made_at desc, id desc limit ${limit}`

/** Which rights a list shows. */
export interface RightFilter {
  readonly state: StoredWin['state'] | null
  readonly lot: string | null
  readonly owner: string | null
}

const only = ({ state, lot, owner }: RightFilter) => part`${state === null ? part`` : part`and state = ${state}`}
    ${lot === null ? part`` : part`and lot_id = ${lot}`} ${owner === null ? part`` : part`and owner = ${owner}`}`

/** Rights of all users, the newest first, from a place on. */
export const rightsBefore = (filter: RightFilter, [at = '', id = '']: Place, limit: bigint): Statement => sql`
  select ${WIN}, made_at from win where (made_at, id) < (${at}, ${id}) ${only(filter)} order by made_at desc, id desc limit ${limit}`

/** The same, the oldest first. */
export const rightsAfter = (filter: RightFilter, [at = '', id = '']: Place, limit: bigint): Statement => sql`
  select ${WIN}, made_at from win where (made_at, id) > (${at}, ${id}) ${only(filter)} order by made_at, id limit ${limit}`

/** Who had a right on this product by this lot. */
export const winnersOf = (product: string, lot: string): Statement => sql`
  select owner from win where product = ${product} and lot_id = ${lot}`

/** Rights about which something is to be done, the oldest first. */
export const dueWins = (now: bigint, limit: bigint): Statement => sql`
  select ${WIN} from win where due_at <= ${now} and ended_at is null order by due_at, product limit ${limit}`

/** A right ends, once, as the state it was seen in. */
export const endWin = (win: StoredWin, to: Exclude<StoredWin['state'], 'won' | 'offered'>, now: bigint): Statement => sql`
  update win set state = ${to}, ended_at = ${now}, due_at = null
  where product = ${win.product} and id = ${win.id} and state = ${win.state} and ended_at is null`

/** An offer is accepted, once. */
export const acceptWin = (win: StoredWin, { payBy, reminders, dueAt, shown }: Calendar): Statement => sql`
  update win set state = 'won', pay_by = ${payBy}, reminders = ${BigInt(reminders)}, due_at = ${dueAt}, shown = ${shown ? 1n : 0n}
  where product = ${win.product} and id = ${win.id} and state = 'offered' and ended_at is null`

/** What was done about a right: nobody else did it meanwhile. `dueAt` null: nothing more is to be done. */
export const noteWin = (
  win: StoredWin,
  { reminders, shown, dueAt }: { readonly reminders: number; readonly shown: boolean; readonly dueAt: bigint | null },
): Statement => sql`
  update win set reminders = ${BigInt(reminders)}, shown = ${shown ? 1n : 0n}, due_at = ${dueAt}
  where product = ${win.product} and id = ${win.id} and reminders = ${BigInt(win.reminders)} and shown = ${win.shown ? 1n : 0n} and state = ${win.state}
    and ended_at is null`

/** A paid right whose sale was undone: its time to pay is over, and what follows is due. */
export const lapseWin = (win: StoredWin, now: bigint): Statement => sql`
  update win set pay_by = ${now}, due_at = ${now} where product = ${win.product} and id = ${win.id} and state = 'won' and ended_at is null`

/** What somebody did not keep to: not paid in time, or given back what he had won. */
export const insertStrike = (userId: string, id: string, reason: 'unpaid' | 'declined', reference: string, now: bigint): Statement => sql`
  insert into strike (owner, id, reason, reference, made_at) values (${`user:${userId}`}, ${id}, ${reason}, ${reference}, ${now})`

/** How many strikes of somebody still count. */
export const strikesOf = (userId: string, since: bigint): Statement => sql`
  select count(*) as strikes from strike where owner = ${`user:${userId}`} and made_at > ${since}`
