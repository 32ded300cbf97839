import { type Row, type Statement, sql } from '../storage/statement.ts'

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
  { code, campaign, amount }: { readonly code: string; readonly campaign: string | null; readonly amount: bigint },
  attempt: string,
  customer: string,
  state: 'reserved' | 'consumed',
  now: bigint,
): Statement => sql`
  insert into redemption (code, attempt_id, customer, state, amount, campaign, made_at)
  values (${code}, ${attempt}, ${customer}, ${state}, ${amount}, ${campaign}, ${now})`

export const consumeRedemption = (code: string, attempt: string): Statement => sql`
  update redemption set state = 'consumed' where code = ${code} and attempt_id = ${attempt} and state = 'reserved'`

/** Gives a use back, once. Follow with `unredeem` and `unredeemForCustomer` in the same batch. */
export const returnRedemption = (code: string, attempt: string): Statement => sql`
  update redemption set state = 'returned' where code = ${code} and attempt_id = ${attempt} and state <> 'returned'`

export const unredeem = (code: string): Statement => sql`update discount set uses = uses - 1 where code = ${code} and uses > uses_before`

export const unredeemForCustomer = (code: string, customer: string): Statement => sql`
  update discount_customer set uses = uses - 1 where code = ${code} and customer = ${customer} and uses > 0`

/** What the order of an attempt has frozen. */
export const quoteOfAttempt = (cart: string, attempt: string): Statement => sql`
  select quote from placed_order where cart_id = ${cart} and id = ${attempt.slice(0, attempt.lastIndexOf('-'))}`

/** The codes that take part in an order, from the row of `quoteOfAttempt`. */
export const readCodesOfOrder = (row: Row | null): string[] =>
  row === null ? [] : (JSON.parse(String(row.quote)) as { discounts: { code: string }[] }).discounts.map(({ code }) => code)

/** Takes the customer's first order, once: changes no row when an attempt of his has it. */
export const takeFirstOrder = (customer: string, attempt: string): Statement => sql`
  insert into first_order (customer, attempt_id) values (${customer}, ${attempt}) on conflict (customer) do nothing`

/** The customer's first order is free again, if this attempt had it. */
export const freeFirstOrder = (customer: string, attempt: string): Statement => sql`
  delete from first_order where customer = ${customer} and attempt_id = ${attempt}`

export const firstOrderOf = (customer: string): Statement => sql`select customer from first_order where customer = ${customer}`

/** An order of this customer that is not cancelled, if there is one. */
export const orderOfCustomer = (customer: string): Statement => sql`
  select customer from placed_order where customer = ${customer} and state <> 'cancelled' limit 1`
