import { unitsOf } from '../cart/held-units.ts'
import type { Snapshot, StoredLine } from '../cart/stored-cart.ts'
import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { type HoldChange, type StockPlan, stockSteps } from '../claims/stock-holds.ts'
import { stockRule } from '../claims/stock-policy.ts'
import { holdsOfAttempt } from '../claims/stock-rows.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Rows } from '../storage/statement.ts'

interface CountedLine {
  readonly id: string
  readonly product: string
  readonly quantity: bigint
}

/** The counted lines of an order, by product. */
const countedLines = (lines: Rows): ReadonlyMap<string, readonly CountedLine[]> =>
  Map.groupBy(
    lines
      .filter((line) => (JSON.parse(String(line.snapshot)) as Snapshot).stock === 'counted')
      .map((line) => ({ id: String(line.line_id), product: String(line.product), quantity: BigInt(String(line.quantity)) })),
    ({ product }) => product,
  )

const total = (lines: readonly CountedLine[]): bigint => lines.reduce((sum, line) => sum + line.quantity, 0n)

/** What a payment has set aside, by line. */
async function unitsOfPayment(context: Context, products: readonly string[], attempt: string): Promise<ReadonlyMap<string, bigint>> {
  if (products.length === 0) return new Map()
  const [rows = []] = await context.db.read(holdsOfAttempt(products, attempt))
  return new Map(rows.map((row) => [String(row.holder), BigInt(String(row.quantity))]))
}

/**
 * The payment came in: what it had set aside is sold, and what it had not (a shop that reserves nothing) is taken from what is free. Null when there
 * is not enough any more: the money goes back.
 */
export async function soldStock(context: Context, lines: Rows, attempt: string, now: bigint): Promise<StockPlan | null> {
  const counted = countedLines(lines)
  const units = await unitsOfPayment(context, [...counted.keys()], attempt)
  const changes = [...counted].map(([product, some]) => ({
    product,
    sold: total(some),
    holds: some.flatMap(({ id }): HoldChange[] => {
      const quantity = units.get(id)
      return quantity === undefined ? [] : [{ holder: id, from: { quantity, attempt }, to: null }]
    }),
  }))
  const whole = [...counted.values()].flat().every(({ id, quantity }) => units.get(id) === quantity)
  if (whole) return stockSteps(changes, null, now)
  const [rows = []] = await context.db.read(rightsOn([...counted.keys()], now))
  try {
    return stockSteps(changes, readRights(rows), now)
  } catch (error) {
    if (error instanceof ShopError && error.code === 'insufficient_stock') return null
    throw error
  }
}

/** The payment failed: where units are kept from the add on, the line gets its hold back, for as long as a new one; what it has for a while (`keep`). */
export async function linesHeldAgain(
  context: Context,
  order: Rows,
  lines: readonly StoredLine[],
  attempt: string,
  now: bigint,
): Promise<{ readonly lines: readonly StoredLine[]; readonly units: ReadonlyMap<string, bigint> }> {
  const units = await unitsOfPayment(context, [...countedLines(order).keys()], attempt)
  const held = lines.map((line) => {
    if (line.snapshot.stock !== 'counted' || line.saved) return line
    const rule = stockRule(context, line.product)
    return { ...line, heldUntil: units.has(line.id) && rule.reserve === 'add' ? now + rule.for : null }
  })
  return { lines: held, units }
}

/**
 * What a failed payment had set aside goes back: to the hold of its line (`kept`), to the line of the same product that has taken the line in
 * (`joined`, by the line's id) where that one is held, else to all.
 */
export function heldStock(
  order: Rows,
  attempt: string,
  units: ReadonlyMap<string, bigint>,
  kept: ReadonlyMap<string, StoredLine>,
  joined: ReadonlyMap<string, StoredLine>,
  now: bigint,
): StockPlan {
  const changes = [...countedLines(order)].map(([product, some]) => ({
    product,
    holds: some.flatMap(({ id }): HoldChange[] => {
      const quantity = units.get(id)
      if (quantity === undefined) return []
      const from = { quantity, attempt }
      const home = joined.get(id)
      const there = home === undefined ? null : unitsOf(home, null, now)
      if (home !== undefined && there !== null)
        return [
          { holder: id, from, to: null },
          { holder: home.id, from: there, to: { quantity: there.quantity + quantity, attempt: null, until: home.heldUntil } },
        ]
      const until = home === undefined ? (kept.get(id)?.heldUntil ?? null) : null
      return [{ holder: id, from, to: until === null ? null : { quantity, attempt: null, until } }]
    }),
  }))
  return stockSteps(changes, null, now)
}

/** A sale is undone: what was sold is on hand again. */
export const returnedStock = (order: Rows, now: bigint): StockPlan =>
  stockSteps(
    [...countedLines(order)].map(([product, some]) => ({ product, holds: [], sold: -total(some) })),
    null,
    now,
  )
