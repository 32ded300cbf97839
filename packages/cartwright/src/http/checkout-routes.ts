import { invalidInput } from '../check-input.ts'
import type { CheckoutChoices } from '../checkout/checkout-types.ts'
import { ShopError } from '../errors.ts'
import { type Address, checkAddress } from '../orders/address.ts'
import type { Shop } from '../shop-types.ts'
import { checkoutFaults } from './checkout-faults.ts'
import {
  checkoutBody,
  checkoutChoices,
  checkoutFields,
  checkoutQuery,
  choicesFrom,
  lockerBeside,
  type SentChoices,
} from './checkout-input.ts'
import { statusOf } from './problem.ts'
import { type CheckoutPage, formState, type Render } from './render.ts'
import { type Answer, type Call, type RefusalDetails, type Route, route } from './route.ts'
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
    if (typeof sent !== 'string') return readable(sent)
    const found = await addresses.find(call, sent)
    const locker = lockerBeside(call.fields)
    return found === null || locker === null ? found : readable({ ...found, locker })
  }

  const pageOf = async (call: Call, sent: SentChoices): Promise<Shown> => {
    const [address, kept] = await Promise.all([addressShown(call, sent.address), addresses.list(call)])
    const choices: CheckoutChoices = { ...choicesFrom(sent), address }
    const answer = await shop.cart(call.buyer).quote(choices)
    const lockers = new Set(answer.shippingOptions.flatMap(({ id, kind }) => (kind === 'locker' ? [id] : [])))
    return { body: { cart: cartJson(answer.cart), quote: quoteJson(answer), addresses: kept }, lockers }
  }

  const address = async (call: Call, sent: SentChoices['address']): Promise<Address> => {
    if (sent === undefined) throw new ShopError('address_required')
    if (typeof sent !== 'string') return checkAddress(sent)
    const found = await addresses.find(call, sent)
    if (found === null) throw new ShopError('address_required', { reason: 'not_found' })
    const locker = lockerBeside(call.fields)
    return locker === null ? found : checkAddress({ ...found, locker })
  }

  /** The form once more, with all that was sent, and what is wrong with it. */
  const shownAgain = async (call: Call, error: ShopError, details: RefusalDetails): Promise<Answer> => {
    const fields = { ...Object.fromEntries(call.url.searchParams), ...call.fields }
    const sent = checkoutChoices.safeParse(checkoutFields(fields))
    const { body: shown, lockers } = await pageOf(call, sent.data ?? {}).catch(() => pageOf(call, {}))
    // The same key where the first try may still come to an order, a fresh one where it failed for good.
    const key = error.code === 'idempotency_in_progress' ? call.idempotencyKey : null
    // The quote that the refusal names was made with everything that was sent, such as the e-mail address that has used up a code.
    const quote = error.code === 'quote_changed' ? ((details.quote as QuoteJson | undefined) ?? shown.quote) : shown.quote
    const form = formState(fields, error.code, details)
    const isOrdering = call.fields.quote !== undefined
    const errors =
      isOrdering && IN_BOXES.has(error.code) ? checkoutFaults({ fields, guest: call.user === null, lockers }, form.errors) : form.errors
    const page: CheckoutPage = { ...shown, quote, lockers, form: { ...form, errors }, key: key ?? shop.context.newId() }
    return { status: statusOf(error), body: null, page: () => render.pages.checkout(call, page) }
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
        const { body, lockers } = await pageOf(call, call.query)
        const form = formState(Object.fromEntries(call.url.searchParams))
        return { status: 200, body, page: () => render.pages.checkout(call, { ...body, lockers, form, key: shop.context.newId() }) }
      },
      refused: shownAgain,
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
        const { body, lockers } = await pageOf(call, call.body)
        return {
          status: 200,
          body,
          page: () => render.pages.checkout(call, { ...body, lockers, form: formState(call.fields), key: shop.context.newId() }),
        }
      },
      refused: shownAgain,
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
      refused: shownAgain,
    }),
  ]
}

interface Shown {
  readonly body: Omit<CheckoutPage, 'form' | 'key' | 'lockers'>
  readonly lockers: CheckoutPage['lockers']
}

/** Refusals of what was typed. */
const IN_BOXES: ReadonlySet<string> = new Set(['invalid_input', 'address_invalid', 'address_required'])

function readable(sent: unknown): Address | null {
  try {
    return checkAddress(sent)
  } catch {
    return null
  }
}
