import assert from 'node:assert/strict'
import type { Database, Row, Rows } from '../../index.ts'
import { amount, stockHolds, stockOf, text } from './invariants-stock.ts'
import { readTables, type Tables } from './tables.ts'

/** Fails the test when a promise of the shop is broken anywhere in the database; names each broken row. */
export async function assertInvariants(database: Database, now: bigint): Promise<void> {
  assert.deepEqual(brokenInvariants(await readTables(database), now), [])
}

/** Everything that may never be, whatever happened before: one sentence for each broken row. */
export function brokenInvariants(tables: Tables, now: bigint): string[] {
  return [
    ...carts(tables),
    ...claims(tables, now),
    ...stock(tables),
    ...stockHolds(tables, now),
    ...discounts(tables),
    ...orders(tables),
    ...ledger(tables),
    ...facts(tables),
  ]
}

const total = (rows: Rows, column: string): bigint => rows.reduce((whole, row) => whole + amount(row, column), 0n)
const uniqueProduct = (line: Row): boolean => stockOf(line) === 'unique'
/** Carts that were closed without an order: sales of a kind of their own. Cleaning removes some; what they sold stays sold. */
const closedCarts = ({ cart, placed_order, event, claim, redemption, first_order }: Tables): Set<string> =>
  new Set([
    ...[...claim, ...redemption, ...first_order]
      .flatMap((one) => /^closed:(.*)/.exec(text(one, 'attempt_id'))?.[1] ?? [])
      .filter((id) => !cart.some((one) => one.cart_id === id)),
    ...cart
      .filter((one) => one.state === 'placed' && !placed_order.some((order) => order.cart_id === one.cart_id))
      .filter((one) => event.some((fact) => fact.key === one.cart_id && fact.name === 'cart.checked_out'))
      .map((one) => text(one, 'cart_id')),
  ])
const isClosing = (closed: ReadonlySet<string>, attempt: string): boolean =>
  attempt.startsWith('closed:') && closed.has(attempt.slice('closed:'.length))
const living = (order: Row | undefined): boolean => order !== undefined && order.state !== 'cancelled'

/** One open cart an owner; what is being paid for has its attempt, what is placed its order. */
function carts(tables: Tables): string[] {
  const { cart, cart_slot, attempt, placed_order } = tables
  const closed = closedCarts(tables)
  const slots = new Map(cart_slot.map((slot) => [text(slot, 'cart_id'), slot]))
  const byId = new Map(cart.map((one) => [text(one, 'cart_id'), one]))
  const broken = cart_slot
    .filter((slot) => !['open', 'paying'].includes(text(byId.get(text(slot, 'cart_id')), 'state')))
    .map((slot) => `slot of ${slot.owner} leads to no open cart`)
  for (const one of cart) {
    const id = text(one, 'cart_id')
    if (one.state === 'open' && slots.get(id)?.owner !== one.owner) broken.push(`open cart ${id} is in no slot of its owner`)
    if (one.state === 'paying' && !attempt.some((row) => row.id === one.attempt_id && row.state === 'pending'))
      broken.push(`cart ${id} pays without an attempt`)
    const pending = [...attempt.filter((row) => row.state === 'pending'), ...placed_order.filter(living)]
    if (one.state === 'paying' && pending.some((row) => row.cart_id === id && row.buyer !== one.owner))
      broken.push(`cart ${id} is paid for by another buyer than its owner`)
    if (one.state === 'placed' && !closed.has(id) && !placed_order.some((order) => order.cart_id === id))
      broken.push(`cart ${id} is placed without an order`)
    if (placed_order.filter((order) => order.cart_id === id && living(order)).length > 1) broken.push(`cart ${id} has two living orders`)
  }
  return broken
}

