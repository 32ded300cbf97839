import type { Actor, Buyer, OrderView } from '../../index.ts'
import { ANA, attemptOf, type Buying, buy, fund, IOANA, type Kit, type KitOptions, MIHAI } from './kit.ts'

export const STAFF: Actor = { id: 'eva', role: 'staff' }
export const CARRIER: Actor = { id: 'carrier', role: 'system' }
export const asSeller = (id: string): Actor => ({ id, role: 'seller' })

export const WEEK: bigint = 7n * 24n * 60n * 60_000n

/** Ten percent for the shop, a week of waiting. */
export const SELLERS: KitOptions = { sellers: { commission: 1_000n, releaseAfter: WEEK } }

/** An order over a coat and two totes of Mihai and a hat of Ioana: 100.00, 40.00 and 120.00, with fees and two parcels. */
export async function twoSellers(kit: Kit, buying: Buying, buyer: Buyer = ANA): Promise<OrderView> {
  const { shop, shelf, card } = kit
  const [coat, hat] = [shelf.garment('coat', { seller: MIHAI }), shelf.garment('hat', { seller: IOANA, price: 12_000n })]
  const tote = shelf.article('tote', { seller: MIHAI })
  await shop.stock.set(tote, 9n)
  if (buying.payment === 'wallet') await fund(kit, buyer, 100_000n)
  card.mood = 'succeed'
  const cart = shop.cart(buyer)
  await cart.addMany([{ product: coat }, { product: tote, quantity: 2n }, { product: hat }])
  return (await buy(cart, buying)).order
}

/** The lines of an order, by the id of the product. */
export function lineOf(order: OrderView, product: string): OrderView['lines'][number] {
  const line = order.lines.find((one) => one.product.id === product)
  if (line === undefined) throw new RangeError(`the order has no ${product}`)
  return line
}

/** A parcel has gone its whole way to the door. */
export async function bring({ shop }: Kit, order: string, seller: string): Promise<void> {
  await shop.orders.ship(order, { seller, by: STAFF })
  await shop.orders.deliver(order, { seller, by: CARRIER })
}

/** What the provider has given back of an order. */
export const cardRefunds = async (kit: Kit, order: string): Promise<bigint> => kit.card.refunds.get(await attemptOf(kit, order)) ?? 0n
