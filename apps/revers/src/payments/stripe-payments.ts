import { stripeCard } from 'cartwright/stripe'
import { stripePaymentRoutes } from '../routes/stripe-routes.ts'
import type { StripeSettings } from '../settings.ts'
import type { CardPayments } from './card-payments.ts'

/** Cards by Stripe, with a page of ours where the buyer pays. */
export function stripePayments({ secretKey, webhookSecret, base }: StripeSettings, log: (error: unknown) => void): CardPayments {
  const card = stripeCard({
    secretKey,
    webhookSecret,
    // The secret that lets him pay is not part of an address: it would be kept in histories and logs.
    next: ({ attempt }) => `/payments/stripe/${attempt}`,
    ...(base !== null && {
      host: base.hostname,
      protocol: base.protocol === 'http:' ? 'http' : 'https',
      ...(base.port !== '' && { port: Number(base.port) }),
    }),
  })
  return { card, routes: (shop) => stripePaymentRoutes(shop, card, log) }
}
