import type { Context } from '../context.ts'
import { firstOrderOf, orderOfCustomer } from './redemption-rows.ts'

/**
 * Whether this customer has an order that is not cancelled, or has used a discount for first orders. That says what to show; two first orders at
 * once meet in one row when they are placed.
 */
export async function hasOrdered(context: Context, customer: string): Promise<boolean> {
  if (customer === '') return false
  const answers = await context.db.read(orderOfCustomer(customer), firstOrderOf(customer))
  return answers.some((rows) => rows.length > 0)
}
