import { releaseInventory } from '../catalog/inventory.ts'
import { productRef } from '../catalog/product.ts'
import type { Context } from '../context.ts'
import type { EventHandlers, ShopSettings } from '../options.ts'
import { attemptsOf, linesOfOrder } from '../orders/order-rows.ts'
import { firstOf } from '../storage/database.ts'

/**
 * The shop's event handlers, with one more where an inventory of the app's own reserves: an order that is cancelled, by its buyer or because its payment
 * failed, gives its reservations back. It comes from the outbox, so a release that fails is tried again, before the app's own handler is told.
 */
export function withRelease({ on, inventory }: ShopSettings, context: () => Context): EventHandlers {
  if (inventory?.release === undefined) return on
  return {
    ...on,
    'order.cancelled': async (event) => {
      await releaseOrder(context(), event.payload.order)
      await on['order.cancelled']?.(event)
    },
  }
}

async function releaseOrder(context: Context, order: string): Promise<void> {
  const [attempts = [], lines = []] = await context.db.read(attemptsOf(order), linesOfOrder(order))
  const attempt = firstOf(attempts)?.id
  if (typeof attempt !== 'string') return
  const byProduct = Map.groupBy(lines, (line) => String(line.product))
  const amounts = [...byProduct].flatMap(([key, some]) => {
    const product = productRef(key)
    const quantity = some.reduce((sum, line) => sum + BigInt(String(line.quantity)), 0n)
    return product === null ? [] : [{ product, quantity }]
  })
  await releaseInventory(context, attempt, amounts)
}
