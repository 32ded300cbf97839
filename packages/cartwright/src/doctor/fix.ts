import { recordAct } from '../audit/audit-rows.ts'
import { closeHold, moveStock } from '../claims/stock-rows.ts'
import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { Lost, Unmet } from '../storage/database.ts'
import { type Statement, sql } from '../storage/statement.ts'
import type { Finding, Fix } from './finding.ts'

/** What became of one finding's change. */
export interface Fixed {
  readonly finding: Finding
  /** `done`; `moved`: the row is not as it was seen, so nothing was changed: examine again; `person`: there is no safe change, a person must decide. */
  readonly outcome: 'done' | 'moved' | 'person'
}

const DOCTOR: Actor = { id: 'doctor', role: 'system' }

/**
 * Carries out the changes that findings propose, each in a batch of its own, only where the row still is as it was seen, with a row in the audit log. Money is
 * never changed. What has no safe change is left alone. Refuses with `unavailable` when nobody can tell whether a change was made: examine again.
 *
 * @example
 * const findings = await shop.doctor()
 * for (const { finding, outcome } of await shop.fix(findings)) console.log(outcome, finding.says)
 */
export async function fix(context: Context, findings: readonly Finding[]): Promise<readonly Fixed[]> {
  const fixed: Fixed[] = []
  for (const finding of findings)
    fixed.push({ finding, outcome: finding.fix === null ? 'person' : await apply(context, finding, finding.fix) })
  return fixed
}

async function apply(context: Context, finding: Finding, change: Fix): Promise<Fixed['outcome']> {
  const { key, table, says } = finding
  const act = {
    actor: DOCTOR,
    act: 'doctor.fix',
    before: { table, [change.change]: change.from },
    after: { [change.change]: change.to },
    reason: says,
  }
  try {
    await context.db.batch(
      [...CHANGES[change.change](finding, change).map((one) => one.orReread()), recordAct(key, context.newId(), act, context.clock())],
      { key, id: context.newId() },
    )
    return 'done'
  } catch (error) {
    if (error instanceof Unmet) return 'moved'
    if (!(error instanceof Lost)) throw error
    if (error.committed !== true) throw new ShopError('unavailable', { outcome: 'unknown' }, { cause: error })
    return 'done'
  }
}

/** The guarded statements of each change: the row as it was seen, or no row is changed. */
const CHANGES: Readonly<Record<Fix['change'], (finding: Finding, fix: Fix) => readonly Statement[]>> = {
  'stock.reserved': ({ key }, { from, to }) => [moveStock(key, { reserved: BigInt(to ?? 0) - BigInt(from) }), stockIs(key, to ?? '')],
  'discount.uses': ({ key }, { from, to }) => [countUses(key, BigInt(from), BigInt(to ?? 0))],
  'discount_customer.uses': ({ key, id }, { from, to }) => [countCustomer(key, id ?? '', BigInt(from), BigInt(to ?? 0))],
  'campaign.uses': ({ key }, { from, to }) => [countCampaign(key, BigInt(from), BigInt(to ?? 0))],
  'campaign_customer.uses': ({ key, id }, { from, to }) => [countCampaignOf(key, id ?? '', BigInt(from), BigInt(to ?? 0))],
  'claim.waiters': ({ key }, { from, to }) => [countWaiters(key, BigInt(from), BigInt(to ?? 0))],
  'cash_customer.open': ({ key }, { from, to }) => [countCash(key, BigInt(from), BigInt(to ?? 0))],
  cart_slot: ({ key, id }, { from }) => [dropSlot(key, id ?? '', from)],
  claim: ({ key }, { from }) => [dropClaim(key, from)],
  stock_hold: ({ key, id }, { from }) => [
    moveStock(key, { reserved: -BigInt(from) }),
    closeHold(key, id ?? '', { quantity: BigInt(from), attempt: null }),
  ],
}

/** The counter moved from what was seen to what it should be. */
const stockIs = (product: string, reserved: string): Statement => sql`
  select product from stock where product = ${product} and cast(reserved as text) = ${reserved}`

const countUses = (code: string, from: bigint, to: bigint): Statement => sql`
  update discount set uses = ${to} where code = ${code} and uses = ${from}`

const countCustomer = (code: string, customer: string, from: bigint, to: bigint): Statement => sql`
  update discount_customer set uses = ${to} where code = ${code} and customer = ${customer} and uses = ${from}`

const countCampaign = (name: string, from: bigint, to: bigint): Statement => sql`
  update campaign set uses = ${to} where name = ${name} and uses = ${from}`

const countCampaignOf = (name: string, customer: string, from: bigint, to: bigint): Statement => sql`
  update campaign_customer set uses = ${to} where campaign = ${name} and customer = ${customer} and uses = ${from}`

const countWaiters = (product: string, from: bigint, to: bigint): Statement => sql`
  update claim set waiters = ${to} where product = ${product} and waiters = ${from}`

const countCash = (customer: string, from: bigint, to: bigint): Statement => sql`
  update cash_customer set open = ${to} where customer = ${customer} and open = ${from}`

const dropSlot = (owner: string, name: string, cart: string): Statement => sql`
  delete from cart_slot where owner = ${owner} and name = ${name} and cart_id = ${cart}`

/** A cart's hold as it was seen, for which nobody waits. */
const dropClaim = (product: string, seen: string): Statement => sql`
  delete from claim where product = ${product} and holder || ' ' || cast(expires_at as text) = ${seen} and state = 'held' and source = 'cart'
    and waiters = 0`
