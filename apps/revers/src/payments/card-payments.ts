import type { CardProvider, Database, Shop } from 'cartwright'
import type { Route } from 'cartwright/http'
import { simulatedPaymentRoutes } from '../routes/payment-routes.ts'
import type { Settings } from '../settings.ts'
import { simulatedCard } from './simulated-card.ts'

/** How this shop takes cards: the provider, and what of it is seen on the web. */
export interface CardPayments {
  readonly card: CardProvider
  readonly routes: (shop: Shop) => readonly Route[]
}

/** Stripe where its keys are set, else the simulated bank. */
export async function cardPayments(database: Database, { stripe }: Settings, log: (error: unknown) => void): Promise<CardPayments> {
  // Loaded only where it is used: a start without it is faster, and an app without cards needs no library of theirs.
  if (stripe !== null) return (await import('./stripe-payments.ts')).stripePayments(stripe, log)
  const card = simulatedCard(database)
  return { card, routes: (shop) => simulatedPaymentRoutes(shop, card) }
}
