import { afterText, beginsWith, byLetters, oneOf } from '../storage/exact.ts'
import { type Fragment, joined, part, type Row, type Statement, sql } from '../storage/statement.ts'
import type { Discount, DiscountScope } from './discount.ts'

const DISCOUNT = part`code, kind, value, currency, active, starts_at, ends_at, max_uses, max_uses_per_customer, campaign, uses, uses_before, min_order, max_discount,
  on_wins, scope, first_order, automatic, phase, priority, exclusive, version`

/** Discounts by code, each with how often this customer used it. */
export const discountsByCode = (codes: readonly string[], customer: string): Statement => sql`
  select d.code, d.kind, d.value, d.active, d.starts_at, d.ends_at, d.max_uses, d.max_uses_per_customer, d.campaign, d.uses, d.uses_before, d.min_order,
    d.max_discount, d.on_wins, d.scope, d.first_order, d.automatic, d.phase, d.priority, d.exclusive, d.version, c.uses as customer_uses
  from discount d left join discount_customer c on c.code = d.code and c.customer = ${customer}
  where ${oneOf(part`d.code`, codes)}`

/** More automatic discounts than a shop can want; each is judged for every cart that is shown. */
const MOST_AUTOMATIC = 100n

/** Automatic discounts that apply or will. */
export const automaticDiscounts = (now: bigint): Statement => sql`
  select code from discount where automatic = 1 and active = 1 and (ends_at is null or ends_at > ${now}) order by code limit ${MOST_AUTOMATIC}`

/** What a discount does now. `off`: it was switched off; `scheduled`: it begins later. */
export type DiscountState = 'active' | 'scheduled' | 'ended' | 'off'

/** Later than any discount ends. */
const NEVER = part`9000000000000000`
const UNTIL = part`coalesce(ends_at, ${NEVER})`

const standing = (state: DiscountState, now: bigint): Fragment => {
  if (state === 'off') return part`active = 0`
  if (state === 'ended') return part`active = 1 and ${UNTIL} <= ${now}`
  if (state === 'scheduled') return part`active = 1 and starts_at > ${now} and ${UNTIL} > ${now}`
  return part`active = 1 and (starts_at is null or starts_at <= ${now}) and ${UNTIL} > ${now}`
}

/** A page of discounts by code, of those whose code begins with `prefix`. */
export const discountsAfter = (
  code: string,
  { prefix, campaign, state }: { readonly prefix: string; readonly campaign: string | null; readonly state: DiscountState | null },
  now: bigint,
  limit: bigint,
): Statement => sql`
  select ${DISCOUNT}, made_at from discount where ${afterText(part`code`, code)}
    ${prefix === '' ? part`` : part`and ${beginsWith(part`code`, prefix)}`} ${campaign === null ? part`` : part`and campaign = ${campaign}`}
    ${state === null ? part`` : part`and ${standing(state, now)}`} order by ${byLetters(part`code`)} limit ${limit}`

/** Where a page in the order of time goes on. */
export interface DiscountPlace {
  readonly at: bigint
  readonly code: string
}

/** The newest first. */
export const discountsBefore = ({ at, code }: DiscountPlace, limit: bigint): Statement => sql`
  select ${DISCOUNT}, made_at from discount where (made_at, code) < (${at}, ${code}) order by made_at desc, code desc limit ${limit}`

/** Of one state: what is active by its end, the first to end first; what is over, the last to end first; what comes, the first to begin first. */
export const discountsInState = (
  state: 'active' | 'scheduled' | 'ended',
  { at, code }: DiscountPlace,
  now: bigint,
  limit: bigint,
): Statement =>
  state === 'scheduled'
    ? sql`select ${DISCOUNT}, starts_at as place from discount where ${standing(state, now)} and (starts_at, code) > (${at}, ${code})
        order by starts_at, code limit ${limit}`
    : state === 'ended'
      ? sql`select ${DISCOUNT}, ${UNTIL} as place from discount where ${standing(state, now)} and (${UNTIL}, code) < (${at}, ${code})
          order by ${UNTIL} desc, code desc limit ${limit}`
      : sql`select ${DISCOUNT}, ${UNTIL} as place from discount where ${standing(state, now)} and (${UNTIL}, code) > (${at}, ${code})
          order by ${UNTIL}, code limit ${limit}`

