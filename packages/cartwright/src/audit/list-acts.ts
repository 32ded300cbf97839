import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { type Fragment, part, type Row, type Statement, sql } from '../storage/statement.ts'

/** One thing that a seller, staff or the shop itself did to something not their own. */
export interface AuditView {
  readonly at: bigint
  readonly actor: Actor
  /** What was done, as `claim.release` or `order.refund`. */
  readonly act: string
  /** What it was done to: a cart, a product, an account. */
  readonly key: string
  readonly before: Readonly<Record<string, string | null>> | null
  readonly after: Readonly<Record<string, string | null>> | null
  readonly reason: string | null
}

export interface AuditPage {
  /** Only what was done to this. */
  readonly key?: string
  /** Only what he did. */
  readonly actor?: Actor
  /** Only acts of this kind, as `order.refund`. */
  readonly act?: string
  /** `newest` (default) or `oldest` first. */
  readonly order?: 'newest' | 'oldest'
  /** From 1 to 500. Default 50. */
  readonly limit?: number
  /** Where the page before ended: its `next`. */
  readonly cursor?: string
}

const LARGEST_PAGE = 500
/** Later than any act. */
const NEWEST = { at: 2n ** 63n - 1n, id: '' } as const
const OLDEST = { at: -1n, id: '' } as const
const ORDERS = ['newest', 'oldest'] as const

/**
 * What was done, the newest first, page by page. Rows are added in the batch that does the act and never changed. Refuses with `invalid_input` a
 * limit outside 1 to 500, an order and a cursor that is none.
 *
 * @example
 * const { items } = await shop.audit.list({ actor: { id: 'maria', role: 'staff' } })
 */
export async function listActs(
  context: Context,
  { key, actor, act, order = 'newest', limit = 50, cursor }: AuditPage = {},
): Promise<{ readonly items: readonly AuditView[]; readonly next: string | null }> {
  if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) throw wrong('limit', 'range')
  if (!ORDERS.includes(order)) throw wrong('order', 'choice')
  const filter = { key: key ?? null, actor: actor ?? null, act: act ?? null }
  const place = cursor === undefined ? null : readCursor(cursor)
  const more = BigInt(limit) + 1n
  const [rows = []] = await context.db.read(
    order === 'newest' ? actsBefore(filter, place ?? NEWEST, more) : actsAfter(filter, place ?? OLDEST, more),
  )
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { items: shown.map(readAct), next: rows.length > limit && last !== undefined ? `${last.made_at}.${last.id}` : null }
}

interface Filter {
  readonly key: string | null
  readonly actor: Actor | null
  readonly act: string | null
}

interface Place {
  readonly at: bigint
  readonly id: string
}

const AUDIT = part`key, id, actor, act, before, after, reason, made_at`
const only = ({ key, actor, act }: Filter): Fragment => part`${act === null ? part`` : part`and act = ${act}`}
    ${key === null ? part`` : part`and key = ${key}`} ${actor === null ? part`` : part`and actor = ${`${actor.role}:${actor.id}`}`}`

/** A list for a person, on indexes of its own: by time, by actor, by kind, or by what it was done to. The newest first. */
export const actsBefore = (filter: Filter, { at, id }: Place, limit: bigint): Statement => sql`
  select ${AUDIT} from audit where (made_at, id) < (${at}, ${id}) ${only(filter)} order by made_at desc, id desc limit ${limit}`

/** The same, the oldest first. */
export const actsAfter = (filter: Filter, { at, id }: Place, limit: bigint): Statement => sql`
  select ${AUDIT} from audit where (made_at, id) > (${at}, ${id}) ${only(filter)} order by made_at, id limit ${limit}`

function readAct(row: Row): AuditView {
  const actor = String(row.actor)
  const colon = actor.indexOf(':')
  return {
    at: row.made_at as bigint,
    actor: { id: actor.slice(colon + 1), role: actor.slice(0, colon) as Actor['role'] },
    act: String(row.act),
    key: String(row.key),
    before: row.before === null ? null : (JSON.parse(String(row.before)) as AuditView['before']),
    after: row.after === null ? null : (JSON.parse(String(row.after)) as AuditView['after']),
    reason: row.reason as string | null,
  }
}

function readCursor(cursor: string): Place {
  const [, at, id] = /^(\d{1,16})\.([\w-]{1,100})$/.exec(String(cursor)) ?? []
  if (at === undefined || id === undefined) throw wrong('cursor', 'format')
  return { at: BigInt(at), id }
}

const wrong = (field: string, code: string): ShopError => new ShopError('invalid_input', { errors: [{ field, code }] })
