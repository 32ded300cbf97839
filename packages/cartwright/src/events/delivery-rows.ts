import { oneOf } from '../storage/exact.ts'
import { joined, part, type Statement, sql } from '../storage/statement.ts'

/** Aggregates with events that nobody has made deliveries of yet. */
export const dueKeys = (now: bigint, limit: bigint): Statement => sql`
  select key, min(due_at) as due_at from event where due_at <= ${now} group by key order by 2, 1 limit ${limit}`

/** Those events of one aggregate, in the order of its sequence. */
export const dueEventsOf = (key: string, limit: bigint): Statement => sql`
  select id, sequence, targets from event where key = ${key} and due_at is not null order by sequence, id limit ${limit}`

/** Ends the waiting of events; changes fewer rows when another process did so for one of them. */
export const eventsSpread = (key: string, ids: readonly string[]): Statement => sql`
  update event set due_at = null where key = ${key} and due_at is not null and ${oneOf(part`id`, ids)}`

export interface NewDelivery {
  readonly event: string
  readonly target: string
  readonly sequence: bigint
}

export function insertDeliveries(key: string, deliveries: readonly NewDelivery[], now: bigint): Statement {
  const rows = deliveries.map(({ event, target, sequence }) => part`(${key}, ${event}, ${target}, ${sequence}, 0, ${now}, null)`)
  return sql`insert into delivery (key, event_id, target, sequence, tries, due_at, failure) values ${joined(rows, ', ')}`
}

const DELIVERY = part`d.key, d.target, d.tries, d.due_at, d.failure, e.id, e.sequence, e.name, e.payload, e.line_id, e.quantity, e.made_at`

/** What is due for a target, with the events. */
export const dueDeliveries = (target: string, now: bigint, limit: bigint): Statement => sql`
  select ${DELIVERY} from delivery d join event e on e.key = d.key and e.id = d.event_id
  where d.target = ${target} and d.due_at <= ${now} order by d.due_at, d.key, d.sequence, d.event_id limit ${limit}`

/** As `dueDeliveries`, the first of each aggregate only: what comes later waits until it is told or given up. */
export const firstDeliveries = (target: string, now: bigint, limit: bigint): Statement => sql`
  select ${DELIVERY} from delivery d join event e on e.key = d.key and e.id = d.event_id
  where d.target = ${target} and d.due_at <= ${now} and not exists (
    select 1 from delivery b where b.key = d.key and b.target = d.target and b.due_at is not null
      and (b.sequence < d.sequence or (b.sequence = d.sequence and b.event_id < d.event_id)))
  order by d.due_at, d.key limit ${limit}`

/** Takes one due delivery for a while: only one process gets it. */
export const leaseDelivery = (key: string, event: string, target: string, seen: bigint, until: bigint): Statement => sql`
  update delivery set due_at = ${until}, tries = tries + 1 where key = ${key} and event_id = ${event} and target = ${target} and due_at = ${seen}`

export const deliveryDone = (key: string, event: string, target: string): Statement => sql`
  delete from delivery where key = ${key} and event_id = ${event} and target = ${target}`

/** To be tried again, or (`again` null) put aside for a person; changes no row when the lease has run out and another process is at it. */
export const deliveryFailed = (
  key: string,
  event: string,
  target: string,
  lease: bigint,
  failure: string,
  again: bigint | null,
): Statement => sql`
  update delivery set due_at = ${again}, failure = ${failure}
  where key = ${key} and event_id = ${event} and target = ${target} and due_at = ${lease}`

/** Events nobody has made deliveries of yet, and deliveries that wait for their time: no more than so many of each are looked at. */
export const waitingEvents = (most: bigint): Statement => sql`select key from event where due_at is not null limit ${most}`
export const waitingDeliveries = (most: bigint): Statement => sql`select key from delivery where due_at is not null limit ${most}`

/** What could not be told, by key, event and target, after the given one. */
export const deadDeliveries = (of: string | null, after: { key: string; event: string; target: string }, limit: bigint): Statement => sql`
  select ${DELIVERY} from delivery d join event e on e.key = d.key and e.id = d.event_id
  where d.due_at is null ${of === null ? part`` : part`and d.key = ${of}`} and (d.key, d.event_id, d.target) > (${after.key}, ${after.event}, ${after.target})
  order by d.key, d.event_id, d.target limit ${limit}`

/** Puts what could not be told of one event among what is due. */
export const retryDeliveries = (key: string, event: string, now: bigint): Statement => sql`
  update delivery set due_at = ${now}, tries = 0 where key = ${key} and event_id = ${event} and due_at is null
  returning target`
