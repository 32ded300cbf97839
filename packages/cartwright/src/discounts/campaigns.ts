import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { checkNames, invalidInput } from '../check-input.ts'
import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { MAX_AMOUNT } from '../money/money.ts'
import type { Page } from '../shop-types.ts'
import { type Campaign, type CampaignChange, type CampaignStanding, campaignName } from './campaign.ts'
import { campaignsAfter, campaignsByName, insertCampaign, readCampaign, updateCampaign } from './campaign-rows.ts'

/** These campaigns as a customer meets them; asks nothing where none is named. */
export async function campaignsOf(
  context: Context,
  named: Iterable<{ readonly campaign: string | null }>,
  customer: string,
): Promise<ReadonlyMap<string, CampaignStanding>> {
  const names = [...new Set([...named].flatMap(({ campaign }) => campaign ?? []))]
  if (names.length === 0) return new Map()
  const [rows = []] = await context.db.read(campaignsByName(names, customer))
  return new Map(rows.map((row) => [String(row.name), readCampaign(row)]))
}

/** Refuses with `invalid_input` a campaign that nobody has made. None is ever taken away, so what is there when it is asked is there when it is needed. */
export async function refuseUnknownCampaign(context: Context, discount: { readonly campaign: string | null }): Promise<void> {
  if (discount.campaign !== null && (await campaignsOf(context, [discount], '')).size === 0)
    throw invalidInput([{ field: 'campaign', code: 'unknown' }])
}

const FIELDS: readonly (keyof CampaignChange)[] = ['name', 'maxUses', 'maxUsesPerCustomer']

/**
 * Makes a campaign, or changes the limits of one that is there, and answers it with its uses. Its limits are shared by all codes that name it
 * (`campaign` of a discount), however many there are; each code keeps limits of its own besides. Throws `RangeError` for a name or a limit that
 * makes no sense, and for a `maxUses` below the uses it has. `by` is noted in the audit.
 *
 * @example
 * await shop.discounts.campaign({ name: 'SPRING', maxUses: 500n, maxUsesPerCustomer: 1n })
 * await shop.discounts.createMany({ campaign: 'SPRING', prefix: 'SPRING-', count: 50, kind: 'percent', value: 1000n })
 */
export async function putCampaign(context: Context, given: CampaignChange, by?: Actor): Promise<Campaign> {
  checkNames('campaign', given, FIELDS)
  const name = campaignName(given.name)
  const find = async (): Promise<Campaign | null> => {
    const [rows = []] = await context.db.read(campaignsByName([name], ''))
    const [found = null] = rows.map(readCampaign)
    if (found === null) return null
    const { usesOfCustomer: _, ...campaign } = found
    return campaign
  }
  const { maxUses, maxUsesPerCustomer } = given
  return act(
    context,
    async () => {
      const before = await find()
      const after: Campaign = {
        ...(before ?? { name, maxUses: null, maxUsesPerCustomer: null, uses: 0n, version: 1n }),
        ...(maxUses !== undefined && { maxUses }),
        ...(maxUsesPerCustomer !== undefined && { maxUsesPerCustomer }),
      }
      checkLimits(after)
      if (before !== null && before.maxUses === after.maxUses && before.maxUsesPerCustomer === after.maxUsesPerCustomer) return before
      const write = before === null ? insertCampaign(after) : updateCampaign(after)
      const id = context.newId()
      const told = { act: 'campaign.change', ...(before !== null && { before: limitsOf(before) }), after: limitsOf(after) }
      const noted = by === undefined ? [] : [recordAct(name, id, { actor: by, ...told }, context.clock())]
      await context.db.batch([write.orReread(), ...noted], { key: name, id })
      return before === null ? after : { ...after, version: after.version + 1n }
    },
    async () => (await find()) ?? { name, maxUses: null, maxUsesPerCustomer: null, uses: 0n, version: 1n },
  )
}

const limitsOf = ({ maxUses, maxUsesPerCustomer }: Campaign): Record<string, string | null> => ({
  maxUses: maxUses?.toString() ?? null,
  maxUsesPerCustomer: maxUsesPerCustomer?.toString() ?? null,
})

/**
 * Campaigns by name, page by page, each with its uses. Refuses with `invalid_input` for a limit outside 1 to 1000.
 *
 * @example
 * const { items } = await shop.discounts.campaigns({ limit: 20 })
 */
export async function listCampaigns(
  context: Context,
  { limit = 50, cursor = '' }: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<Page<Campaign>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 1000) throw new ShopError('invalid_input', { field: 'limit' })
  const [rows = []] = await context.db.read(campaignsAfter(cursor, BigInt(limit) + 1n))
  const items = rows.slice(0, limit).map((row) => {
    const { usesOfCustomer: _, ...campaign } = readCampaign(row)
    return campaign
  })
  return { items, next: rows.length > limit ? (items.at(-1)?.name ?? null) : null }
}

function checkLimits({ name, uses, maxUses, maxUsesPerCustomer }: Campaign): void {
  for (const [field, limit] of Object.entries({ maxUses, maxUsesPerCustomer })) {
    if (limit === null) continue
    if (typeof limit !== 'bigint') throw new RangeError(`campaign ${name}: ${field} must be a bigint`)
    if (limit < 0n || limit > MAX_AMOUNT) throw new RangeError(`campaign ${name}: ${field} must not be negative, and below 2^63`)
  }
  if (maxUses !== null && maxUses < uses)
    throw new RangeError(`campaign ${name}: its codes were used ${uses} times, more often than maxUses`)
}
