import { oneOf } from '../storage/exact.ts'
import { part, type Row, type Statement, sql } from '../storage/statement.ts'
import { text } from './look.ts'

const CAMPAIGN = part`name, uses, max_uses, max_uses_per_customer`

export const campaignPage = (after: Row | null, limit: bigint): Statement => sql`
  select ${CAMPAIGN} from campaign where name > ${text(after ?? undefined, 'name')} order by name limit ${limit}`

export const campaignsNamed = (names: readonly string[]): Statement =>
  sql`select ${CAMPAIGN} from campaign where ${oneOf(part`name`, names)}`

export const usesOf = (names: readonly string[]): Statement => sql`
  select campaign, count(*) as uses from redemption where ${oneOf(part`campaign`, names)} and state <> 'returned' group by campaign`

export const customerPage = (after: Row | null, limit: bigint): Statement => sql`
  select campaign, customer, uses from campaign_customer
  where (campaign, customer) > (${text(after ?? undefined, 'campaign')}, ${text(after ?? undefined, 'customer')})
  order by campaign, customer limit ${limit}`

export const customersNamed = (names: readonly string[], customers: readonly string[]): Statement => sql`
  select campaign, customer, uses from campaign_customer where ${oneOf(part`campaign`, names)} and ${oneOf(part`customer`, customers)}`

export const usesOfCustomers = (names: readonly string[], customers: readonly string[]): Statement => sql`
  select campaign, customer, count(*) as uses from redemption
  where ${oneOf(part`campaign`, names)} and ${oneOf(part`customer`, customers)} and state <> 'returned' group by campaign, customer`
