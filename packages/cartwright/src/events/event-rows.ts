import { joined, part, type Statement, sql } from '../storage/statement.ts'
import type { EventName } from './event.ts'

export interface NewEvent {
  readonly id: string
  readonly name: EventName
  readonly payload: Readonly<Record<string, string | null>>
  /** When it should be handed to a handler; null when nobody listens. */
  readonly dueAt: bigint | null
}

/**
 * Stores facts about a cart in the batch that makes them true. The cart's version is their sequence and the line's quantity is read in the same
 * statement (all of one aggregate, whose row this batch has taken), because adds at the same time know their sum only then. Stores nothing when
 * the cart is not there.
 */
export function recordCartEvents(
  cart: string,
  events: readonly NewEvent[],
  now: bigint,
  line: { product: string; options: string } | null = null,
): Statement {
  const rows = events.map(
    (event) =>
      part`select cast(${event.id} as text) as id, cast(${event.name} as text) as name, cast(${JSON.stringify(event.payload)} as text) as payload, cast(${event.dueAt} as int8) as due_at`,
  )
  return sql`
    insert into event (key, id, sequence, name, payload, line_id, quantity, made_at, tries, due_at, failure)
    select c.cart_id, e.id, c.version, e.name, e.payload, l.line_id, cast(l.quantity as text), cast(${now} as int8), 0, e.due_at, null
    from cart c cross join (${joined(rows, ' union all ')}) e
    left join cart_line l on l.cart_id = c.cart_id and l.product = ${line?.product ?? ''} and l.options = ${line?.options ?? ''}
    where c.cart_id = ${cart}`
}

/** Stores facts of an aggregate that is no cart. The time is their sequence: such an aggregate changes once in a while. */
export function recordEvents(key: string, events: readonly NewEvent[], now: bigint): Statement {
  const rows = events.map(
    (event) =>
      part`(${key}, ${event.id}, ${now}, ${event.name}, ${JSON.stringify(event.payload)}, null, null, ${now}, 0, ${event.dueAt}, null)`,
  )
  return sql`insert into event (key, id, sequence, name, payload, line_id, quantity, made_at, tries, due_at, failure) values ${joined(rows, ', ')}`
}

export const dueEvents = (now: bigint, limit: bigint): Statement => sql`
  select key, id, sequence, name, payload, line_id, quantity, made_at, tries, due_at from event where due_at <= ${now} order by due_at, key, sequence, id limit ${limit}`

/** Takes one due event for a while: only one process gets it. */
export const leaseEvent = (key: string, id: string, seen: bigint, until: bigint): Statement => sql`
  update event set due_at = ${until}, tries = tries + 1 where key = ${key} and id = ${id} and due_at = ${seen}`

export const eventDone = (key: string, id: string): Statement =>
  sql`update event set due_at = null, failure = null where key = ${key} and id = ${id}`

export const eventFailed = (key: string, id: string, failure: string, again: bigint | null): Statement => sql`
  update event set due_at = ${again}, failure = ${failure} where key = ${key} and id = ${id}`
