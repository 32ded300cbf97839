import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Row } from '../storage/statement.ts'
import { deadDeliveries, retryDeliveries, waitingDeliveries, waitingEvents } from './delivery-rows.ts'
import type { ShopEvent } from './event.ts'
import { eventsAfter } from './event-rows.ts'
import { readEvent } from './read-event.ts'

/** An event that somebody could not be told of, after all tries. */
export interface DeadLetter {
  readonly event: ShopEvent
  /** `handlers`, or the address of a webhook. */
  readonly target: string
  readonly tries: number
  /** What the last try came to. */
  readonly failure: string
}

export interface EventPage {
  /** Default 50, at most 500. */
  readonly limit?: number
  /** Where the page before ended: its `next`. */
  readonly cursor?: string
}

interface Listed<Item> {
  readonly items: readonly Item[]
  /** The cursor of the next page; null at the end. */
  readonly next: string | null
}

export interface DeadLetterPage extends EventPage {
  /** Only those of one aggregate: a cart, a product key, an account. */
  readonly key?: string
}

/** What nobody was told of after all tries. Refuses a wrong cursor with `invalid_input`. */
export async function deadLetters(context: Context, page: DeadLetterPage = {}): Promise<Listed<DeadLetter>> {
  const [key = '', event = '', target = ''] = placeOf(page, 3)
  const [rows = []] = await context.db.read(deadDeliveries(page.key ?? null, { key, event, target }, BigInt(limitOf(page)) + 1n))
  return listed(page, rows, deadLetterOf, (row) => [String(row.key), String(row.id), String(row.target)])
}

const deadLetterOf = (row: Row): DeadLetter => ({
  event: readEvent(row),
  target: String(row.target),
  tries: Number(row.tries),
  failure: String(row.failure),
})

/** How many stored events and deliveries wait to be told; `more`: there are more than were counted. */
export interface WaitingEvents {
  readonly count: number
  readonly more: boolean
}

/** Counts what waits in the outbox, up to `most` of each kind. */
export async function countWaiting(context: Context, most = 1_000): Promise<WaitingEvents> {
  const limit = BigInt(most) + 1n
  const [events = [], deliveries = []] = await context.db.read(waitingEvents(limit), waitingDeliveries(limit))
  const all = [events.length, deliveries.length]
  return { count: all.reduce((sum, one) => sum + Math.min(one, most), 0), more: all.some((one) => one > most) }
}

/** Everything that was told of one aggregate (a cart, a product key, an account), oldest first. Refuses a wrong cursor with `invalid_input`. */
export async function readEvents(context: Context, key: string, page: EventPage = {}): Promise<Listed<ShopEvent>> {
  const [sequence = '-1', id = ''] = placeOf(page, 2)
  if (!/^-?\d{1,18}$/.test(sequence)) throw wrongCursor()
  const [rows = []] = await context.db.read(eventsAfter(key, { sequence: BigInt(sequence), id }, BigInt(limitOf(page)) + 1n))
  return listed(page, rows, readEvent, (row) => [String(row.sequence), String(row.id)])
}

/**
 * Tries anew what was given up: the event `id` of the aggregate `key`, for everybody who was not told of it. Later events that were told meanwhile
 * stay told: the receiver puts them in order by `sequence`. Refuses with `not_found` when nothing was given up.
 *
 * @example
 * for (const { event } of (await shop.events.dead()).items) await shop.events.retry(event.key, event.id)
 */
export async function retryEvent(context: Context, key: string, id: string): Promise<void> {
  const [changed = []] = await context.db.batch([retryDeliveries(key, id, context.clock()).rows()])
  if (changed.length === 0) throw new ShopError('not_found')
  context.announce()
}

const limitOf = ({ limit = 50 }: EventPage): number => Math.min(Math.max(1, Math.trunc(limit)), 500)

function listed<Item>(page: EventPage, rows: readonly Row[], itemOf: (row: Row) => Item, place: (row: Row) => string[]): Listed<Item> {
  const shown = rows.slice(0, limitOf(page))
  const last = shown.at(-1)
  const more = rows.length > shown.length && last !== undefined
  return { items: shown.map(itemOf), next: more ? Buffer.from(JSON.stringify(place(last))).toString('base64url') : null }
}

function placeOf({ cursor }: EventPage, parts: number): string[] {
  if (cursor === undefined) return []
  try {
    const place: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(place) && place.length === parts && place.every((one) => typeof one === 'string')) return place
  } catch {
    // Not a cursor of ours.
  }
  throw wrongCursor()
}

const wrongCursor = (): ShopError => new ShopError('invalid_input', { errors: [{ field: 'cursor', code: 'format' }] })
