import { decimal, productKey, quote, type Shop } from 'cartwright'
import type { Item } from './item.ts'

/** What protects the buyer of one piece bought alone, as decimal amounts. */
export interface Protection {
  readonly fee: string
  /** Price and fee together. */
  readonly whole: string
}

/** The protection of a thing bought alone at a price, by the one calculator; null where the shop takes none. */
export function protectionOf(shop: Shop, item: Item, price: bigint = item.price): Protection | null {
  const { fees } = shop.context.options
  const line = {
    id: item.id,
    product: productKey(item),
    kind: 'item',
    seller: item.seller,
    scale: 0,
    quantity: 1n,
    unitPrice: price,
    taxClass: null,
  } as const
  const { totals } = quote({ currency: item.currency, lines: [line], discounts: [], fees, shipping: null, tax: null, charges: [] })
  const [fee] = totals.fees
  if (fee === undefined) return null
  return { fee: decimal(fee.amount, item.currency), whole: decimal(price + fee.amount, item.currency) }
}
