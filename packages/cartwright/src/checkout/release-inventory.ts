import { releaseInventory } from '../catalog/inventory.ts'
import { productRef } from '../catalog/product.ts'
import type { Context } from '../context.ts'
import type { EventHandlers, ShopSettings } from '../options.ts'
import { attemptsOf, linesOfOrder } from '../orders/order-rows.ts'
import { firstOf } from '../storage/database.ts'

/**
 * The shop's event handlers, with more where an inventory of the app's own reserves: an order that was never paid gives all its reservations back, one that
 * was paid those of the lines that are on sale again, or were gone. It comes from the outbox, so a release that fails is tried again, before the app's own
 * handler is told.
 */
export function withRelease({ on, inventory }: ShopSettings, context: () => Context): EventHandlers {
  if (inventory?.release === undefined) return on
  return {
    ...on,
    'order.cancelled': async (event) => {
      if (event.payload.reason === 'payment') await releaseLines(context(), event.payload.order, event.id, null)
      await on['order.cancelled']?.(event)
    },
    'order.restocked': async (event) => {
      await releaseLines(context(), event.payload.order, event.id, event.payload.lines)
      await on['order.restocked']?.(event)
    },
  }
}

/** `chosen`: null for all lines of the order. */
async function releaseLines(context: Context, order: string, key: string, chosen: readonly string[] | null): Promise<void> {
  const [attempts = [], all = []] = await context.db.read(attemptsOf(order), linesOfOrder(order))
  const attempt = firstOf(attempts)?.id
  if (typeof attempt !== 'string') return
  const lines = all.filter((line) => chosen === null || chosen.includes(String(line.line_id)))
  const byProduct = Map.groupBy(lines, (line) => String(line.product))
  const amounts = [...byProduct].flatMap(([product, some]) => {
    const ref = productRef(product)
    const quantity = some.reduce((sum, line) => sum + BigInt(String(line.quantity)), 0n)
    return ref === null ? [] : [{ product: ref, quantity }]
  })
  await releaseInventory(context, { attempt, key }, amounts)
}
