import { decimal, type Shop, ShopError } from 'cartwright'
import { amountSchema, type Route, route } from 'cartwright/http'
import type { StripeCard } from 'cartwright/stripe'
import { z } from 'zod'
import { pageContext } from '../page-context.ts'
import { stripePaymentPage } from '../views/stripe-payment-page.ts'
import { webhookRoute } from './webhook-route.ts'

const paymentAnswer = z.strictObject({
  attempt: z.string(),
  order: z.string(),
  amount: amountSchema,
  currency: z.string(),
  client_secret: z.string().nullable(),
})

/** Where a buyer pays by Stripe, and where Stripe tells what became of it. */
export const stripePaymentRoutes = (shop: Shop, card: StripeCard, log: (error: unknown) => void): readonly Route[] => [
  route({
    method: 'GET',
    path: '/payments/stripe/:attempt',
    summary: 'A payment at Stripe, for its buyer: what a script needs to let him pay; null once it is over',
    answer: paymentAnswer,
    run: async (call) => {
      const { id, order, state, amount, currency, reference } = await shop.attempts.find(call.params.attempt ?? '', call.buyer)
      const secret = state === 'pending' && reference !== null ? await secretOf(card, reference) : null
      const shown = { attempt: id, order, amount: decimal(amount, currency), currency, client_secret: secret }
      return {
        status: 200,
        body: shown,
        page: async () => String(stripePaymentPage(await pageContext(shop, call), shown)),
        headers: { 'x-robots-tag': 'noindex' },
      }
    },
  }),
  webhookRoute(shop, card.webhook, log),
]

const secretOf = (card: StripeCard, reference: string): Promise<string | null> =>
  card.clientSecret(reference).catch((error: unknown) => {
    throw new ShopError('plugin_failed', { plugin: 'payments.card' }, { cause: error })
  })
