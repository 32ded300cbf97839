/**
 * Every reason the shop may say no, with a plain English sentence for logs. Pages speak their own language by `code`.
 * The set is closed: a new code without an entry here (and a status in `http/`) does not compile.
 */
export const REASONS = {
  invalid_input: 'Some of the input is not understood.',
  invalid_quantity: 'This quantity is not possible.',
  item_not_found: 'This line is not in the cart.',
  product_not_found: 'There is no such product.',
  not_found: 'There is no such thing.',
  item_taken: 'Somebody else holds this item.',
  item_sold: 'This item is sold.',
  auction_only: 'This item is sold by auction only.',
  insufficient_stock: 'There are not that many left.',
  own_product: 'Nobody buys an own product.',
  buyer_not_allowed: 'This buyer may not buy.',
  price_mismatch: 'The price is another one.',
  discount_invalid: 'This discount does not apply.',
  cart_empty: 'The cart is empty.',
  cart_changed: 'The cart has changed meanwhile.',
  quote_changed: 'Something changed since the total was shown.',
  address_required: 'An address is needed.',
  address_invalid: 'The address is not valid.',
  shipping_unavailable: 'This way of shipping is not available.',
  payment_not_eligible: 'This way of paying is not available for this order.',
  card_declined: 'The card was declined.',
  wallet_insufficient: 'There is not enough money in the wallet.',
  minimum_order: 'The order is below the minimum.',
  hold_limit: 'Too many items are held already.',
  renewal_limit: 'The hold cannot be renewed any more.',
  bid_too_low: 'The bid is too low.',
  auction_closed: 'The auction is over.',
  order_state: 'The order is not in a state that allows this.',
  email_taken: 'This e-mail address has an account already.',
  invalid_credentials: 'E-mail or password is wrong.',
  login_required: 'A login is needed.',
  forbidden_origin: 'The request comes from another site.',
  idempotency_in_progress: 'The same request is still running.',
  idempotency_mismatch: 'This key was used for another request.',
  idempotency_key_required: 'An idempotency key is needed.',
  rate_limited: 'Too many tries.',
  payload_too_large: 'The request is too large.',
  unsupported_media_type: 'This kind of body is not understood.',
  plugin_failed: 'A plug-in failed.',
  unavailable: 'The shop is not available for a moment.',
} as const

export type ErrorCode = keyof typeof REASONS

/**
 * The only error that is thrown on purpose. Branch on `code`, never on the text.
 *
 * @example
 * try { await cart.add(coat) } catch (error) { if (error instanceof ShopError && error.code === 'item_taken') show(error.details) }
 */
export class ShopError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>
  constructor(code: ErrorCode, details: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(REASONS[code], options)
    this.name = 'ShopError'
    this.code = code
    this.details = details
  }
}

/** Whether a text names a refusal. */
export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(REASONS, code)
