import { oneOf } from '../storage/exact.ts'
import { part, type Row, type Statement, sql } from '../storage/statement.ts'
import type { Discount } from './discount.ts'

/** Discounts by code, each with how often this customer used it. */
export const discountsByCode = (codes: readonly string[], customer: string): Statement => sql`
  select d.code, d.kind, d.value, d.currency, d.active, d.starts_at, d.ends_at, d.max_uses, d.max_uses_per_customer, d.uses, d.min_order, d.max_discount, d.on_wins,
    c.uses as customer_uses
  from discount d left join discount_customer c on c.code = d.code and c.customer = ${customer}
  where ${oneOf(part`d.code`, codes)}`

export const insertDiscount = (discount: Discount, currency: string, now: bigint): Statement => sql`
  insert into discount (code, kind, value, currency, active, starts_at, ends_at, max_uses, max_uses_per_customer, uses, min_order, max_discount, on_wins, made_at)
  values (${discount.code}, ${discount.kind}, ${discount.value}, ${discount.kind === 'fixed' ? currency : null}, ${discount.active ? 1n : 0n}, ${discount.startsAt},
    ${discount.endsAt}, ${discount.maxUses}, ${discount.maxUsesPerCustomer}, 0, ${discount.minOrder}, ${discount.maxDiscount}, ${discount.onWins ? 1n : 0n}, ${now})
  on conflict (code) do nothing`

/** Uses the discount once: changes no row when it is off, outside its window, or used up. */
export const redeem = (code: string, now: bigint): Statement => sql`
  update discount set uses = uses + 1
  where code = ${code} and active = 1 and (max_uses is null or uses < max_uses)
    and (starts_at is null or starts_at <= ${now}) and (ends_at is null or ends_at > ${now})`

/** Counts the use for the customer, on an anchor row of his own: changes no row when he has used it often enough. */
export const redeemForCustomer = (code: string, customer: string, most: bigint): Statement => sql`
  insert into discount_customer (code, customer, uses) values (${code}, ${customer}, 1)
  on conflict (code, customer) do update set uses = discount_customer.uses + 1 where discount_customer.uses < ${most}`

export const insertRedemption = (
  code: string,
  attempt: string,
  customer: string,
  state: 'reserved' | 'consumed',
  amount: bigint,
  now: bigint,
): Statement => sql`
  insert into redemption (code, attempt_id, customer, state, amount, made_at) values (${code}, ${attempt}, ${customer}, ${state}, ${amount}, ${now})`

export const consumeRedemption = (code: string, attempt: string): Statement => sql`
  update redemption set state = 'consumed' where code = ${code} and attempt_id = ${attempt} and state = 'reserved'`

/** Gives a use back, once. Follow with `unredeem` and `unredeemForCustomer` in the same batch. */
export const returnRedemption = (code: string, attempt: string): Statement => sql`
  update redemption set state = 'returned' where code = ${code} and attempt_id = ${attempt} and state <> 'returned'`

export const unredeem = (code: string): Statement => sql`update discount set uses = uses - 1 where code = ${code} and uses > 0`

export const unredeemForCustomer = (code: string, customer: string): Statement => sql`
  update discount_customer set uses = uses - 1 where code = ${code} and customer = ${customer} and uses > 0`

export const readDiscount = (row: Row): Discount => ({
  code: String(row.code),
  kind: String(row.kind) as Discount['kind'],
  value: row.value as bigint,
  active: row.active === 1n,
  startsAt: row.starts_at as bigint | null,
  endsAt: row.ends_at as bigint | null,
  maxUses: row.max_uses as bigint | null,
  maxUsesPerCustomer: row.max_uses_per_customer as bigint | null,
  uses: row.uses as bigint,
  minOrder: row.min_order as bigint | null,
  maxDiscount: row.max_discount as bigint | null,
  onWins: row.on_wins === 1n,
})