/** Every hold belongs to a line, every sale to an order; a line says of its hold what the claim says. */
function claims(tables: Tables, now: bigint): string[] {
  const { cart, cart_line, claim, attempt, placed_order, order_line } = tables
  const closed = closedCarts(tables)
  const broken: string[] = []
  const lines = new Map(cart_line.map((line) => [text(line, 'line_id'), line]))
  const open = new Set(cart.filter((one) => one.state === 'open').map((one) => text(one, 'cart_id')))
  const byHolder = new Map(claim.map((one) => [text(one, 'holder'), one]))
  const attempts = new Map(attempt.map((one) => [text(one, 'id'), one]))
  const orders = new Map(placed_order.map((order) => [text(order, 'id'), order]))
  for (const one of claim) {
    if (one.state === 'sold' && isClosing(closed, text(one, 'attempt_id'))) continue
    const product = text(one, 'product')
    const line = lines.get(text(one, 'holder'))
    if (one.state === 'held' && one.source === 'cart' && (line === undefined || line.saved === 1n || !open.has(text(line, 'cart_id'))))
      broken.push(`the hold on ${product} has no line in an open cart`)
    if (one.state === 'paying' && attempts.get(text(one, 'attempt_id'))?.state !== 'pending')
      broken.push(`${product} is being paid without an attempt`)
    if (one.state === 'sold' && attempts.get(text(one, 'attempt_id'))?.state !== 'paid') broken.push(`${product} is sold without a payment`)
    if (
      one.state !== 'held' &&
      !order_line.some((row) => row.product === one.product && row.order_id === attempts.get(text(one, 'attempt_id'))?.order_id)
    )
      broken.push(`${product} is ${one.state} in no order`)
  }
  for (const line of cart_line) {
    const held = uniqueProduct(line) && line.held_until !== null && line.saved === 0n && amount(line, 'held_until') > now
    if (!held || !open.has(text(line, 'cart_id'))) continue
    if (amount(byHolder.get(text(line, 'line_id')), 'expires_at') !== line.held_until)
      broken.push(`line ${line.product} says held, its claim does not`)
  }
  for (const line of order_line) {
    const order = orders.get(text(line, 'order_id'))
    const paidFor = attempt.find((one) => one.order_id === line.order_id)
    if (!living(order) || paidFor?.state !== 'paid' || !uniqueProduct(line)) continue
    if (!claim.some((one) => one.product === line.product && one.state === 'sold' && one.attempt_id === paidFor.id))
      broken.push(`${line.product} is ordered and not sold`)
  }
  return broken
}

/** What is reserved is what the holds have, what is sold was ordered or closed; nothing is sold that is not there. */
function stock(tables: Tables): string[] {
  const { stock: counters, stock_hold, order_line, placed_order, attempt, cart_line } = tables
  const held = (product: unknown): bigint =>
    total(
      stock_hold.filter((hold) => hold.product === product),
      'quantity',
    )
  const closed = closedCarts(tables)
  const orders = new Map(placed_order.map((order) => [text(order, 'id'), order]))
  const states = new Map(attempt.map((one) => [text(one, 'order_id'), one.state]))
  const ordered = (product: unknown, state: string): bigint =>
    total(
      order_line.filter(
        (line) =>
          line.product === product &&
          stockOf(line) === 'counted' &&
          living(orders.get(text(line, 'order_id'))) &&
          states.get(text(line, 'order_id')) === state,
      ),
      'quantity',
    )
  const closedWith = (product: unknown): bigint =>
    total(
      cart_line.filter((line) => line.product === product && stockOf(line) === 'counted' && closed.has(text(line, 'cart_id'))),
      'quantity',
    )
  return counters.flatMap((counter) => [
    ...(amount(counter, 'reserved') === held(counter.product)
      ? []
      : [`${counter.product} has ${counter.reserved} reserved, its holds ${held(counter.product)}`]),
    ...(amount(counter, 'sold') === ordered(counter.product, 'paid') + closedWith(counter.product)
      ? []
      : [`${counter.product} has ${counter.sold} sold`]),
    ...(amount(counter, 'reserved') <= amount(counter, 'on_hand') ? [] : [`${counter.product} is reserved beyond what is there`]),
  ])
}

/** Uses are redemptions, everywhere and for each customer, and never above the limit. */
function discounts(tables: Tables): string[] {
  const { discount, discount_customer, first_order, redemption, attempt } = tables
  const closed = closedCarts(tables)
  const used = redemption.filter((row) => row.state !== 'returned')
  const states = new Map(attempt.map((one) => [text(one, 'id'), text(one, 'state')]))
  const fits: Readonly<Record<string, readonly string[]>> = {
    reserved: ['pending'],
    consumed: ['paid'],
    returned: ['failed', 'refund_due', 'refunded'],
  }
  return [
    ...discount.flatMap((one) => {
      const uses = amount(one, 'uses_before') + BigInt(used.filter((row) => row.code === one.code).length)
      if (one.uses !== uses) return [`${one.code} counts ${one.uses} uses and has ${uses}`]
      return one.max_uses !== null && uses > amount(one, 'max_uses') ? [`${one.code} is used ${uses} times`] : []
    }),
    ...discount_customer.flatMap((one) => {
      const uses = BigInt(used.filter((row) => row.code === one.code && row.customer === one.customer).length)
      const most = discount.find((row) => row.code === one.code)?.max_uses_per_customer ?? null
      if (one.uses !== uses) return [`${one.code} counts ${one.uses} uses of ${one.customer} and has ${uses}`]
      return most !== null && uses > BigInt(most) ? [`${one.code} is used ${uses} times by ${one.customer}`] : []
    }),
    ...redemption.flatMap((row) =>
      fits[text(row, 'state')]?.includes(isClosing(closed, text(row, 'attempt_id')) ? 'paid' : (states.get(text(row, 'attempt_id')) ?? ''))
        ? []
        : [`the use of ${row.code} is ${row.state}, its payment is not`],
    ),
    ...redemption.filter((row) => row.amount === 0n).map((row) => `${row.code} was used for nothing`),
    ...first_order.flatMap((one) => {
      const id = text(one, 'attempt_id')
      return isClosing(closed, id) || ['pending', 'paid'].includes(states.get(id) ?? '')
        ? []
        : [`${one.customer} has a first order that failed`]
    }),
    ...used.flatMap((row) =>
      discount.find((one) => one.code === row.code)?.first_order !== 1n ||
      first_order.some((one) => one.customer === row.customer && one.attempt_id === row.attempt_id)
        ? []
        : [`${row.code} is for first orders, and ${row.customer} has another`],
    ),
  ]
}

