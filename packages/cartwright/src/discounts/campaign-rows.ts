import { oneOf } from '../storage/exact.ts'
import { part, type Row, type Statement, sql } from '../storage/statement.ts'
import type { Campaign, CampaignStanding } from './campaign.ts'

/** Campaigns by name, each with how often this customer used its codes. */
export const campaignsByName = (names: readonly string[], customer: string): Statement => sql`
  select g.name, g.max_uses, g.max_uses_per_customer, g.uses, g.version, c.uses as customer_uses
  from campaign g left join campaign_customer c on c.campaign = g.name and c.customer = ${customer}
  where ${oneOf(part`g.name`, names)}`

/** Campaigns in the order of their names, after one. */
export const campaignsAfter = (name: string, limit: bigint): Statement => sql`
  select name, max_uses, max_uses_per_customer, uses, version, null as customer_uses from campaign where name > ${name} order by name limit ${limit}`

/** A new campaign; one that is there already changes no row. */
export const insertCampaign = ({ name, maxUses, maxUsesPerCustomer, uses, version }: Campaign): Statement => sql`
  insert into campaign (name, max_uses, max_uses_per_customer, uses, version)
  values (${name}, ${maxUses}, ${maxUsesPerCustomer}, ${uses}, ${version}) on conflict (name) do nothing`

/** Puts the limits, on the version that was read; never below the uses there are. */
export const updateCampaign = ({ name, maxUses, maxUsesPerCustomer, version }: Campaign): Statement => sql`
  update campaign set max_uses = ${maxUses}, max_uses_per_customer = ${maxUsesPerCustomer}, version = version + 1
  where name = ${name} and version = ${version} and uses <= coalesce(${maxUses}, uses)`

/** Uses the campaign once: changes no row when it is used up. */
export const redeemCampaign = (name: string): Statement => sql`
  update campaign set uses = uses + 1 where name = ${name} and (max_uses is null or uses < max_uses)`

/** Counts the use for the customer, on an anchor row of his own: changes no row when he has used the campaign often enough. */
export const redeemCampaignFor = (name: string, customer: string, most: bigint): Statement => sql`
  insert into campaign_customer (campaign, customer, uses) values (${name}, ${customer}, 1)
  on conflict (campaign, customer) do update set uses = campaign_customer.uses + 1 where campaign_customer.uses < ${most}`

/** Gives a use back; whether there is one to give is what the redemption of the same batch says. */
export const unredeemCampaign = (name: string): Statement => sql`update campaign set uses = uses - 1 where name = ${name} and uses > 0`

export const unredeemCampaignFor = (name: string, customer: string): Statement => sql`
  update campaign_customer set uses = uses - 1 where campaign = ${name} and customer = ${customer} and uses > 0`

export const readCampaign = (row: Row): CampaignStanding => ({
  name: String(row.name),
  maxUses: row.max_uses as bigint | null,
  maxUsesPerCustomer: row.max_uses_per_customer as bigint | null,
  uses: row.uses as bigint,
  version: row.version as bigint,
  usesOfCustomer: (row.customer_uses as bigint | null) ?? 0n,
})
