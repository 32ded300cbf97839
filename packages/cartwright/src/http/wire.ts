import type { Availability } from '../cart/availability.ts'
import type { CartView, LineView, Notice } from '../cart/cart-view.ts'
import type { Product, Seller } from '../catalog/product.ts'
import type { CheckoutQuote } from '../checkout/checkout-types.ts'
import { decimal } from '../money/money.ts'
import { quantityText } from '../money/quantity.ts'
import type { Address } from '../orders/address.ts'
import type { OrderLineView, OrderView } from '../orders/order-view.ts'
import type { WalletView } from '../payments/wallet.ts'
import type { Totals } from '../pricing/quote-types.ts'
import { isoTime, noticeDetailsJson, quantityJson } from './details.ts'
import type {
  AddressJson,
  CartJson,
  CartLineJson,
  NoticeJson,
  OrderJson,
  OrderLineJson,
  ProductJson,
  ProductSummaryJson,
  QuoteJson,
  TotalsJson,
  WalletJson,
} from './wire-types.ts'

/** A cart as the contract has it. Derived from the view alone: equal views are equal bytes. */
export function cartJson(view: CartView): CartJson {
  const { currency } = view
  return {
    id: view.id,
    version: Number(view.version),
    currency,
    lines: view.lines.map((line) => lineJson(line, currency)),
    saved: view.saved.map((line) => lineJson(line, currency)),
    groups: view.quote.groups.map(({ seller, lines, fee, shipping }) => ({
      seller: sellerJson(seller),
      lines,
      fee: decimal(fee, currency),
      shipping: shipping === null ? null : decimal(shipping, currency),
    })),
    totals: totalsJson(view.totals, currency),
    discounts: view.discounts.map(({ code, amount, reason }) => ({
      code,
      amount: decimal(amount, currency),
      ...(reason !== null && { reason }),
    })),
    notices: view.notices.map((notice) => noticeJson(notice, currency)),
  }
}

function lineJson(line: LineView, currency: string): CartLineJson {
  return {
    id: line.id,
    product: summaryJson(line.product),
    quantity: quantityJson(line.quantity, line.scale),
    unit_price: decimal(line.unitPrice, currency),
    line_total: decimal(line.total, currency),
    kind: line.kind,
    ...(line.heldUntil !== null && { held_until: isoTime(line.heldUntil) }),
    state: line.state,
  }
}

/** A notice with its details beside its code; the currency comes along where there may be amounts. */
export function noticeJson({ code, severity, path, details = {} }: Notice, currency: string): NoticeJson {
  const said = noticeDetailsJson(details, currency)
  const priced = said.before === undefined && said.after === undefined ? {} : { currency }
  return { ...priced, ...said, code, severity, ...(path !== undefined && { path }) }
}

/** Amounts of a quote or an order. */
export function totalsJson(totals: Totals, currency: string): TotalsJson {
  const amount = (minor: bigint): string => decimal(minor, currency)
  return {
    subtotal: amount(totals.subtotal),
    discount: amount(totals.discount),
    fees: totals.fees.map((fee) => ({ code: fee.code, name: fee.name, amount: amount(fee.amount) })),
    shipping: totals.shipping === null ? null : amount(totals.shipping),
    shipping_is_estimate: totals.shippingIsEstimate,
    tax: amount(totals.tax),
    tax_included: amount(totals.taxIncluded),
    total: amount(totals.total),
  }
}

/** A full quote. Its lines are those of the cart that are bought. */
export function quoteJson({ cart, quote, shippingOptions, paymentOptions, due, walletPart }: CheckoutQuote): QuoteJson {
  const { currency } = quote
  const bought = new Set(quote.lines.map((line) => line.id))
  return {
    hash: quote.hash,
    totals: totalsJson(quote.totals, currency),
    lines: cart.lines.filter((line) => bought.has(line.id)).map((line) => lineJson(line, currency)),
    shipping_options: shippingOptions.map(({ id, name, price, estimate, seller }) => ({
      id,
      name,
      price: decimal(price, currency),
      estimate,
      ...(seller !== '' && { seller }),
    })),
    payment_options: paymentOptions.map(({ id, eligible, reason, fee }) => ({
      id,
      eligible,
      ...(reason !== null && { reason }),
      ...(fee > 0n && { fee: decimal(fee, currency) }),
    })),
    due: decimal(due, currency),
    wallet_part: decimal(walletPart, currency),
  }
}

/** An order with its parcels, each with its own lines. */
export function orderJson(order: OrderView): OrderJson {
  const { currency } = order
  const lineOf = (id: string): OrderLineJson[] => order.lines.filter((line) => line.id === id).map((line) => orderLineJson(line, currency))
  return {
    id: order.id,
    number: order.number,
    state: order.state,
    currency,
    totals: totalsJson(order.totals, currency),
    total: decimal(order.totals.total, currency),
    payments: order.payments.map(({ method, amount, state }) => ({ method, amount: decimal(amount, currency), state })),
    lines: order.lines.map((line) => orderLineJson(line, currency)),
    parcels: order.parcels.map(({ seller, state, lines, shipping }) => ({
      seller: sellerJson(seller),
      state,
      lines: lines.flatMap(lineOf),
      shipping: decimal(shipping, currency),
    })),
    address: addressJson(order.address),
    url: `/orders/${encodeURIComponent(order.id)}`,
  }
}

const orderLineJson = (line: OrderLineView, currency: string): OrderLineJson => ({
  product: summaryJson(line.product),
  quantity: quantityJson(line.quantity, line.scale),
  unit_price: decimal(line.unitPrice, currency),
  line_total: decimal(line.total, currency),
})

/** An address, with its id where it has one. */
export const addressJson = ({ postalCode, ...address }: Address, id?: string): AddressJson => ({
  ...(id !== undefined && { id }),
  ...address,
  postal_code: postalCode,
})

/** A wallet, newest entry first. */
export const walletJson = ({ balance, held, currency, entries }: WalletView): WalletJson => ({
  balance: decimal(balance, currency),
  held: decimal(held, currency),
  currency,
  entries: entries.map(({ at, kind, amount, order }) => ({
    at: isoTime(at),
    kind,
    amount: decimal(amount, currency),
    ...(order !== null && { order }),
  })),
})

/** A product of the catalogue and who may still get it. */
export function productJson(product: Product, availability: Availability): ProductJson {
  const scale = product.scale ?? 0
  const { state, availableAgainAt, left } = availability
  return {
    ...summaryJson({ ...product, url: product.url ?? null, image: product.image ?? null, seller: product.seller ?? null }),
    price: decimal(product.price, product.currency),
    currency: product.currency,
    stock: product.stock === 'counted' ? Number(quantityText(left ?? 0n, scale)) : product.stock,
    scale,
    availability: product.sold === true ? 'sold' : product.auctionOnly === true && state === 'available' ? 'auction' : state,
    ...(availableAgainAt !== null && { available_again_at: isoTime(availableAgainAt) }),
  }
}

/** The part of a product that lines, lots and wins carry. */
export const summaryJson = ({ type, id, name, url, image, seller }: LineView['product']): ProductSummaryJson => ({
  type,
  id,
  name,
  url,
  image,
  seller: sellerJson(seller),
})

const sellerJson = (seller: Seller | null): Seller | null => (seller === null ? null : { id: seller.id, name: seller.name })
