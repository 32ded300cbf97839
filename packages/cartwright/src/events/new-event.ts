import type { Context } from '../context.ts'
import type { EventName } from './event.ts'
import type { NewEvent } from './event-rows.ts'

/** A fact to be stored; it is due at once when a handler listens, else it is kept as history. */
export const eventOf = (context: Context, name: EventName, payload: Readonly<Record<string, string | null>>, now: bigint): NewEvent => ({
  id: context.newId(),
  name,
  payload,
  dueAt: context.options.on[name] === undefined ? null : now,
})
