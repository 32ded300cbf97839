import { z } from 'zod'
import type { Discount } from '../../discounts/discount.ts'
import type { DiscountState } from '../../discounts/discount-rows.ts'
import { isoTime } from '../../http/details.ts'
import { amountSchema, timeSchema } from '../../http/schemas.ts'
import { writeDecimal } from '../../money/decimal-text.ts'
import { decimal } from '../../money/money.ts'

export const STATES = ['active', 'scheduled', 'ended', 'off'] as const

export interface DiscountJson {
  readonly code: string
  readonly kind: 'percent' | 'fixed'
  readonly value: string
  readonly state: DiscountState
  readonly automatic: boolean
  readonly campaign: string | null
  readonly uses: string
  readonly max_uses: string | null
  readonly max_uses_per_customer: string | null
  readonly min_order: string | null
  readonly max_discount: string | null
  readonly starts_at: string | null
  readonly ends_at: string | null
}

/** A discount as programs get it: percentages and amounts as decimal strings, times ISO 8601 UTC. */
export const discountSchema: z.ZodType<DiscountJson> = z.strictObject({
  code: z.string(),
  kind: z.enum(['percent', 'fixed']),
  value: amountSchema,
  state: z.enum(STATES),
  automatic: z.boolean(),
  campaign: z.string().nullable(),
  uses: z.string(),
  max_uses: z.string().nullable(),
  max_uses_per_customer: z.string().nullable(),
  min_order: amountSchema.nullable(),
  max_discount: amountSchema.nullable(),
  starts_at: timeSchema.nullable(),
  ends_at: timeSchema.nullable(),
})

/** What a discount does now. */
export function stateOf({ active, startsAt, endsAt }: Discount, now: bigint): DiscountState {
  if (!active) return 'off'
  if (endsAt !== null && endsAt <= now) return 'ended'
  return startsAt !== null && startsAt > now ? 'scheduled' : 'active'
}

export function discountJson(discount: Discount, currency: string, now: bigint): DiscountJson {
  const amount = (minor: bigint | null): string | null => (minor === null ? null : decimal(minor, currency))
  const number = (value: bigint | null): string | null => value?.toString() ?? null
  return {
    code: discount.code,
    kind: discount.kind,
    value: discount.kind === 'percent' ? writeDecimal(discount.value, 2) : decimal(discount.value, currency),
    state: stateOf(discount, now),
    automatic: discount.automatic,
    campaign: discount.campaign,
    uses: discount.uses.toString(),
    max_uses: number(discount.maxUses),
    max_uses_per_customer: number(discount.maxUsesPerCustomer),
    min_order: amount(discount.minOrder),
    max_discount: amount(discount.maxDiscount),
    starts_at: discount.startsAt === null ? null : isoTime(discount.startsAt),
    ends_at: discount.endsAt === null ? null : isoTime(discount.endsAt),
  }
}
