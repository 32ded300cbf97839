import { oneOf } from '../storage/exact.ts'
import { part, type Row, type Rows, type Statement, sql } from '../storage/statement.ts'
import type { Place } from './queue.ts'

const PLACE = part`product, id, owner, joined_at, told_at`

/** Who waits for these products, the first first. */
export const placesOn = (products: readonly string[]): Statement => sql`
  select ${PLACE} from queue_place where ${oneOf(part`product`, products)} order by product, id`

/** Where somebody waits, in the order of joining. */
export const placesOf = (owner: string): Statement => sql`
  select ${PLACE} from queue_place where owner = ${owner} order by joined_at, id`

/** Where any of these owners waits. */
export const placesOfAny = (owners: readonly string[]): Statement => sql`
  select ${PLACE} from queue_place where ${oneOf(part`owner`, owners)} order by product, id`

/** Answers a row when somebody waits for more than so many products; asked after a join, under `meetWaiter`. */
export const tooManyPlaces = (owner: string, most: number): Statement => sql`
  select owner from queue_place where owner = ${owner} group by owner having count(*) > ${BigInt(most)}`

/**
 * Takes the last place of a line, behind `countIn`: its number is that of the claim's own row, which this batch has taken, so any number of joins at once
 * come one after the other. Changes no row for who waits already.
 */
export const takeLastPlace = (product: string, owner: string, now: bigint): Statement => sql`
  insert into queue_place (product, owner, id, joined_at, told_at)
  select product, cast(${owner} as text), cast(1000000000000 + places as text), cast(${now} as int8), cast(null as int8) from claim where product = ${product}
  on conflict (product, owner) do nothing`

/** Puts somebody at a place of the line that was another's; the claim has counted him. */
export const takePlace = ({ product, owner, id, joinedAt, toldAt }: Place): Statement => sql`
  insert into queue_place (product, owner, id, joined_at, told_at) values (${product}, ${owner}, ${id}, ${joinedAt}, ${toldAt})
  on conflict (product, owner) do nothing`

/** All up to this place leave the line. */
export const leaveUpTo = (product: string, id: string): Statement => sql`
  delete from queue_place where product = ${product} and id <= ${id}`

export const leavePlace = (product: string, owner: string): Statement => sql`
  delete from queue_place where product = ${product} and owner = ${owner}`

/** Notes that a turn was told; changes no row when somebody else has, or the place is gone. */
export const tellPlace = ({ product, owner, id, toldAt }: Place, now: bigint): Statement => sql`
  update queue_place set told_at = ${now}
  where product = ${product} and owner = ${owner} and id = ${id} and coalesce(told_at, -1) = ${toldAt ?? -1n}`

export const readPlace = (row: Row): Place => ({
  product: String(row.product),
  id: String(row.id),
  owner: String(row.owner),
  joinedAt: row.joined_at as bigint,
  toldAt: row.told_at as bigint | null,
})

/** Lines by product, from the rows of `placesOn`. */
export const readPlaces = (rows: Rows): ReadonlyMap<string, readonly Place[]> => Map.groupBy(rows.map(readPlace), ({ product }) => product)
