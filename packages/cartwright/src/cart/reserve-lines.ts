import type { Rights } from '../claims/claim-rows.ts'
import { type HoldChange, type StockPlan, stockSteps } from '../claims/stock-holds.ts'
import { stockRule } from '../claims/stock-policy.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { exact, exactSum } from '../storage/exact.ts'
import { part, type Statement, sql } from '../storage/statement.ts'
import { type NewLine, putLines } from './cart-rows.ts'
import { hasLapsed, unitsOf } from './held-units.ts'
import type { StoredCart, StoredLine } from './stored-cart.ts'

/** Adds to a line whose units are held: the sum is made by the statement, as it is for its hold. */
const growLine = (cart: string, id: string, line: NewLine, until: bigint): Statement => sql`
  update cart_line set quantity = ${exactSum(part`quantity`, line.quantity)}, unit_price = ${line.unitPrice}, fixed_price = ${line.fixedPrice ? 1n : 0n},
    snapshot = ${JSON.stringify(line.snapshot)}, held_until = ${until}
  where cart_id = ${cart} and line_id = ${id} and saved = 0 and scale = ${BigInt(line.scale)}`

/** Takes a line up again as it was read: one that was saved for later, or whose hold is over. */
const takeUpLine = (cart: string, from: StoredLine, line: NewLine, quantity: bigint, until: bigint): Statement => sql`
  update cart_line set quantity = ${exact(quantity)}, saved = 0, scale = ${BigInt(line.scale)}, unit_price = ${line.unitPrice},
    fixed_price = ${line.fixedPrice ? 1n : 0n}, snapshot = ${JSON.stringify(line.snapshot)}, held_until = ${until}, renewals = 0
  where cart_id = ${cart} and line_id = ${from.id} and quantity = ${exact(from.quantity)} and saved = ${from.saved ? 1n : 0n}`

/** The writes of an add that sets units aside. */
export interface Reserved {
  readonly plan: StockPlan
  readonly lines: readonly Statement[]
  /** Ids of the lines that hold the units now, in the order of what was wanted. */
  readonly holders: readonly string[]
}

/**
 * Adds counted lines with their units set aside (`there`: the cart as it is). A line that holds units already gets more of both by sums, so adds at
 * the same time all survive; one that holds none, or whose hold is over, is taken up as a whole. Refuses with `insufficient_stock`, and with
 * `invalid_quantity` for a line that counts in other steps.
 */
export function reserveLines(
  context: Context,
  cart: string,
  there: StoredCart | null,
  wanted: readonly NewLine[],
  rights: Rights,
  now: bigint,
): Reserved {
  const fresh: StoredLine[] = []
  const lines: Statement[] = []
  const holders: string[] = []
  const holds = new Map<string, HoldChange[]>()
  for (const line of wanted) {
    const until = now + stockRule(context, line.product).for
    const old = there?.lines.find((one) => one.product === line.product && one.options === line.options && !one.rest)
    if (old !== undefined && !old.saved && old.scale !== line.scale)
      throw new ShopError('invalid_quantity', { product: line.product, scale: old.scale })
    const quantity = old === undefined || old.saved ? line.quantity : old.quantity + line.quantity
    const from = old === undefined ? null : unitsOf(old, rights, now)
    const grows = from !== null && old !== undefined && !hasLapsed(old, now)
    const holder = old?.id ?? line.id
    if (old === undefined) fresh.push({ ...line, heldUntil: until, saved: false, rest: false, renewals: 0n, addedAt: now })
    else lines.push((grows ? growLine(cart, old.id, line, until) : takeUpLine(cart, old, line, quantity, until)).orReread())
    holders.push(holder)
    holds.set(line.product, [...(holds.get(line.product) ?? []), { holder, from, to: { quantity, attempt: null, until }, grows }])
  }
  const changes = [...holds].map(([product, some]) => ({ product, holds: some }))
  const put = fresh.length === 0 ? [] : [putLines(cart, fresh).expect(BigInt(fresh.length)).orReread()]
  return { plan: stockSteps(changes, rights, now), lines: [...put, ...lines], holders }
}
