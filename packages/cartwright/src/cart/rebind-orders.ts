import type { Rows, Statement } from '../storage/statement.ts'
import { rebindEndedAttempts, rebindOrdersNamed } from './merge-rows.ts'

/** The orders of one cart: one that is live, and those that were cancelled before it. */
export interface CartOrders {
  readonly cart: string
  readonly orders: readonly string[]
}

/** A guest's orders from the rows of `cartsAndOrders`, by cart, in the order of the carts' keys. Carts in payment take theirs along and are left out. */
export function ordersByCart(rows: Rows, paying: Rows): CartOrders[] {
  const inPayment = new Set(paying.map((row) => row.cart_id))
  const wanted = rows.filter((row) => row.order_id !== null && !inPayment.has(row.cart_id))
  return [...Map.groupBy(wanted, (row) => String(row.cart_id))]
    .map(([cart, found]) => ({ cart, orders: found.map((row) => String(row.order_id)) }))
    .sort((left, right) => (left.cart < right.cart ? -1 : 1))
}

/** The statements that give a cart's orders to another buyer. */
export interface ReboundOrders {
  readonly cart: string
  readonly statements: readonly Statement[]
}

/**
 * Finished orders become the user's. An order has one attempt: where one of them is pending after all, its payment began after the rows were read, and all
 * is decided anew, because it must not go without its cart.
 */
export const rebindFinished = (carts: readonly CartOrders[], from: string, to: string): ReboundOrders[] =>
  carts.map(({ cart, orders }) => {
    const count = BigInt(orders.length)
    const statements = [
      rebindOrdersNamed(cart, orders, from, to).expect(count).orReread(),
      rebindEndedAttempts(cart, orders, from, to).expect(count).orReread(),
    ]
    return { cart, statements }
  })
