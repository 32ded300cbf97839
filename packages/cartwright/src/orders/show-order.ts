import type { CartView } from '../cart/cart-view.ts'
import type { Snapshot } from '../cart/stored-cart.ts'
import { productRef, type Seller } from '../catalog/product.ts'
import { invalidInput } from '../check-input.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Page } from '../shop-types.ts'
import { firstOf } from '../storage/database.ts'
import type { Row, Rows } from '../storage/statement.ts'
import type { Address } from './address.ts'
import { thaw } from './frozen-quote.ts'
import {
  linesOfOrder,
  ordersOf,
  parcelsOf,
  parcelsOfOrder,
  paymentsOfOrder,
  readOrder,
  refundLinesOf,
  refundsOfOrder,
  versionOfOrder,
} from './order-rows.ts'
import type {
  OrderLineView,
  OrderProgress,
  OrderState,
  OrderView,
  ParcelState,
  PaymentMethod,
  PaymentState,
  RefundView,
  Sale,
} from './order-view.ts'
import { maySend } from './parcel-states.ts'

/**
 * An order as it was frozen: nothing is read from the catalogue again. Its parts are answers of their own, so the order's version is asked first and
 * last: while somebody moves the order in between, it is read again, and nobody sees it half moved. Refuses with `not_found`.
 */
export async function showOrder(context: Context, id: string): Promise<OrderView> {
  for (;;) {
    const [order, lines = [], parcels = [], payments = [], again] = await context.db.read(
      readOrder(id),
      linesOfOrder(id),
      parcelsOfOrder(id),
      paymentsOfOrder(id),
      versionOfOrder(id),
    )
    const row = firstOf(order)
    if (row === null) throw new ShopError('not_found')
    if (row.version !== firstOf(again)?.version) continue
    if (lines.every((line) => line.refunded === 0n)) return orderOf(row, lines, parcels, payments, [], [])
    const [refunds = [], refunded = [], last] = await context.db.read(refundsOfOrder(id), refundLinesOf(id), versionOfOrder(id))
    if (row.version === firstOf(last)?.version) return orderOf(row, lines, parcels, payments, refunds, refunded)
  }
}

/** The buyer's own order; anybody else's is as if it were not there. */
export async function findOrder(context: Context, id: string, buyer: Buyer): Promise<OrderView> {
  const [order] = await context.db.read(readOrder(id))
  const row = firstOf(order)
  if (row === null || row.buyer !== ownerOf(buyer)) throw new ShopError('not_found')
  return showOrder(context, id)
}

const NEWEST = { at: 9_000_000_000_000_000n, id: '~' }

/** Which of a buyer's orders, and from where. */
export interface OrderPage {
  /** Only those that are that far. Default: all. */
  readonly progress?: OrderProgress
  /** Default 20. */
  readonly limit?: number
  /** Where the page before ended: its `next`. */
  readonly cursor?: string
}

const STATES: Readonly<Record<OrderProgress, readonly OrderState[]>> = {
  under_way: ['placed', 'paid', 'shipped'],
  finished: ['delivered'],
  cancelled: ['cancelled', 'refunded'],
}

/**
 * The buyer's orders, newest first. The cursor is opaque; a wrong one is refused with `invalid_input`, and so is a progress that is none.
 *
 * @example
 * const { items } = await shop.orders.list(buyer, { progress: 'under_way' })
 */
export async function listOrders(
  context: Context,
  buyer: Buyer,
  { progress, limit = 20, cursor }: OrderPage = {},
): Promise<Page<OrderView>> {
  if (progress !== undefined && !Object.hasOwn(STATES, progress)) throw invalidInput([{ field: 'progress', code: 'choice' }])
  const owner = ownerOf(buyer)
  if (owner === null) return { items: [], next: null }
  const before = cursor === undefined ? NEWEST : readCursor(cursor)
  const states = progress === undefined ? null : STATES[progress]
  const [rows = []] = await context.db.read(ordersOf(owner, states, before, BigInt(limit) + 1n))
  return pageOf(rows, limit, 'id', (id) => showOrder(context, id))
}

/**
 * A seller's parcels with what is in them, newest first; his own to see, and staff's. Orders whose card was refused are not among them: nothing was
 * sold. The cursor is opaque; a wrong one is refused with `invalid_input`.
 *
 * @example
 * const { items } = await shop.orders.sales('mihai')
 */
export async function listSales(
  context: Context,
  seller: string,
  { limit = 20, cursor }: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<Page<Sale>> {
  const before = cursor === undefined ? NEWEST : readCursor(cursor)
  const [rows = []] = await context.db.read(parcelsOf(seller, before, BigInt(limit) + 1n))
  return pageOf(rows, limit, 'order_id', async (id) => saleOf(await showOrder(context, id), seller))
}

async function pageOf<Item>(rows: Rows, limit: number, key: string, show: (id: string) => Promise<Item>): Promise<Page<Item>> {
  const page = rows.slice(0, limit)
  const items = await Promise.all(page.map((row) => show(String(row[key]))))
  const last = page.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? `${String(last.placed_at)}.${String(last[key])}` : null }
}

