import type { Context } from '../context.ts'
import type { EventName, Fact } from './event.ts'
import type { NewEvent } from './event-rows.ts'
import { targetsOf } from './targets.ts'

/** A fact to be stored. It is due at once for everybody who listens now: handlers and webhooks; without any it is kept as history. */
export function eventOf<Name extends EventName>(context: Context, name: Name, fact: Fact<Name>, now: bigint): NewEvent {
  const targets = targetsOf(context.options, name)
  return { id: context.newId(), name, payload: JSON.stringify(fact), targets, dueAt: targets.length === 0 ? null : now }
}
