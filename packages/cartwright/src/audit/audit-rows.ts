import type { Actor } from '../context.ts'
import { type Statement, sql } from '../storage/statement.ts'

/** One thing somebody did, as it is kept. */
export interface Act {
  readonly actor: Actor
  /** What was done, as `claim.release` or `order.refund`. */
  readonly act: string
  /** What it was before and after, in as few words as tell it. */
  readonly before?: Readonly<Record<string, string | null>>
  readonly after?: Readonly<Record<string, string | null>>
  readonly reason?: string | null
}

/** Notes an act under the key of what it was done to, in the batch that does it: what was done and its record are there together or not at all. */
export const recordAct = (key: string, id: string, { actor, act, before, after, reason }: Act, now: bigint): Statement => sql`
  insert into audit (key, id, actor, act, before, after, reason, made_at)
  values (${key}, ${id}, ${`${actor.role}:${actor.id}`}, ${act}, ${before === undefined ? null : JSON.stringify(before)},
    ${after === undefined ? null : JSON.stringify(after)}, ${reason ?? null}, ${now})`