/** One seller's part of an order. Refuses with `not_found` where he has none. */
export function saleOf(order: OrderView, seller: string): Sale {
  const parcel = order.parcels.find((one) => (one.seller?.id ?? '') === seller)
  if (parcel === undefined) throw new ShopError('not_found')
  return Object.freeze({
    order: order.id,
    number: order.number,
    seller,
    state: parcel.state,
    currency: order.currency,
    lines: order.lines.filter((line) => parcel.lines.includes(line.id)),
    shipping: parcel.shipping,
    tracking: parcel.tracking,
    address: parcel.state !== 'cancelled' && maySend(order.payments) ? order.address : null,
    placedAt: order.placedAt,
  })
}

function readCursor(cursor: string): { at: bigint; id: string } {
  const [at = '', id = ''] = cursor.split('.')
  if (!/^\d{1,16}$/.test(at) || id === '') throw new ShopError('invalid_input', { errors: [{ field: 'cursor', code: 'format' }] })
  return { at: BigInt(at), id }
}

/** The order that a batch has just stored, from what its four storing statements answered; no other statement of it answers anything. */
export function orderPlaced(answers: readonly Rows[]): OrderView {
  const [order, lines = [], parcels = [], payments = []] = answers.filter((rows) => rows.length > 0)
  const row = firstOf(order)
  if (row === null) throw new TypeError('the batch has stored no order')
  return orderOf(row, lines, parcels, payments, [], [])
}

/** Sorted here, by code unit: a database sorts texts by its own language, and answers what it has just stored in any order. */
const sortedBy = (column: string, rows: Rows): Rows =>
  rows.toSorted((left, right) => ((left[column] ?? '') < (right[column] ?? '') ? -1 : 1))

function orderOf(row: Row, storedLines: Rows, storedParcels: Rows, storedPayments: Rows, refunds: Rows, refunded: Rows): OrderView {
  const lines = sortedBy('place', storedLines)
  const parcels = sortedBy('seller', storedParcels)
  const payments = sortedBy('id', storedPayments)
  const frozen = thaw(String(row.quote))
  const sellers = new Map(lines.map((line) => [String(line.seller), (JSON.parse(String(line.snapshot)) as Snapshot).seller]))
  return Object.freeze({
    id: String(row.id),
    number: String(row.number),
    state: String(row.state) as OrderState,
    currency: String(row.currency),
    totals: frozen.totals,
    discounts: frozen.discounts,
    payments: payments.map((payment) => ({
      method: String(payment.method) as PaymentMethod | 'none',
      amount: payment.amount as bigint,
      state: paymentState(payment, refunds),
      refunded: payment.refunded as bigint,
    })),
    lines: lines.map(lineOfOrder),
    parcels: parcels.map((parcel) => ({
      seller: sellerOf(String(parcel.seller), sellers),
      state: String(parcel.state) as ParcelState,
      lines: lines.filter((line) => line.seller === parcel.seller).map((line) => String(line.line_id)),
      shipping: parcel.shipping as bigint,
      option: frozen.delivery.get(String(parcel.seller)) ?? null,
      tracking: parcel.tracking as string | null,
    })),
    refunds: refunds
      .map((refund) => refundOf(refund, refunded))
      .sort((left, right) => (left.at === right.at ? (left.id < right.id ? -1 : 1) : left.at < right.at ? -1 : 1)),
    address: JSON.parse(String(row.address)) as Address,
    email: row.email as string | null,
    placedAt: row.placed_at as bigint,
  })
}

/** A payment is `refunded` when all of it has gone back: one that is closed waits, as what it was, for refunds that are still to be made. */
function paymentState({ state, method }: Row, refunds: Rows): PaymentState {
  const isDue = state === 'refunded' && refunds.some((refund) => refund.method === method && refund.state === 'due')
  return isDue ? 'captured' : (String(state) as PaymentState)
}

const sellerOf = (id: string, sellers: ReadonlyMap<string, Seller | null>): Seller | null =>
  id === '' ? null : (sellers.get(id) ?? { id, name: id })

function lineOfOrder(row: Row): OrderLineView {
  const snapshot = JSON.parse(String(row.snapshot)) as Snapshot
  const ref = productRef(String(row.product)) ?? { type: '', id: String(row.product) }
  const product: CartView['lines'][number]['product'] = {
    ...ref,
    name: snapshot.name,
    url: snapshot.url,
    image: snapshot.image,
    seller: snapshot.seller,
  }
  return {
    id: String(row.line_id),
    product,
    quantity: BigInt(String(row.quantity)),
    scale: Number(row.scale),
    unitPrice: row.unit_price as bigint,
    total: row.total as bigint,
    paid: row.paid as bigint,
    refunded: row.refunded as bigint,
  }
}

const refundOf = (row: Row, lines: Rows): RefundView => ({
  id: String(row.id),
  method: String(row.method) as PaymentMethod | 'none',
  amount: row.amount as bigint,
  state: String(row.state) as RefundView['state'],
  reason: String(row.reason),
  at: row.made_at as bigint,
  tries: Number(row.tries),
  nextTry: row.state === 'due' && row.tries !== 0n ? (row.look_at as bigint) : null,
  lines: sortedBy('line_id', lines)
    .filter((line) => line.refund_id === row.id)
    .map((line) => ({ line: String(line.line_id), amount: line.amount as bigint })),
})
