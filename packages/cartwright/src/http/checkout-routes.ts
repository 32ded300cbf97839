import { invalidInput } from '../check-input.ts'
import type { CheckoutChoices } from '../checkout/checkout-types.ts'
import { ShopError } from '../errors.ts'
import { type Address, checkAddress } from '../orders/address.ts'
import type { Shop } from '../shop-types.ts'
import {
  checkoutBody,
  checkoutChoices,
  checkoutFields,
  checkoutQuery,
  choicesFrom,
  type SentAddress,
  type SentChoices,
} from './checkout-input.ts'
import { statusOf } from './problem.ts'
import { type CheckoutPage, formState, type Render } from './render.ts'
import { type Call, type Route, route } from './route.ts'
import { checkoutSchema, placedSchema } from './schemas.ts'
import { cartJson, orderJson, quoteJson } from './wire.ts'
import type { AddressJson, QuoteJson } from './wire-types.ts'

/** The addresses a buyer has kept with the app. */
export interface AddressBook {
  /** Null for an address that is not this buyer's, as for one that is not there. */
  readonly find: (call: Call, id: string) => Promise<Address | null>
  readonly list: (call: Call) => Promise<readonly AddressJson[]>
}

/**
 * The checkout: a page with the whole price, and the one POST that makes an order of it. Guests may pay by card or cash on delivery, with an
 * e-mail address; wallets need a login.
 */
export function checkoutRoutes(shop: Shop, render: Render, addresses: AddressBook): readonly Route[] {
  /** The address a page may quote with; one that is unknown or half written is none. */
  const addressShown = async (call: Call, sent: SentChoices['address']): Promise<Address | null> => {
    if (sent === undefined) return null
    if (typeof sent === 'string') return addresses.find(call, sent)
    return readable(sent)
  }

  const pageOf = async (call: Call, sent: SentChoices): Promise<Omit<CheckoutPage, 'form' | 'key'>> => {
    const [address, kept] = await Promise.all([addressShown(call, sent.address), addresses.list(call)])
    const choices: CheckoutChoices = { ...choicesFrom(sent), address }
    const answer = await shop.cart(call.buyer).quote(choices)
    return { cart: cartJson(answer.cart), quote: quoteJson(answer), addresses: kept }
  }

  const address = async (call: Call, sent: SentChoices['address']): Promise<Address> => {
    if (sent === undefined) throw new ShopError('address_required')
    if (typeof sent !== 'string') return checkAddress(sent)
    const found = await addresses.find(call, sent)
    if (found === null) throw new ShopError('address_required', { reason: 'not_found' })
    return found
  }

  return [
    route({
      method: 'GET',
      path: '/checkout',
      summary: 'The whole price, with what there is to choose',
      query: checkoutQuery,
      fromForm: checkoutFields,
      answer: checkoutSchema,
      run: async (call) => {
        const shown = await pageOf(call, call.query)
        const form = formState(Object.fromEntries(call.url.searchParams))
        return { status: 200, body: shown, page: () => render.pages.checkout(call, { ...shown, form, key: shop.context.newId() }) }
      },
    }),
    route({
      method: 'POST',
      path: '/checkout/quote',
      summary: 'The same as GET /checkout, for choices that belong into no address bar: nothing is written',
      body: checkoutChoices,
      fromForm: checkoutFields,
      answer: checkoutSchema,
      idempotency: 'none',
      run: async (call) => {
        const shown = await pageOf(call, call.body)
        return {
          status: 200,
          body: shown,
          page: () => render.pages.checkout(call, { ...shown, form: formState(call.fields), key: shop.context.newId() }),
        }
      },
    }),
    route({
      method: 'POST',
      path: '/checkout',
      summary: 'Turn the cart into an order and pay for it',
      body: checkoutBody,
      fromForm: checkoutFields,
      answer: placedSchema,
      status: 201,
      idempotency: 'required',
      impatient: (call) => (call.body as { payment?: unknown }).payment === 'card',
      limit: 'checkout',
      run: async (call) => {
        const { body, user, idempotencyKey: key } = call
        if (user === null && (body.payment === 'wallet' || body.use_wallet === true)) throw new ShopError('login_required')
        if (user === null && body.email === undefined) throw invalidInput([{ field: 'email', code: 'required' }])
        if (key === null) throw new ShopError('idempotency_key_required')
        const { order, next } = await shop.cart(call.buyer).checkout({
          ...choicesFrom(body),
          key,
          quote: body.quote,
          payment: body.payment,
          address: await address(call, body.address),
          ...(body.email !== undefined && { email: body.email }),
        })
        const json = orderJson(order)
        if (next === null) return { status: 201, body: { order: json }, forward: json.url }
        return { status: 202, body: { order: json, next: { url: next } }, forward: next }
      },
      refused: async (call, error, details) => {
        const sent = checkoutChoices.safeParse(checkoutFields(call.fields))
        const shown = await pageOf(call, sent.data ?? {}).catch(() => pageOf(call, {}))
        // The same key where the first try may still come to an order, a fresh one where it failed for good.
        const key = error.code === 'idempotency_in_progress' ? call.idempotencyKey : null
        // The quote that the refusal names was made with everything that was sent, such as the e-mail address that has used up a code.
        const quote = error.code === 'quote_changed' ? ((details.quote as QuoteJson | undefined) ?? shown.quote) : shown.quote
        const page: CheckoutPage = { ...shown, quote, form: formState(call.fields, error.code, details), key: key ?? shop.context.newId() }
        return { status: statusOf(error), body: null, page: () => render.pages.checkout(call, page) }
      },
    }),
  ]
}

function readable(sent: SentAddress): Address | null {
  try {
    return checkAddress(sent)
  } catch {
    return null
  }
}