/** An order's lines, payments and parcels say the same as its total; its state says the same as its attempt. */
function orders({ placed_order, order_line, parcel, payment, attempt, idempotency }: Tables): string[] {
  const broken: string[] = []
  for (const order of placed_order) {
    const { id } = order
    const lines = order_line.filter((line) => line.order_id === id)
    const attempts = attempt.filter((one) => one.order_id === id)
    const [only] = attempts
    if (attempts.length !== 1 || only === undefined) {
      broken.push(`order ${id} has ${attempts.length} attempts`)
      continue
    }
    if (total(lines, 'paid') !== order.total) broken.push(`the lines of order ${id} do not sum to its total`)
    if (
      total(
        payment.filter((one) => one.order_id === id),
        'amount',
      ) !== order.total
    )
      broken.push(`the payments of order ${id} do not sum to its total`)
    if (amount(only, 'amount') + amount(only, 'wallet_amount') !== order.total)
      broken.push(`the attempt of order ${id} is over another amount`)
    const sellers = new Set(lines.map((line) => line.seller))
    const parcels = parcel.filter((one) => one.order_id === id)
    if (parcels.length !== sellers.size || parcels.some((one) => !sellers.has(one.seller ?? '')))
      broken.push(`the parcels of order ${id} are not those of its sellers`)
    if (living(order) !== ['pending', 'paid'].includes(text(only, 'state')))
      broken.push(`order ${id} is ${order.state}, its attempt ${only.state}`)
    if (order.state === 'paid' && only.state !== 'paid') broken.push(`order ${id} is paid, its attempt is not`)
  }
  for (const key of idempotency) {
    const order = placed_order.find((one) => one.id === key.reference)
    if (key.reference !== null && order === undefined) broken.push(`key ${key.id} leads to no order`)
  }
  return broken
}

/** Balances are the sums of transfers; what an order took is there until it is given back. */
function ledger({ account, transfer, placed_order, attempt }: Tables): string[] {
  const balanceOf = (name: string): bigint =>
    total(
      transfer.filter((one) => one.to_account === name),
      'amount',
    ) -
    total(
      transfer.filter((one) => one.from_account === name),
      'amount',
    )
  const names = new Set(transfer.flatMap((one) => [text(one, 'from_account'), text(one, 'to_account')]))
  const sum = [...names].reduce((whole, name) => whole + balanceOf(name), 0n)
  return [
    ...(sum === 0n ? [] : [`the ledger sums to ${sum}`]),
    ...account.flatMap((one) => [
      ...(one.balance === balanceOf(text(one, 'id')) ? [] : [`${one.id} has ${one.balance}, its transfers ${balanceOf(text(one, 'id'))}`]),
      ...(one.held === balanceOf(`held:${one.id}`) ? [] : [`${one.id} holds ${one.held}, its transfers ${balanceOf(`held:${one.id}`)}`]),
    ]),
    ...placed_order.flatMap((order) => {
      const made = attempt.find((one) => one.order_id === order.id)
      const due = made?.state === 'paid' ? amount(made, 'wallet_amount') : 0n
      return balanceOf(`escrow:${order.id}`) === due
        ? []
        : [`order ${order.id} keeps ${balanceOf(`escrow:${order.id}`)} of the wallet, not ${due}`]
    }),
    ...account.flatMap((one) => {
      const pending = attempt.filter(
        (row) => row.state === 'pending' && `wallet:${text(row, 'buyer').slice('user:'.length)}:${row.currency}` === one.id,
      )
      return one.held === total(pending, 'wallet_amount')
        ? []
        : [`${one.id} holds ${one.held} for payments over ${total(pending, 'wallet_amount')}`]
    }),
  ]
}

/** What happens once is told once. */
function facts({ event, placed_order, cart }: Tables): string[] {
  const told = (name: string, key: unknown): number => event.filter((one) => one.name === name && one.key === key).length
  return [
    ...placed_order
      .filter(
        (order) => event.filter((one) => one.name === 'order.placed' && text(one, 'payload').includes(text(order, 'id'))).length !== 1,
      )
      .map((order) => `order ${order.id} is not told once`),
    ...cart
      .filter((one) => told('cart.checked_out', one.cart_id) !== (one.state === 'placed' ? 1 : 0))
      .map((one) => `the checkout of cart ${one.cart_id} is told ${told('cart.checked_out', one.cart_id)} times`),
  ]
}
