import assert from 'node:assert/strict'
import type { Database, Row, Rows } from '../../index.ts'
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
    ...discounts(tables),
    ...orders(tables),
    ...ledger(tables),
    ...facts(tables),
  ]
}

const text = (row: Row | undefined, column: string): string => String(row?.[column] ?? '')
const amount = (row: Row | undefined, column: string): bigint => BigInt(String(row?.[column] ?? 0))
const total = (rows: Rows, column: string): bigint => rows.reduce((whole, row) => whole + amount(row, column), 0n)
const stockOf = (line: Row): string => (JSON.parse(text(line, 'snapshot')) as { stock: string }).stock
const uniqueProduct = (line: Row): boolean => stockOf(line) === 'unique'
const living = (order: Row | undefined): boolean => order !== undefined && order.state !== 'cancelled'

/** One open cart an owner; what is being paid for has its attempt, what is placed its order. */
function carts({ cart, cart_slot, attempt, placed_order }: Tables): string[] {
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
    if (one.state === 'placed' && !placed_order.some((order) => order.cart_id === id)) broken.push(`cart ${id} is placed without an order`)
    if (placed_order.filter((order) => order.cart_id === id && living(order)).length > 1) broken.push(`cart ${id} has two living orders`)
  }
  return broken
}

/** Every hold belongs to a line, every sale to an order; a line says of its hold what the claim says. */
function claims({ cart, cart_line, claim, attempt, placed_order, order_line }: Tables, now: bigint): string[] {
  const broken: string[] = []
  const lines = new Map(cart_line.map((line) => [text(line, 'line_id'), line]))
  const open = new Set(cart.filter((one) => one.state === 'open').map((one) => text(one, 'cart_id')))
  const byHolder = new Map(claim.map((one) => [text(one, 'holder'), one]))
  const attempts = new Map(attempt.map((one) => [text(one, 'id'), one]))
  const orders = new Map(placed_order.map((order) => [text(order, 'id'), order]))
  for (const one of claim) {
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
    const held = line.held_until !== null && line.saved === 0n && amount(line, 'held_until') > now
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

/** What is reserved is being paid for, what is sold was ordered; nothing is sold that is not there. */
function stock({ stock: counters, order_line, placed_order, attempt }: Tables): string[] {
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
  return counters.flatMap((counter) => [
    ...(amount(counter, 'reserved') === ordered(counter.product, 'pending') ? [] : [`${counter.product} has ${counter.reserved} reserved`]),
    ...(amount(counter, 'sold') === ordered(counter.product, 'paid') ? [] : [`${counter.product} has ${counter.sold} sold`]),
    ...(amount(counter, 'reserved') <= amount(counter, 'on_hand') ? [] : [`${counter.product} is reserved beyond what is there`]),
  ])
}

/** Uses are redemptions, everywhere and for each customer, and never above the limit. */
function discounts({ discount, discount_customer, redemption, attempt }: Tables): string[] {
  const used = redemption.filter((row) => row.state !== 'returned')
  const states = new Map(attempt.map((one) => [text(one, 'id'), text(one, 'state')]))
  const fits: Readonly<Record<string, readonly string[]>> = {
    reserved: ['pending'],
    consumed: ['paid'],
    returned: ['failed', 'refund_due', 'refunded'],
  }
  return [
    ...discount.flatMap((one) => {
      const uses = BigInt(used.filter((row) => row.code === one.code).length)
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
      fits[text(row, 'state')]?.includes(states.get(text(row, 'attempt_id')) ?? '')
        ? []
        : [`the use of ${row.code} is ${row.state}, its payment is not`],
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
