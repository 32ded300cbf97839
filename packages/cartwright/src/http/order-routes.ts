import { z } from 'zod'
import type { Buyer } from '../context.ts'
import type { OrderProgress, OrderView } from '../orders/order-view.ts'
import type { Shop } from '../shop-types.ts'
import type { Render } from './render.ts'
import { type Call, type Route, route } from './route.ts'
import { orderSchema, ordersSchema } from './schemas.ts'
import { orderJson } from './wire.ts'
import type { OrdersJson } from './wire-types.ts'

/** Where to begin and how many: 1 to 100. */
export interface PageQuery {
  readonly limit?: number | undefined
  readonly cursor?: string | undefined
}
const page = {
  limit: z
    .string()
    .regex(/^(?:[1-9][0-9]?|100)$/)
    .transform(Number)
    .optional(),
  cursor: z.string().max(200).optional(),
}
export const pageQuery: z.ZodType<PageQuery> = z.strictObject(page)

const PROGRESS: readonly OrderProgress[] = ['under_way', 'finished', 'cancelled']

/** A buyer's own orders. A guest's opens for the browser that placed it; anybody else's is not there. */
export function orderRoutes(shop: Shop, render: Render): readonly Route[] {
  const step = (name: 'cancel' | 'received', summary: string): Route =>
    orderStep(`/orders/:id/${name}`, summary, render, (id, buyer) => shop.orders[name](id, buyer))
  return [
    route({
      method: 'GET',
      path: '/orders',
      summary: 'The orders, newest first: all of them, or those that are that far',
      needs: 'login',
      query: z.strictObject({ ...page, progress: z.enum(PROGRESS).optional() }),
      answer: ordersSchema,
      run: async (call) => {
        const { progress, limit, cursor } = call.query
        const { items, next } = await shop.orders.list(call.buyer, {
          ...(progress !== undefined && { progress }),
          ...(limit !== undefined && { limit }),
          ...(cursor !== undefined && { cursor }),
        })
        const orders: OrdersJson = { items: items.map(orderJson), ...(next !== null && { next }) }
        return { status: 200, body: orders, page: () => render.pages.orders(call, orders) }
      },
    }),
    route({
      method: 'GET',
      path: '/orders/:id',
      summary: 'One order',
      answer: orderSchema,
      run: async (call) => {
        const view = await shop.orders.find(idOf(call), call.buyer)
        const order = orderJson(view)
        return { status: 200, body: order, page: () => render.pages.order(call, order, view) }
      },
    }),
    step('cancel', 'Cancel an order'),
    step('received', 'Confirm that an order has arrived'),
  ]
}

const idOf = (call: Call): string => call.params.id ?? ''

function orderStep(path: string, summary: string, render: Render, act: (id: string, buyer: Buyer) => Promise<OrderView>): Route {
  return route({
    method: 'POST',
    path,
    summary,
    answer: orderSchema,
    run: async (call) => {
      const order = orderJson(await act(idOf(call), call.buyer))
      return { status: 200, body: order, redirect: order.url }
    },
    refused: async (call, error, details) => ({
      status: 303,
      body: null,
      redirect: `/orders/${encodeURIComponent(idOf(call))}`,
      flash: { kind: 'error', text: render.announce(error.code, details, call.locale) },
    }),
  })
}
