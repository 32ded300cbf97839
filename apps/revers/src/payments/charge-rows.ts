import { type CardCharge, type Row, type Statement, sql } from 'cartwright'

/** One payment in the books of the simulated provider. */
export interface Charge {
  readonly attempt: string
  readonly order: string
  /** Minor units. */
  readonly amount: bigint
  readonly currency: string
  readonly returnPath: string
  readonly state: 'open' | 'challenged' | 'paid' | 'failed'
  /** When the money is there, which may lie ahead; null while it is not known. */
  readonly paidAt: bigint | null
  readonly refunded: bigint
}

/** Opens a payment; changes no row when it is open already. */
export const openCharge = (charge: CardCharge, now: bigint): Statement => sql`
  insert into simulated_charge (attempt, order_id, amount, currency, return_path, state, paid_at, refunded, made_at)
  values (${charge.attempt}, ${charge.order}, ${charge.amount}, ${charge.currency}, ${charge.returnPath}, 'open', null, 0, ${now})
  on conflict (attempt) do nothing`

/** A payment that was cancelled before anybody opened it: the same attempt can never be opened any more. */
export const forbidCharge = (attempt: string, now: bigint): Statement => sql`
  insert into simulated_charge (attempt, order_id, amount, currency, return_path, state, paid_at, refunded, made_at)
  values (${attempt}, '', 0, '', '/', 'failed', null, 0, ${now})
  on conflict (attempt) do update set state = 'failed' where simulated_charge.state in ('open', 'challenged')`

export const challengeCharge = (attempt: string): Statement => sql`
  update simulated_charge set state = 'challenged' where attempt = ${attempt} and state = 'open'`

/** Books the money; changes no row once the payment is over. */
export const payCharge = (attempt: string, paidAt: bigint): Statement => sql`
  update simulated_charge set state = 'paid', paid_at = ${paidAt} where attempt = ${attempt} and state in ('open', 'challenged')`

export const failCharge = (attempt: string): Statement => sql`
  update simulated_charge set state = 'failed' where attempt = ${attempt} and state in ('open', 'challenged')`

/** Notes a refund; once for each key. */
export const addRefund = (attempt: string, key: string, amount: bigint, now: bigint): Statement => sql`
  insert into simulated_refund (attempt, key, amount, made_at) values (${attempt}, ${key}, ${amount}, ${now})`

export const refundOf = (attempt: string, key: string): Statement => sql`
  select amount from simulated_refund where attempt = ${attempt} and key = ${key}`

/** Gives money back; changes no row beyond what was paid. */
export const refundCharge = (attempt: string, amount: bigint): Statement => sql`
  update simulated_charge set refunded = refunded + ${amount} where attempt = ${attempt} and state = 'paid' and amount >= refunded + ${amount}`

export const chargeOf = (attempt: string): Statement => sql`
  select attempt, order_id, amount, currency, return_path, state, paid_at, refunded from simulated_charge where attempt = ${attempt}`

export const readCharge = (row: Row): Charge => ({
  attempt: String(row.attempt),
  order: String(row.order_id),
  amount: row.amount as bigint,
  currency: String(row.currency),
  returnPath: String(row.return_path),
  state: row.state as Charge['state'],
  paidAt: row.paid_at as bigint | null,
  refunded: row.refunded as bigint,
})
