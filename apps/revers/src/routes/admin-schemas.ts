import { amountSchema, currencySchema, orderSchema, timeSchema } from 'cartwright/http'
import { z } from 'zod'
import type { AdminOrderJson, AuditJson, FindingJson, OverviewJson } from '../views/admin-types.ts'

/*
 * What the staff's pages answer to programs, and what the staff sends.
 */

const findingSchema: z.ZodType<FindingJson> = z.strictObject({
  promise: z.string(),
  level: z.enum(['error', 'warning']),
  table: z.string(),
  key: z.string(),
  id: z.string().nullable(),
  says: z.string(),
})

export const overviewSchema: z.ZodType<OverviewJson> = z.strictObject({
  findings: z.array(findingSchema).nullable(),
  stuck: z.array(z.strictObject({ attempt: z.string(), order: z.string(), amount: amountSchema, currency: currencySchema })),
  dead: z.strictObject({ count: z.int().min(0), more: z.boolean() }),
})

const details = z.record(z.string(), z.string().nullable()).nullable()
export const auditSchema: z.ZodType<AuditJson> = z.strictObject({
  items: z.array(
    z.strictObject({
      at: timeSchema,
      actor: z.strictObject({ id: z.string(), role: z.string() }),
      act: z.string(),
      key: z.string(),
      before: details,
      after: details,
      reason: z.string().nullable(),
    }),
  ),
  next: z.exactOptional(z.string()),
})

export const adminOrderSchema: z.ZodType<AdminOrderJson> = z.strictObject({
  order: orderSchema,
  lines: z.array(z.strictObject({ id: z.string(), name: z.string(), paid: amountSchema, refunded: amountSchema })),
  refunds: z.array(
    z.strictObject({
      id: z.string(),
      method: z.string(),
      amount: amountSchema,
      state: z.enum(['due', 'done']),
      reason: z.string(),
      at: timeSchema,
    }),
  ),
})

/** Every act of the staff says why. */
export const reason: z.ZodType<string> = z
  .string()
  .trim()
  .min(1)
  .max(500)
  .regex(/^\P{C}*$/u)

/** Ids in a list, or in a text with commas between them. */
export const lineIds: z.ZodType<readonly string[]> = z.union([
  z.array(z.string().min(1).max(200)).min(1).max(1_000),
  z
    .string()
    .max(20_000)
    .transform((text) => text.split(',').map((id) => id.trim())),
])
