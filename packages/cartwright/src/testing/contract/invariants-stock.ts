import type { Row } from '../../index.ts'
import type { Tables } from './tables.ts'

/** Values of rows, for those who look for broken ones. */
export const text = (row: Row | undefined, column: string): string => String(row?.[column] ?? '')
export const amount = (row: Row | undefined, column: string): bigint => BigInt(String(row?.[column] ?? 0))
export const stockOf = (line: Row): string => (JSON.parse(text(line, 'snapshot')) as { stock: string }).stock

/** Units of a payment are those of its order; a live hold is as large and as long as its line says, and a line that says held has one. */
export function stockHolds({ stock_hold, order_line, attempt, cart, cart_line }: Tables, now: bigint): string[] {
  const attempts = new Map(attempt.map((one) => [text(one, 'id'), one]))
  const open = new Set(cart.filter((one) => one.state === 'open').map((one) => text(one, 'cart_id')))
  const holds = new Map(stock_hold.map((hold) => [`${hold.product} ${hold.holder}`, hold]))
  const broken = stock_hold.flatMap((hold) => {
    const name = `the hold of ${hold.holder} on ${hold.product}`
    if (hold.attempt_id !== null) {
      const paying = attempts.get(text(hold, 'attempt_id'))
      const line = order_line.find((one) => one.order_id === paying?.order_id && one.line_id === hold.holder)
      if (paying?.state !== 'pending') return [`${name} has no payment`]
      return amount(line, 'quantity') === amount(hold, 'quantity') ? [] : [`${name} is not what is paid for`]
    }
    if (text(hold, 'holder').startsWith('app:') || amount(hold, 'expires_at') <= now) return []
    const line = cart_line.find((one) => one.line_id === hold.holder && one.saved === 0n && open.has(text(one, 'cart_id')))
    const same = amount(line, 'quantity') === amount(hold, 'quantity') && amount(line, 'held_until') === hold.expires_at
    return same ? [] : [`${name} is not as its line says`]
  })
  const unheld = cart_line.filter(
    (line) =>
      stockOf(line) === 'counted' &&
      line.saved === 0n &&
      open.has(text(line, 'cart_id')) &&
      amount(line, 'held_until') > now &&
      holds.get(`${line.product} ${line.line_id}`) === undefined,
  )
  return [...broken, ...unheld.map((line) => `line ${line.product} says held, and holds no units`)]
}
