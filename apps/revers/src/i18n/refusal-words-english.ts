import type { ErrorCode } from 'cartwright'
import { englishCount } from './plural.ts'
import type { ReasonTables, Sentence } from './refusal-words.ts'

export const ENGLISH_REFUSALS: Readonly<Record<ErrorCode, Sentence>> = {
  invalid_input: 'Some fields are not filled in correctly.',
  invalid_quantity: ({ most, decimals }) => {
    if (most) return `The largest quantity is ${most}${decimals ? ' kg' : ''}.`
    if (decimals === undefined) return 'Write the quantity in digits, above zero.'
    if (decimals === 0) return 'Write a whole number, at least 1.'
    return 'Write a quantity in kilograms with at most three decimals, such as 0.25.'
  },
  item_not_found: 'The item is no longer in your cart.',
  product_not_found: 'The product does not exist or was withdrawn.',
  not_found: 'The page does not exist.',
  item_taken: ({ reason, until }) =>
    reason ?? (until ? `Someone has it in their cart until ${until}.` : 'Someone was faster and has it in their cart now.'),
  item_sold: 'It has just been sold.',
  auction_only: 'This piece is sold by auction only.',
  insufficient_stock: ({ available, decimals }) => {
    if (!available) return 'Not enough in stock.'
    if (available === '0') return 'Nothing is left in stock.'
    return `Not enough in stock: ${available}${decimals ? ' kg' : ''} left.`
  },
  own_product: 'You cannot buy your own listing.',
  buyer_not_allowed: ({ reason }) => reason ?? 'Your account cannot buy this product.',
  price_mismatch: 'The price has changed. Check it and try again.',
  discount_invalid: ({ reason }) => reason ?? 'The discount code cannot be used.',
  cart_empty: 'Your cart is empty.',
  cart_changed: ({ reason }) => reason ?? 'Your cart has changed meanwhile. Check it and try again.',
  quote_changed: ({ before, after }) =>
    before && after
      ? `The total changed: it was ${before}, now it is ${after}. Check it before paying.`
      : 'The order changed. Check it before paying.',
  address_required: 'Choose a delivery address.',
  address_invalid: 'The address is not complete. Check the marked fields.',
  shipping_unavailable: 'The chosen delivery is not available for this address. Choose another.',
  payment_not_eligible: ({ reason }) => reason ?? 'This way of paying is not available for this order.',
  card_declined: 'The card payment was declined. Your cart is unchanged; try again or pay another way.',
  wallet_insufficient: ({ missing }) => (missing ? `Your wallet is ${missing} short.` : 'There is not enough money in your wallet.'),
  minimum_order: ({ minimum }) => (minimum ? `The smallest order is ${minimum}.` : 'The order is below the smallest amount.'),
  hold_limit: ({ reason }) => reason ?? 'You already hold as many pieces as allowed. Let one go or complete your order.',
  renewal_limit: ({ reason }) => reason ?? 'The hold cannot be extended any more.',
  bid_too_low: ({ nextMinimum }) => (nextMinimum ? `The lowest bid is now ${nextMinimum}.` : 'The bid is too low.'),
  auction_closed: 'The auction has ended.',
  order_state: ({ reason }) => reason ?? 'It is in a state that does not allow this any more.',
  email_taken: 'There is already an account with this e-mail address.',
  invalid_credentials: 'The e-mail address or the password is not right.',
  login_required: 'Log in to go on.',
  forbidden_origin: 'The request came from another site and was stopped.',
  idempotency_in_progress: 'Your order is already being processed. Wait a few seconds and reload the page.',
  idempotency_mismatch: 'The form was already sent with other data. Reload the page.',
  idempotency_key_required: 'The form is incomplete. Reload the page and try again.',
  rate_limited: ({ seconds }) =>
    seconds
      ? `Too many tries. Try again in ${englishCount(seconds, { one: 'second', other: 'seconds' })}.`
      : 'Too many tries. Try again in a moment.',
  payload_too_large: 'Too much text was sent at once.',
  unsupported_media_type: 'The request has a form we do not understand.',
  plugin_failed: 'A service we need does not answer. Your cart is unchanged; try again.',
  unavailable: 'The shop is not available right now. Try again in a moment.',
}

export const ENGLISH_REASONS: ReasonTables = {
  discount: {
    unknown: 'The code is not valid.',
    expired: 'The code has expired.',
    not_started: 'The code is not active yet.',
    used_up: 'All uses of this code are gone.',
    per_customer: 'You have already used this code.',
    first_order: 'This code is for a first order.',
    minimum: ({ missing, minimum }) => {
      if (missing) return `Add ${missing} more to use this code.`
      return minimum ? `The code needs an order of at least ${minimum}.` : 'The order is too small for this code.'
    },
    scope: 'The code does not apply to what is in your cart.',
    combination: 'The code cannot be used together with the one in your cart.',
    already_applied: 'The code is already applied.',
  },
  payment: {
    amount: 'The total is above the limit for cash on delivery.',
    locker: 'At a locker you cannot pay on delivery.',
    country: 'Cash on delivery is possible in Romania only.',
    option: 'With this delivery you cannot pay on arrival.',
    seller: 'The seller takes no cash on delivery.',
    open_orders: 'You already have an order on its way that you pay on delivery.',
    strikes: 'Cash on delivery is no longer available to your account.',
    login_required: 'You can use it once you log in.',
    wallet_insufficient: ({ missing }) => (missing ? `Your wallet is ${missing} short.` : 'There is not enough money in your wallet.'),
  },
  buyer: {
    buyer: 'This account cannot buy. If you want to, write to ajutor@example.com.',
    sellerCanBuy: 'This seller account cannot buy. If you want to, write to ajutor@example.com.',
    strikes: 'You cannot bid: you left too many pieces unpaid that you had won.',
  },
  cart: { payment_in_progress: 'A payment for this cart is under way. Wait until it is done.' },
  hold: {
    cool_down: ({ until }) =>
      until
        ? `You have held this piece too often in a row. You can take it again after ${until}.`
        : 'You have held this piece too often in a row. Leave it to others for a while.',
    address: 'Too many pieces were held from your network in a short time. Try again later.',
    queue: 'Too many people wait in line for this piece already.',
    places: 'You already wait in line for as many pieces as you may.',
  },
  taken: { offer: 'This piece is offered to you. Accept the offer under “Auction wins” (/account/wins).' },
  order: { cash: 'The parcel is paid on delivery: the shop marks it as delivered when the money has come in.' },
  renewal: { nothing_held: 'Nothing in your cart is held any more. A piece whose reservation is over can be added again.' },
}
