import {
  amountSchema as amount,
  currencySchema as currency,
  productSummarySchema as product,
  sellerSchema,
  timeSchema as time,
} from 'cartwright/http'
import { z } from 'zod'

/** Where a form of this page leads afterwards; it is checked when the form is sent. */
export const nextQuery: z.ZodType<{ readonly next?: string | undefined }> = z.object({ next: z.string().max(2000).optional() })

export const userAnswer: z.ZodType = z.strictObject({
  user: z.strictObject({ id: z.string(), email: z.string(), name: z.string(), roles: z.array(z.string()) }),
})

export const winSchema: z.ZodType = z.strictObject({
  id: z.string(),
  product,
  price: amount,
  currency,
  pay_by: time,
  state: z.enum(['unpaid', 'offered', 'paid', 'declined', 'lapsed', 'revoked', 'transferred']),
})

export const lotSchema: z.ZodType = z.strictObject({
  id: z.string(),
  product,
  currency,
  price: amount,
  bids: z.int().min(0),
  reserve_met: z.boolean(),
  next_minimum: amount,
  ends_at: time,
  state: z.enum(['live', 'closed', 'won', 'unsold']),
  your_bid: amount.optional(),
  leading: z.boolean().optional(),
})

/** A place in the line behind a hold; 0 = not in it. */
export const placeSchema: z.ZodType = z.strictObject({
  product,
  position: z.int().min(0),
  holding_until: time.optional(),
  turn_until: time.optional(),
})

/** A product of one's own, with who it is reserved for. */
export const listingSchema: z.ZodType = z.strictObject({
  type: z.string(),
  id: z.string(),
  name: z.string(),
  url: z.string().nullable(),
  image: z.string().nullable(),
  seller: sellerSchema.nullable(),
  price: amount,
  currency,
  stock: z.union([z.literal('unique'), z.literal('unlimited'), z.number().min(0)]),
  scale: z.int().min(0),
  availability: z.enum(['available', 'held', 'in_your_cart', 'sold', 'auction']),
  available_again_at: time.optional(),
  state: z.enum(['available', 'held', 'reserved', 'sold', 'auction']),
  reserved_for: z.string().optional(),
  reserved_until: time.optional(),
  reserved_price: amount.optional(),
})
