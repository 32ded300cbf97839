import type { Rights } from '../claims/claim-rows.ts'
import { type HoldChange, type StockPlan, stockSteps } from '../claims/stock-holds.ts'
import { stockRule } from '../claims/stock-policy.ts'
import type { Context } from '../context.ts'
import { exact, exactSum } from '../storage/exact.ts'
import { type Fragment, part, type Statement, sql } from '../storage/statement.ts'
import { makeRests, type NewLine, putLines } from './cart-rows.ts'
import { hasLapsed, unitsOf } from './held-units.ts'
import { isSameLine, makesWay, type StoredLine } from './stored-cart.ts'

/** A price that was agreed stays until another one is. */
const price = ({ unitPrice, fixedPrice }: NewLine): Fragment =>
  fixedPrice
    ? part`unit_price = ${unitPrice}, fixed_price = 1`
    : part`unit_price = case when fixed_price = 1 then unit_price else ${unitPrice} end`

/** Adds to a line whose units are held: the sum is made by the statement, as it is for its hold. */
const growLine = (cart: string, id: string, line: NewLine, until: bigint): Statement => sql`
  update cart_line set quantity = ${exactSum(part`quantity`, line.quantity)}, ${price(line)},
    snapshot = ${JSON.stringify(line.snapshot)}, held_until = ${until}
  where cart_id = ${cart} and line_id = ${id} and saved = 0 and scale = ${BigInt(line.scale)}`

/** Takes a line up again as it was read: one whose hold is over, or that is saved beside a rest and cannot become one. */
const takeUpLine = (cart: string, from: StoredLine, line: NewLine, quantity: bigint, until: bigint): Statement => sql`
  update cart_line set quantity = ${exact(quantity)}, saved = 0, scale = ${BigInt(line.scale)}, ${price(line)}, snapshot = ${JSON.stringify(line.snapshot)}, held_until = ${until}, renewals = 0
  where cart_id = ${cart} and line_id = ${from.id} and quantity = ${exact(from.quantity)} and saved = ${from.saved ? 1n : 0n}`

/** The writes of an add that sets units aside. */
export interface Reserved {
  readonly plan: StockPlan
  readonly lines: readonly Statement[]
  /** Ids of the lines that hold the units now, in the order of what was wanted. */
  readonly holders: readonly string[]
}

/**
 * Adds counted lines with their units set aside (`there`: the lines of the cart as they are). A line that holds units already gets more of both by sums, so adds at
 * the same time all survive; one that holds none, or whose hold is over, is taken up as a whole. What is saved
 * becomes a rest beside the line. Refuses with `insufficient_stock`.
 */
export function reserveLines(
  context: Context,
  cart: string,
  there: readonly StoredLine[],
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
    const same = there.find((one) => isSameLine(one, line))
    const old = same !== undefined && makesWay(same, there) ? undefined : same
    const quantity = old === undefined ? line.quantity : old.quantity + line.quantity
    const from = old === undefined ? null : unitsOf(old, rights, now)
    const grows = from !== null && old !== undefined && !hasLapsed(old, now)
    const holder = old?.id ?? line.id
    if (old === undefined) fresh.push({ ...line, heldUntil: until, saved: false, rest: false, renewals: 0n, addedAt: now })
    else lines.push((grows ? growLine(cart, old.id, line, until) : takeUpLine(cart, old, line, quantity, until)).orReread())
    holders.push(holder)
    holds.set(line.product, [...(holds.get(line.product) ?? []), { holder, from, to: { quantity, attempt: null, until }, grows }])
  }
  const changes = [...holds].map(([product, some]) => ({ product, holds: some }))
  const beside = fresh.filter((line) => there.some((one) => one.saved && isSameLine(one, line)))
  const rests = beside.length === 0 ? [] : [makeRests(cart, beside)]
  const put = fresh.length === 0 ? [] : [putLines(cart, fresh).expect(BigInt(fresh.length)).orReread()]
  return { plan: stockSteps(changes, rights, now), lines: [...rests, ...put, ...lines], holders }
}
