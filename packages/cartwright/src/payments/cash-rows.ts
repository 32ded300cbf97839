import { type Statement, sql } from '../storage/statement.ts'

/** More orders than anybody will have under way; the anchor row counts all the same. */
const UNLIMITED = 1_000_000_000n

/**
 * One more order that this customer pays when it arrives; changes no row when he has `limit` of them under way already (null: any number). It is the
 * anchor of that limit, so it comes before the cart in every batch.
 */
export const openCashOrder = (customer: string, limit: number | null): Statement => sql`
  insert into cash_customer (customer, open) values (${customer}, 1)
  on conflict (customer) do update set open = cash_customer.open + 1 where cash_customer.open < ${limit === null ? UNLIMITED : BigInt(limit)}`

/**
 * The order was paid at the door, or is not sent any more. In a batch with the statement that moves the order, which makes it happen once; before
 * the cart, as `openCashOrder`. `customer` is the order's own (`placed_order.customer`, or `customer` of its frozen quote).
 */
export const closeCashOrder = (customer: string): Statement =>
  sql`update cash_customer set open = open - 1 where customer = ${customer} and open > 0`

/** How many orders of a customer are under way that he pays when they arrive. */
export const readCashOrders = (customer: string): Statement => sql`select open from cash_customer where customer = ${customer}`

/** How often a buyer did not keep to what he had promised. */
export const countStrikes = (owner: string): Statement => sql`select count(*) as strikes from strike where owner = ${owner}`
