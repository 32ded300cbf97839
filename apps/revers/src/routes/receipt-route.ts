import { type Shop, ShopError } from 'cartwright'
import { orderJson, orderSchema, type Route, route } from 'cartwright/http'
import { ordersAsShown } from '../as-shown.ts'
import { orderKnown } from '../order-known.ts'
import { pageContext } from '../page-context.ts'
import { isSettled } from '../views/parts/order-parts.ts'
import { receiptPage } from '../views/receipt-page.ts'

/** The receipt of an own order, to be printed. */
export const receiptRoute = (shop: Shop): Route =>
  route({
    method: 'GET',
    path: '/orders/:id/receipt',
    summary: 'The receipt of an order',
    answer: orderSchema,
    run: async (call) => {
      const view = await shop.orders.find(call.params.id ?? '', call.buyer)
      const order = orderJson(view)
      return {
        status: 200,
        body: order,
        page: async () => {
          if (!isSettled(order)) throw new ShopError('not_found')
          const [context, [shown = order]] = await Promise.all([pageContext(shop, call), ordersAsShown(shop, [order], call.locale)])
          return String(receiptPage(context, shown, orderKnown(view)))
        },
      }
    },
  })
