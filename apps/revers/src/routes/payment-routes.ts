import { decimal, type Shop, ShopError } from 'cartwright'
import { amountSchema, type Call, type Flash, orderJson, placedSchema, type Route, route } from 'cartwright/http'
import { z } from 'zod'
import { announce } from '../announcements.ts'
import { checkoutPath } from '../checkout-known.ts'
import { pageContext } from '../page-context.ts'
import type { Charge } from '../payments/charge-rows.ts'
import { OUTCOMES, type SimulatedCard } from '../payments/simulated-card.ts'
import { simulatedPaymentPage } from '../views/simulated-payment-page.ts'
import { webhookRoute } from './webhook-route.ts'

const PATH = '/payments/simulated/:attempt'
const chargeAnswer = z.strictObject({
  attempt: z.string(),
  amount: amountSchema,
  currency: z.string(),
  state: z.string(),
  outcomes: z.array(z.string()),
})

/** The page of the simulated bank, open to the buyer of the order only. */
export const simulatedPaymentRoutes = (shop: Shop, card: SimulatedCard): readonly Route[] => [
  route({
    method: 'GET',
    path: PATH,
    summary: 'A payment at the simulated card provider',
    answer: chargeAnswer,
    run: async (call) => {
      const { attempt, amount, currency, state, order } = await ownCharge(shop, card, call)
      const shown = { attempt, amount: decimal(amount, currency), currency, state }
      const path = `/orders/${encodeURIComponent(order)}`
      return {
        status: 200,
        body: { ...shown, outcomes: OUTCOMES },
        page: async () => String(simulatedPaymentPage(await pageContext(shop, call), { ...shown, order: path })),
      }
    },
  }),
  route({
    method: 'POST',
    path: PATH,
    summary: 'Let the simulated bank do something: pay, decline, ask back, say nothing, or pay late',
    body: z.strictObject({ outcome: z.enum(OUTCOMES) }),
    answer: placedSchema,
    run: async (call) => {
      const charge = await ownCharge(shop, card, call)
      const told = await card.decide(charge.attempt, call.body.outcome)
      const order = await shop.settle(charge.attempt, told)
      if (told.state === 'failed') throw new ShopError('card_declined', { reason: told.reason })
      if (told.state === 'paid') return { status: 200, body: { order: orderJson(order) }, forward: charge.returnPath }
      // Nothing is decided yet: the buyer goes back to the bank's question, or to the order, and waits.
      const url = call.body.outcome === 'challenge' ? call.url.pathname : charge.returnPath
      return { status: 202, body: { order: orderJson(order), next: { url } }, forward: url }
    },
    refused: async (call, error, details) => {
      // Checkout fills its form in again from the order that was refused.
      const charge = await card.find(call.params.attempt ?? '')
      const order = await shop.orders.find(charge?.order ?? '', call.buyer).catch(() => null)
      const flash: Flash = { kind: 'error', text: announce(error.code, details, call.locale) }
      return {
        status: 303,
        body: null,
        forward: order === null ? '/checkout' : checkoutPath(order),
        flash: order === null ? flash : { ...flash, field: { name: 'order', value: order.id } },
      }
    },
  }),
  webhookRoute(shop, null, () => undefined),
]

/** The payment of an order of this buyer; for everybody else it does not exist. */
async function ownCharge(shop: Shop, card: SimulatedCard, { params, buyer }: Call): Promise<Charge> {
  const charge = await card.find(params.attempt ?? '')
  if (charge === null || charge.order === '') throw new ShopError('not_found')
  await shop.orders.find(charge.order, buyer)
  return charge
}
