import { exactSum, oneOf } from '../storage/exact.ts'
import { joined, part, type Row, type Statement, sql } from '../storage/statement.ts'

/** A place among all events in the order of time: what is at it, and before, was counted. */
export interface EventPlace {
  readonly at: bigint
  readonly key: string
  readonly id: string
}

export const cursorNamed = (name: string): Statement => sql`
  select seen_at, seen_key, seen_id, looked_at from figure_cursor where name = ${name}`

/** A cursor before everything; one that is there already stays where it is. */
export const beginCursor = (name: string): Statement => sql`
  insert into figure_cursor (name, seen_at, seen_key, seen_id, looked_at) values (${name}, -1, '', '', 0) on conflict (name) do nothing`

/** Moves the cursor from where it was seen: whoever counts at the same time finds it moved, and counts nothing. */
export const moveCursor = (name: string, from: EventPlace, to: EventPlace, now: bigint): Statement => sql`
  update figure_cursor set seen_at = ${to.at}, seen_key = ${to.key}, seen_id = ${to.id}, looked_at = ${now}
  where name = ${name} and seen_at = ${from.at} and seen_key = ${from.key} and seen_id = ${from.id}`

export const readPlace = (row: Row): EventPlace => ({ at: row.seen_at as bigint, key: String(row.seen_key), id: String(row.seen_id) })

/** Events in the order of time, after a place, up to a moment. */
export const eventsSince = (after: EventPlace, until: bigint, limit: bigint): Statement => sql`
  select key, id, sequence, name, payload, made_at from event
  where (made_at, key, id) > (${after.at}, ${after.key}, ${after.id}) and made_at <= ${until} order by made_at, key, id limit ${limit}`

/** When something was put into these carts for the first time, as the sequence of that event. */
export const firstAdds = (carts: readonly string[]): Statement => sql`
  select key, min(sequence) as sequence from event where ${oneOf(part`key`, carts)} and name = 'cart.item_added' group by key`

/** How often something happened in an hour (its first millisecond); `amount` in minor units where it has a currency, else 0. */
export interface Figure {
  readonly name: string
  readonly hour: bigint
  readonly currency: string
  readonly count: bigint
  readonly amount: bigint
}

/** Adds to what was counted before. A sum has 38 digits: that of many amounts may be larger than any one of them. */
export function addFigures(figures: readonly Figure[]): Statement {
  const rows = figures.map(
    ({ name, hour, currency, count, amount }) => part`(${name}, ${hour}, ${currency}, ${count}, ${amount.toString()})`,
  )
  return sql`
    insert into figure (name, hour, currency, count, amount) values ${joined(rows, ', ')}
    on conflict (name, hour, currency) do update set count = figure.count + excluded.count,
      amount = ${exactSum(part`figure.amount`, part`excluded.amount`)}`
}

export const figuresBetween = (names: readonly string[], from: bigint, to: bigint): Statement => sql`
  select name, hour, currency, count, cast(amount as text) as amount from figure
  where ${oneOf(part`name`, names)} and hour >= ${from} and hour < ${to}`
