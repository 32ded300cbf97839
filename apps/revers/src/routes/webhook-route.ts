import { type Shop, ShopError } from 'cartwright'
import { type Answer, problemJson, type Route, route } from 'cartwright/http'
import type { StripeNews, StripeRefundFailed } from 'cartwright/stripe'

/** Reads a signed event: what it tells of a payment, or null; refuses with `invalid_input` what is not signed as it must be. */
type ReadEvent = (body: string, signature: string | null) => StripeNews | null

/** Where Stripe tells what became of payments. `read` is null while there is no secret to check signatures with: then every event is refused. `log` hears of refunds that failed. */
export const webhookRoute = (shop: Shop, read: ReadEvent | null, log: (error: unknown) => void): Route =>
  route({
    method: 'POST',
    path: '/webhooks/stripe',
    summary: 'Events of the card provider, signed; refused while there is no secret to check them with',
    anyOrigin: true,
    rawBody: true,
    jsonOnly: true,
    shared: true,
    idempotency: 'none',
    run: async ({ body, request }) => {
      if (read === null) return refused([{ field: 'stripe-signature', code: 'required' }])
      try {
        const news = read(String(body), request.headers.get('stripe-signature'))
        if (news !== null) await shop.settle(news.attempt, news.outcome)
        // The order says that it was given back: only a person can make that true again.
        if (news?.refundFailed !== undefined) log(refundFailed(news.attempt, news.refundFailed))
      } catch (error) {
        if (!(error instanceof ShopError)) throw error
        if (error.code === 'invalid_input') return refused(error.details.errors)
        // A payment that is none of this shop's: to send the event again would not change that.
        if (error.code !== 'not_found') throw error
      }
      return { status: 200, body: { received: true }, headers: { 'cache-control': 'no-store' } }
    },
  })

const refundFailed = (attempt: string, { key, reference, reason }: StripeRefundFailed): Error =>
  new Error(`the refund ${key} of ${attempt} has failed at Stripe (${reference}: ${reason}): the buyer has not got his money`)

const refused = (errors: unknown): Answer => ({
  status: 400,
  body: problemJson('invalid_input', 400, { errors }),
  headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
})
