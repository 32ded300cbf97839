import { z } from 'zod'
import { isoTime } from '../../http/details.ts'
import { amountSchema, orderSchema, timeSchema } from '../../http/schemas.ts'
import { orderJson } from '../../http/wire.ts'
import type { OrderJson } from '../../http/wire-types.ts'
import { decimal } from '../../money/money.ts'
import type { OrderView } from '../../orders/order-view.ts'

/** An order as programs of the staff get it: what the buyer sees, and what is needed to give money back. */
export interface AdminOrderJson {
  readonly order: OrderJson
  readonly lines: readonly { readonly id: string; readonly name: string; readonly paid: string; readonly refunded: string }[]
  readonly refunds: readonly {
    readonly id: string
    readonly method: string
    readonly amount: string
    readonly state: 'due' | 'done'
    readonly reason: string
    readonly at: string
  }[]
}

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

export function adminOrderJson(order: OrderView): AdminOrderJson {
  const amount = (minor: bigint): string => decimal(minor, order.currency)
  return {
    order: orderJson(order),
    lines: order.lines.map(({ id, product, paid, refunded }) => ({
      id,
      name: product.name,
      paid: amount(paid),
      refunded: amount(refunded),
    })),
    refunds: order.refunds.map(({ id, method, amount: sum, state, reason, at }) => ({
      id,
      method,
      amount: amount(sum),
      state,
      reason,
      at: isoTime(at),
    })),
  }
}
