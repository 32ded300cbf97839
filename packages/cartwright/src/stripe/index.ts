/** Card payments by Stripe, with its official library (`stripe`, a peer dependency). Only who imports this subpath needs it. */
export {
  type StripeCard,
  type StripeCardSettings,
  type StripeNews,
  type StripePayment,
  type StripeRefundFailed,
  stripeCard,
} from './stripe-card.ts'