/** New discounts; a code that is there already changes no row. */
export const insertDiscounts = (discounts: readonly Discount[], currency: string, now: bigint): Statement => {
  const tuples = discounts.map(
    (discount) => part`(${discount.code}, ${discount.kind}, ${discount.value}, ${currencyOf(discount, currency)}, ${flag(discount.active)},
      ${discount.startsAt}, ${discount.endsAt}, ${discount.maxUses}, ${discount.maxUsesPerCustomer}, ${discount.campaign}, ${discount.uses}, ${discount.usesBefore},
      ${discount.minOrder}, ${discount.maxDiscount}, ${flag(discount.onWins)}, ${scopeText(discount)}, ${flag(discount.firstOrder)},
      ${flag(discount.automatic)}, ${discount.phase}, ${discount.priority}, ${discount.exclusive}, ${discount.version}, ${now})`,
  )
  return sql`insert into discount (${DISCOUNT}, made_at) values ${joined(tuples, ', ')} on conflict (code) do nothing`
}

/** Puts everything but the code and its uses, on the version that was read. */
export const updateDiscount = (discount: Discount, currency: string): Statement => sql`
  update discount set kind = ${discount.kind}, value = ${discount.value}, currency = ${currencyOf(discount, currency)}, active = ${flag(discount.active)},
    starts_at = ${discount.startsAt}, ends_at = ${discount.endsAt}, max_uses = ${discount.maxUses}, max_uses_per_customer = ${discount.maxUsesPerCustomer},
    campaign = ${discount.campaign}, min_order = ${discount.minOrder}, max_discount = ${discount.maxDiscount}, on_wins = ${flag(discount.onWins)}, scope = ${scopeText(discount)},
    first_order = ${flag(discount.firstOrder)}, automatic = ${flag(discount.automatic)}, phase = ${discount.phase}, priority = ${discount.priority},
    exclusive = ${discount.exclusive}, version = version + 1
  where code = ${discount.code} and version = ${discount.version}`

/** Uses from elsewhere are so many now, as far as `max_uses` leaves room; fewer than are known change nothing. */
export const raiseUsesBefore = (code: string, usesBefore: bigint): Statement => {
  const room = part`case when max_uses is null or ${usesBefore} - uses_before < max_uses - uses then ${usesBefore} - uses_before else max_uses - uses end`
  return sql`
    update discount set uses = uses + ${room}, uses_before = uses_before + ${room}, version = version + 1
    where code = ${code} and uses_before < ${usesBefore} and (max_uses is null or uses < max_uses)`
}

const flag = (on: boolean): bigint => (on ? 1n : 0n)
const currencyOf = ({ kind }: Discount, currency: string): string | null => (kind === 'fixed' ? currency : null)
const scopeText = ({ only, except }: Discount): string => JSON.stringify({ ...(only && { only }), ...(except && { except }) })

export const readDiscount = (row: Row): Discount => {
  const { only = null, except = null } = JSON.parse(String(row.scope)) as { only?: DiscountScope; except?: DiscountScope }
  return {
    code: String(row.code),
    kind: String(row.kind) as Discount['kind'],
    value: row.value as bigint,
    active: row.active === 1n,
    startsAt: row.starts_at as bigint | null,
    endsAt: row.ends_at as bigint | null,
    maxUses: row.max_uses as bigint | null,
    maxUsesPerCustomer: row.max_uses_per_customer as bigint | null,
    campaign: row.campaign as string | null,
    uses: row.uses as bigint,
    usesBefore: row.uses_before as bigint,
    minOrder: row.min_order as bigint | null,
    maxDiscount: row.max_discount as bigint | null,
    onWins: row.on_wins === 1n,
    only,
    except,
    firstOrder: row.first_order === 1n,
    automatic: row.automatic === 1n,
    phase: row.phase as bigint,
    priority: row.priority as bigint,
    exclusive: row.exclusive as string | null,
    version: row.version as bigint,
  }
}
