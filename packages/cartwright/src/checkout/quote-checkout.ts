import type { CartView } from '../cart/cart-view.ts'
import { factsOf, loadCart, viewOf } from '../cart/read-cart.ts'
import type { StoredCart } from '../cart/stored-cart.ts'
import { type CartFacts, type Drawn, drawLines, inputOf } from '../cart/view-cart.ts'
import { type Buyer, type Context, customerOf, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Address } from '../orders/address.ts'
import { countStrikes, readCashOrders } from '../payments/cash-rows.ts'
import { readAccount, walletAccount } from '../payments/wallet-rows.ts'
import type { QuoteLine, QuoteShipping } from '../pricing/quote-types.ts'
import type { DeliveryPlace } from '../pricing/shipping.ts'
import { firstOf } from '../storage/database.ts'
import type { CheckoutChoices, CheckoutQuote, PaymentOption } from './checkout-types.ts'
import { lineRefusal } from './line-refusal.ts'
import { type Priced, priceCheckout } from './price-checkout.ts'

/** A quote, and what it was made of: the order is placed from the same facts. */
export interface Prepared {
  readonly stored: StoredCart | null
  readonly facts: CartFacts
  readonly lines: readonly QuoteLine[]
  readonly shipping: readonly QuoteShipping[] | null
  readonly answer: CheckoutQuote
  readonly seenBefore: Priced['seenBefore']
}

/**
 * The whole price with everything the buyer chose; asks tax and carriers, writes nothing. Refuses with `item_not_found`, what a chosen line says that
 * cannot be bought any more (`item_sold`, `item_taken`, `cart_changed` with `reason: 'hold_expired'`), `shipping_unavailable`, `plugin_failed`.
 */
export async function quoteCheckout(context: Context, buyer: Buyer, choices: CheckoutChoices = {}): Promise<CheckoutQuote> {
  const owner = ownerOf(buyer)
  const stored = owner === null ? null : await loadCart(context, owner)
  const { answer } = await prepare(context, buyer, stored, choices)
  context.memory.quotes.keep(answer.quote.hash, answer.quote)
  return answer
}

export async function prepare(context: Context, buyer: Buyer, stored: StoredCart | null, choices: CheckoutChoices): Promise<Prepared> {
  const { options } = context
  const email = buyer.email ?? choices.email ?? choices.address?.email
  const customer = email === undefined ? buyer : { ...buyer, email }
  const [facts, { balance, openOrders, strikes }] = await Promise.all([factsOf(context, customer, stored), means(context, customer)])
  const drawn = drawLines(options, facts)
  const lines = choices.lines === undefined || choices.lines === null ? drawn.quoted : choices.lines.map((id) => pick(drawn, id))
  const codFee = options.payments.cod?.fee ?? 0n
  const charges =
    choices.payment === 'cod' && codFee > 0n && lines.length > 0
      ? [{ code: 'cash-on-delivery', name: 'Cash on delivery', amount: codFee }]
      : []
  const input = { ...inputOf(options, facts, lines), charges }
  const place = placeOf(choices.address ?? null)
  const whole = lines.length === drawn.quoted.length
  const priced = await priceCheckout(context, { facts, input, place, choice: choices.shipping ?? null, whole })
  const { quote } = priced
  const { total } = quote.totals
  // A wallet that is too small is refused by checkout; the quote still says what is in it, and what is missing.
  const walletPart = choices.payment === 'wallet' || choices.useWallet === true ? smaller(balance ?? 0n, total) : 0n
  const view: CartView = await viewOf(context, facts)
  const locker = priced.options.some(
    (option) =>
      option.kind === 'locker' && priced.shipping?.some((one) => one.option === option.id && one.seller === option.seller) === true,
  )
  const cod = options.payments.cod
  const reason = cod?.eligible({
    address: choices.address ?? null,
    amount: choices.payment === 'wallet' ? total : total - walletPart,
    currency: input.currency,
    sellers: quote.groups.map((group) => group.seller?.id ?? ''),
    locker,
    options: priced.shipping?.map(({ option }) => option) ?? [],
    openOrders,
    strikes,
    hasWins: lines.some((line) => line.kind === 'auction_win'),
  })
  const walletReason = balance === null ? 'login_required' : balance < total ? 'wallet_insufficient' : null
  const paymentOptions: PaymentOption[] = [
    ...(options.payments.wallet === true
      ? [{ id: 'wallet' as const, eligible: walletReason === null, reason: walletReason, fee: 0n }]
      : []),
    ...(options.payments.card === undefined ? [] : [{ id: 'card' as const, eligible: true, reason: null, fee: 0n }]),
    ...(cod === undefined ? [] : [{ id: 'cod' as const, eligible: reason === null, reason: reason ?? null, fee: codFee }]),
  ]
  return {
    stored,
    facts,
    lines,
    shipping: priced.shipping,
    seenBefore: priced.seenBefore,
    answer: { cart: view, quote, shippingOptions: priced.options, paymentOptions, due: total - walletPart, walletPart },
  }
}

const smaller = (left: bigint, right: bigint): bigint => (left < right ? left : right)

/** The chosen line; one that is in the cart and cannot be bought any more says why. */
function pick(drawn: Drawn, id: string): QuoteLine {
  const line = drawn.quoted.find((one) => one.id === id)
  if (line !== undefined) return line
  const shown = drawn.lines.find((one) => one.id === id)
  throw shown === undefined ? new ShopError('item_not_found', { line: id }) : lineRefusal(shown)
}

/** What is known of how this buyer pays; the balance is null for who has no wallet. */
async function means(
  context: Context,
  buyer: Buyer,
): Promise<{ readonly balance: bigint | null; readonly openOrders: number; readonly strikes: number }> {
  const { wallet, cod } = context.options.payments
  const { userId } = buyer
  const account = userId === undefined || wallet !== true ? null : walletAccount(userId, context.options.currency)
  const owner = ownerOf(buyer)
  const customer = cod?.history === true ? customerOf(buyer) : null
  const history = owner === null || customer === null ? [] : [readCashOrders(customer), countStrikes(owner)]
  if (account === null && history.length === 0) return { balance: null, openOrders: 0, strikes: 0 }
  const [accounts, cash, struck] = await context.db.read(readAccount(account ?? ''), ...history)
  return {
    balance: account === null ? null : ((firstOf(accounts)?.balance as bigint | undefined) ?? 0n),
    openOrders: Number(firstOf(cash)?.open ?? 0n),
    strikes: Number(firstOf(struck)?.strikes ?? 0n),
  }
}

const placeOf = (address: Address | null): DeliveryPlace | null =>
  address === null
    ? null
    : { country: address.country, county: address.county ?? null, postalCode: address.postalCode, locker: address.locker ?? null }
