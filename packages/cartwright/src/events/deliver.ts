import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { Unmet } from '../storage/database.ts'
import type { Row, Statement } from '../storage/statement.ts'
import { deliveryDone, deliveryFailed, dueDeliveries, firstDeliveries, leaseDelivery } from './delivery-rows.ts'
import type { ShopEvent } from './event.ts'
import { readEvent } from './read-event.ts'
import { HANDLERS, shownTarget } from './targets.ts'
import { NoAnswer, postEvent, type WebhookSettings } from './webhooks.ts'

/** Beyond the deadline of a call, so that another process tries as well only when this one is surely gone. */
const GRACE = 60_000n
/** Ten tries over about four hours, the first wait doubled each time; then a person has to look. */
const TRIES = 10n
const FIRST_WAIT = 30_000n
/** Pages of one pass: what is left after them is for the next. */
const PAGES = 20

/** Somebody who is told of events. */
export interface Target {
  readonly name: string
  readonly due: (now: bigint) => Statement
  readonly pageSize: number
  /** What comes later waits for what comes first, within one aggregate. */
  readonly inOrder: boolean
  /** Rejects when it was not told. */
  readonly tell: (event: ShopEvent, stop: AbortSignal) => Promise<void>
}

export const handlersTarget = (context: Context): Target => ({
  name: HANDLERS,
  due: (now) => dueDeliveries(HANDLERS, now, 100n),
  pageSize: 100,
  inOrder: false,
  tell: async (event) => {
    const { on, eventDeadline } = context.options
    const handler = on[event.name] as ((event: ShopEvent) => Promise<void> | void) | undefined
    await ask(
      `on.${event.name}`,
      eventDeadline,
      () => handler?.(event),
      () => null,
    )
  },
})

export const webhookTarget = (context: Context, webhook: WebhookSettings): Target => ({
  name: webhook.url,
  due: (now) => firstDeliveries(webhook.url, now, 10n),
  pageSize: 10,
  inOrder: true,
  tell: (event, stop) => postEvent(context, webhook, event, stop),
})

type Outcome = 'told' | 'failed' | 'no_answer' | 'taken'

/**
 * Tells a target what is due for it: at least once, one process at a time. Aggregates side by side, the events of one after another. Answers how
 * many it was told of, and whether something may be due still. The first failure of an event and the giving-up are logged.
 */
export async function deliverTo(
  context: Context,
  target: Target,
  stop: AbortSignal,
  log: (error: unknown) => void,
): Promise<{ told: number; more: boolean }> {
  let told = 0
  for (let page = 0; page < PAGES; page += 1) {
    if (stop.aborted) return { told, more: false }
    const [rows = []] = await context.db.read(target.due(context.clock()))
    const outcomes = (await Promise.all([...byKey(rows).values()].map((group) => deliverGroup(context, target, group, stop, log)))).flat()
    told += outcomes.filter((outcome) => outcome === 'told').length
    if (outcomes.includes('no_answer') || !outcomes.includes('told')) return { told, more: false }
    if (!target.inOrder && rows.length < target.pageSize) return { told, more: false }
  }
  return { told, more: true }
}

const byKey = (rows: readonly Row[]): Map<string, Row[]> => Map.groupBy(rows, (row) => String(row.key))

async function deliverGroup(
  context: Context,
  target: Target,
  rows: readonly Row[],
  stop: AbortSignal,
  log: (error: unknown) => void,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const row of rows) outcomes.push(await deliver(context, target, row, stop, log))
  return outcomes
}

async function deliver(
  context: Context,
  { name, tell }: Target,
  row: Row,
  stop: AbortSignal,
  log: (error: unknown) => void,
): Promise<Outcome> {
  const key = String(row.key)
  const id = String(row.id)
  const now = context.clock()
  const lease = now + BigInt(context.options.eventDeadline) + GRACE
  try {
    await context.db.batch([leaseDelivery(key, id, name, row.due_at as bigint, lease).orReread()])
  } catch (error) {
    if (error instanceof Unmet) return 'taken'
    throw error
  }
  try {
    await tell(readEvent(row), stop)
  } catch (error) {
    const tries = (row.tries as bigint) + 1n
    // A call that was cut off because the shop closes has not failed: it is due again at once.
    const again = stop.aborted ? now : tries >= TRIES ? null : now + FIRST_WAIT * 2n ** (tries - 1n)
    await context.db.batch([deliveryFailed(key, id, name, lease, reasonOf(error), again)])
    // Between the first failure and the last nothing new can be told, and a receiver that is down would fill the log.
    if (!stop.aborted && (tries === 1n || again === null)) log(failureOf(name, id, tries, again === null, error))
    return error instanceof NoAnswer ? 'no_answer' : 'failed'
  }
  await context.db.batch([deliveryDone(key, id, name)])
  return 'told'
}

/** A line for the log. */
function failureOf(name: string, id: string, tries: bigint, isLast: boolean, cause: unknown): Error {
  const end = isLast ? `given up after ${tries} tries, see shop.events.dead` : 'it is tried again'
  return new Error(`${shownTarget(name)} was not told of the event ${id} (${reasonOf(cause)}): ${end}`, { cause })
}

function reasonOf(error: unknown): string {
  if (error instanceof ShopError && typeof error.details.reason === 'string') return error.details.reason
  return error instanceof Error ? error.message : 'threw no error'
}
