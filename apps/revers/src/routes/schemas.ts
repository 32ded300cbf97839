import { amountSchema as amount, productSummarySchema, timeSchema as time } from 'cartwright/http'
import { z } from 'zod'

/** Where a form of this page leads afterwards; it is checked when the form is sent. */
export const nextQuery: z.ZodType<{ readonly next?: string | undefined }> = z.object({ next: z.string().max(2000).optional() })

export const userAnswer: z.ZodType = z.strictObject({
  user: z.strictObject({ id: z.string(), email: z.string(), name: z.string(), roles: z.array(z.string()) }),
})

export const winSchema: z.ZodType = z.strictObject({
  id: z.string(),
  product: productSummarySchema,
  price: amount,
  currency: z.string(),
  pay_by: time,
  state: z.string(),
})

export const lotSchema: z.ZodType = z.strictObject({
  id: z.string(),
  product: productSummarySchema,
  currency: z.string(),
  price: amount,
  bids: z.int().min(0),
  reserve_met: z.boolean(),
  next_minimum: amount,
  ends_at: time,
  state: z.enum(['live', 'closed', 'won', 'unsold']),
  your_bid: amount.optional(),
  leading: z.boolean().optional(),
})
