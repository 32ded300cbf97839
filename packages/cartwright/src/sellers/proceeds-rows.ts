import { cartOfId } from '../orders/order-rows.ts'
import { exactShare, exactTotal } from '../storage/exact.ts'
import { joined, part, type Row, type Statement, sql } from '../storage/statement.ts'

export type ProceedsState = 'waiting' | 'released' | 'returned'

/** What the seller of one parcel is owed, as it is stored. */
export interface Proceeds {
  readonly order: string
  readonly seller: string
  /** User id of whose wallet gets it. */
  readonly owner: string
  /** Minor units, commission included. */
  readonly amount: bigint
  readonly commission: bigint
  readonly refunded: bigint
  readonly state: ProceedsState
  /** When the seller gets it; null while the parcel is under way. */
  readonly dueAt: bigint | null
  readonly madeAt: bigint
}

const PROCEEDS = part`order_id, seller, owner, amount, commission, refunded, state, due_at, made_at`

export function insertProceeds(proceeds: readonly Proceeds[]): Statement {
  const tuples = proceeds.map(
    (one) => part`(${cartOfId(one.order)}, ${one.order}, ${one.seller}, ${one.owner}, ${one.amount}, ${one.commission}, ${one.refunded},
      ${one.state}, ${one.dueAt}, ${one.madeAt})`,
  )
  return sql`
    insert into proceeds (cart_id, order_id, seller, owner, amount, commission, refunded, state, due_at, made_at) values ${joined(tuples, ', ')}`
}

export const proceedsOfOrder = (order: string): Statement => sql`
  select ${PROCEEDS} from proceeds where cart_id = ${cartOfId(order)} and order_id = ${order}`

export const readProceeds = (row: Row): Proceeds => ({
  order: String(row.order_id),
  seller: String(row.seller),
  owner: String(row.owner),
  amount: row.amount as bigint,
  commission: row.commission as bigint,
  refunded: row.refunded as bigint,
  state: String(row.state) as ProceedsState,
  dueAt: row.due_at as bigint | null,
  madeAt: row.made_at as bigint,
})

/** Changes what a seller is owed; changes no row when it is not as it was read: of a release and a refund, or a return, at once one has its way. */
export const changeProceeds = (from: Proceeds, to: Pick<Proceeds, 'state' | 'refunded'>): Statement => sql`
  update proceeds set state = ${to.state}, refunded = ${to.refunded}
  where cart_id = ${cartOfId(from.order)} and order_id = ${from.order} and seller = ${from.seller} and state = ${from.state}
    and refunded = ${from.refunded} and coalesce(due_at, -1) = ${from.dueAt ?? -1n}`

/** The parcel has arrived: the seller gets his money at this moment, or at the one that was said before if that is earlier. */
export const setDue = (order: string, seller: string, at: bigint): Statement => sql`
  update proceeds set due_at = ${at}
  where cart_id = ${cartOfId(order)} and order_id = ${order} and seller = ${seller} and state = 'waiting' and (due_at is null or due_at > ${at})`

/** The parcel has come back: nobody is paid for it by itself any more. */
export const holdBack = (order: string, seller: string): Statement => sql`
  update proceeds set due_at = null
  where cart_id = ${cartOfId(order)} and order_id = ${order} and seller = ${seller} and state = 'waiting'`

/** Money that sellers should have by now. */
export const proceedsDue = (now: bigint, limit: bigint): Statement => sql`
  select ${PROCEEDS} from proceeds where state = 'waiting' and due_at <= ${now} order by due_at limit ${limit}`

/** A seller's proceeds, newest first, by key. */
export const proceedsOf = (seller: string, before: { at: bigint; id: string }, limit: bigint): Statement => sql`
  select ${PROCEEDS} from proceeds where seller = ${seller} and (made_at < ${before.at} or (made_at = ${before.at} and order_id < ${before.id}))
  order by made_at desc, order_id desc limit ${limit}`

const COMMISSION_LEFT = part`case when amount = 0 then 0 else ${exactShare(part`commission`, part`amount - refunded`, part`amount`)} end`

/** The sums of a seller's proceeds, as texts: they may be larger than any column. */
export const proceedsSums = (seller: string): Statement => sql`
  select state, ${exactTotal(part`amount`)} as amount, ${exactTotal(part`refunded`)} as refunded, ${exactTotal(COMMISSION_LEFT)} as commission
  from proceeds where seller = ${seller} group by state`
