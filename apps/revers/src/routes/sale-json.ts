import { decimal, type OrderLineView, type Sale, type Shop } from 'cartwright'
import {
  addressJson,
  addressSchema,
  amountSchema,
  currencySchema,
  isoTime,
  productSummarySchema,
  quantityJson,
  summaryJson,
  timeSchema,
} from 'cartwright/http'
import { z } from 'zod'
import type { PayoutsJson, SaleJson } from '../views/market-types.ts'
import type { OrderLineJson } from '../views/types.ts'

export const saleSchema: z.ZodType<SaleJson> = z.strictObject({
  order: z.string(),
  number: z.string(),
  state: z.enum(['placed', 'shipped', 'delivered', 'received', 'returned', 'cancelled']),
  currency: currencySchema,
  total: amountSchema,
  lines: z.array(
    z.strictObject({
      product: productSummarySchema,
      quantity: z.union([z.number(), z.string()]),
      unit_price: amountSchema,
      line_total: amountSchema,
    }),
  ),
  placed_at: timeSchema,
  tracking: z.string().optional(),
  address: addressSchema.optional(),
})

export const payoutsSchema: z.ZodType<PayoutsJson> = z.strictObject({
  currency: currencySchema,
  waiting: amountSchema,
  released: amountSchema,
  refunded: amountSchema,
  debt: amountSchema,
})

/** Whether everything that was paid for a parcel was given back. */
export const isRefunded = ({ lines }: Pick<Sale, 'lines'>): boolean =>
  lines.some(({ paid }) => paid > 0n) && lines.every(({ paid, refunded }) => refunded === paid)

/** A parcel as its seller sees it: once it has arrived, or is refunded before it was sent, nobody needs the address any more, and the e-mail address is for nobody but the shop. */
export function saleJson(sale: Sale): SaleJson {
  const { order, number, state, currency, lines, placedAt, tracking: told, address } = sale
  const isUnderWay = (state === 'placed' && !isRefunded(sale)) || state === 'shipped'
  const { email: _, ...needed } = address ?? { email: undefined }
  return {
    order,
    number,
    state,
    currency,
    total: decimal(
      lines.reduce((sum, line) => sum + line.total, 0n),
      currency,
    ),
    lines: lines.map((line) => lineJson(line, currency)),
    placed_at: isoTime(placedAt),
    ...(told !== null && { tracking: told }),
    ...(address !== null && isUnderWay && { address: addressJson(needed as typeof address) }),
  }
}

const lineJson = (line: OrderLineView, currency: string): OrderLineJson => ({
  product: summaryJson(line.product),
  quantity: quantityJson(line.quantity, line.scale),
  unit_price: decimal(line.unitPrice, currency),
  line_total: decimal(line.total, currency),
})

/** What a seller is owed, as the HTTP contract writes it. */
export async function payoutsOf(shop: Shop, seller: string): Promise<PayoutsJson> {
  const { currency, waiting, released, refunded, debt } = await shop.sellers.proceeds(seller)
  const amount = (minor: bigint): string => decimal(minor, currency)
  return { currency, waiting: amount(waiting), released: amount(released), refunded: amount(refunded), debt: amount(debt) }
}
