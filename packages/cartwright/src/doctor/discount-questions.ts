import { oneOf } from '../storage/exact.ts'
import { part, type Row, type Statement, sql } from '../storage/statement.ts'
import { text } from './look.ts'

const DISCOUNT = part`code, uses, uses_before, max_uses, max_uses_per_customer, first_order`
const REDEMPTION = part`code, attempt_id, customer, state, amount`

export const discountPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${DISCOUNT} from discount where code > ${text(after ?? undefined, 'code')} order by code limit ${limit}`

export const discountsOf = (codes: readonly string[]): Statement => sql`select ${DISCOUNT} from discount where ${oneOf(part`code`, codes)}`

export const usesOf = (codes: readonly string[]): Statement => sql`
  select code, count(*) as uses from redemption where ${oneOf(part`code`, codes)} and state <> 'returned' group by code`

export const customerPage = (after: Row | null, limit: bigint): Statement => sql`
  select code, customer, uses from discount_customer
  where (code, customer) > (${text(after ?? undefined, 'code')}, ${text(after ?? undefined, 'customer')}) order by code, customer limit ${limit}`

export const customersOf = (codes: readonly string[], customers: readonly string[]): Statement => sql`
  select code, customer, uses from discount_customer where ${oneOf(part`code`, codes)} and ${oneOf(part`customer`, customers)}`

export const usesOfCustomers = (codes: readonly string[], customers: readonly string[]): Statement => sql`
  select code, customer, count(*) as uses from redemption
  where ${oneOf(part`code`, codes)} and ${oneOf(part`customer`, customers)} and state <> 'returned' group by code, customer`

export const redemptionPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${REDEMPTION} from redemption
  where (code, attempt_id) > (${text(after ?? undefined, 'code')}, ${text(after ?? undefined, 'attempt_id')}) order by code, attempt_id limit ${limit}`

/** Uses of these codes by these attempts. */
export const redemptionsFor = (codes: readonly string[], attempts: readonly string[]): Statement => sql`
  select ${REDEMPTION} from redemption where ${oneOf(part`code`, codes)} and ${oneOf(part`attempt_id`, attempts)}`

export const firstOrderPage = (after: Row | null, limit: bigint): Statement => sql`
  select customer, attempt_id from first_order where customer > ${text(after ?? undefined, 'customer')} order by customer limit ${limit}`

export const firstOrdersOf = (customers: readonly string[]): Statement => sql`
  select customer, attempt_id from first_order where ${oneOf(part`customer`, customers)}`
