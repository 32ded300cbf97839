import { joined, part, type Statement, sql } from '../storage/statement.ts'
import type { EventName } from './event.ts'

export interface NewEvent {
  readonly id: string
  readonly name: EventName
  /** JSON. */
  readonly payload: string
  /** Who is to be told. */
  readonly targets: readonly string[]
  /** When; null when nobody listens. */
  readonly dueAt: bigint | null
  /** The line it speaks of, whose quantity is stored with it as the statement finds it; none by default. */
  readonly line?: { readonly product: string; readonly options: string }
}

/** More events than one batch of a cart has (two a line), so that the places in a batch never reach the next version's. */
const PLACES_IN_VERSION = 100_000n
/** The same for a millisecond of an aggregate that changes once in a while. */
const PLACES_IN_MILLISECOND = 1_000n

const EVENT = part`key, id, sequence, name, payload, line_id, quantity, made_at, targets, due_at`

/**
 * Stores facts about a cart in the batch that makes them true, all in one statement. The cart's version and the place in the list are their
 * sequence, and the line's quantity is read in the same statement (all of one aggregate, whose row this batch has taken), because adds at the same
 * time know their sum only then. Stores nothing when the cart is not there.
 */
export function recordCartEvents(cart: string, events: readonly NewEvent[], now: bigint): Statement {
  const rows = events.map(
    ({ id, name, payload, targets, dueAt, line }, place) =>
      part`(cast(${id} as text), cast(${BigInt(place)} as int8), cast(${name} as text), cast(${payload} as text), cast(${JSON.stringify(targets)} as text), cast(${dueAt} as int8), cast(${line?.product ?? ''} as text), cast(${line?.options ?? ''} as text))`,
  )
  return sql`
    insert into event (${EVENT})
    select c.cart_id, e.column1, c.version * ${PLACES_IN_VERSION} + e.column2, e.column3, e.column4, l.line_id, cast(l.quantity as text),
      cast(${now} as int8), e.column5, e.column6
    from cart c cross join (values ${joined(rows, ', ')}) e
    left join cart_line l on l.cart_id = c.cart_id and l.product = e.column7 and l.options = e.column8 and l.rest = 0
    where c.cart_id = ${cart}`
}

/**
 * Stores facts of an aggregate that is no cart. The time is their sequence: such an aggregate changes once in a while. A fact that is stored already,
 * by its id, stays as it is.
 */
export function recordEvents(key: string, events: readonly NewEvent[], now: bigint): Statement {
  const rows = events.map(
    ({ id, name, payload, targets, dueAt }, place) =>
      part`(${key}, ${id}, ${now * PLACES_IN_MILLISECOND + BigInt(place)}, ${name}, ${payload}, null, null, ${now}, ${JSON.stringify(targets)}, ${dueAt})`,
  )
  return sql`insert into event (${EVENT}) values ${joined(rows, ', ')} on conflict (key, id) do nothing`
}

/** The history of one aggregate, in the order of its sequence, after `sequence`. */
export const eventsAfter = (key: string, after: { sequence: bigint; id: string }, limit: bigint): Statement => sql`
  select key, id, sequence, name, payload, line_id, quantity, made_at from event
  where key = ${key} and (sequence > ${after.sequence} or (sequence = ${after.sequence} and id > ${after.id})) order by sequence, id limit ${limit}`
