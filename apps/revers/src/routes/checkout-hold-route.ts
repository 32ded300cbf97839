import { productRef, type Shop } from 'cartwright'
import { type Answer, invalidInput, type Route, route } from 'cartwright/http'
import { z } from 'zod'

/** The same form once more, to the page that shows it with its total: 307 keeps method and body. */
const back = (location: string): Answer => ({
  status: 307,
  body: null,
  raw: { type: 'text/plain; charset=utf-8', content: '' },
  headers: { location },
})
const FORM = '/checkout/quote'

/**
 * In the middle of checkout: holds a thing again whose hold has run out, or without one named all that is held for longer, and goes back to the form
 * with all that was typed, and with the reason of a no.
 */
export const checkoutHoldRoute = (shop: Shop): Route =>
  route({
    method: 'POST',
    path: '/checkout/hold',
    summary: 'Hold a lapsed thing again, or all that is held for longer, and go on with the checkout form',
    // The other fields are those of the checkout form, which its own route reads.
    body: z.object({ product: z.string().max(300).optional() }),
    idempotency: 'none',
    limit: 'add',
    run: async (call) => {
      const cart = shop.cart(call.buyer)
      if (call.body.product === undefined) {
        await cart.renew()
        return back(FORM)
      }
      const product = productRef(call.body.product)
      if (product === null) throw invalidInput([{ field: 'product', code: 'format' }])
      await cart.add(product, call.address === '' ? {} : { address: call.address })
      return back(FORM)
    },
    refused: async (_, { code }) => back(`${FORM}?refused=${code}`),
  })
