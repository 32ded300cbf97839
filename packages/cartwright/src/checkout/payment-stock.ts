import { unitsOf } from '../cart/held-units.ts'
import type { StoredLine } from '../cart/stored-cart.ts'
import { readRights, rightsOn } from '../claims/claim-rows.ts'
import { type HoldChange, type StockPlan, stockSteps } from '../claims/stock-holds.ts'
import { stockRule } from '../claims/stock-policy.ts'
import { holdsOfAttempt } from '../claims/stock-rows.ts'
import type { Context } from '../context.ts'
import { type CountedLine, countedLines, totalOf } from '../refunds/undo-sale.ts'
import type { Rows } from '../storage/statement.ts'

/** What a payment has set aside, by line. */
async function unitsOfPayment(context: Context, products: readonly string[], attempt: string): Promise<ReadonlyMap<string, bigint>> {
  if (products.length === 0) return new Map()
  const [rows = []] = await context.db.read(holdsOfAttempt(products, attempt))
  return new Map(rows.map((row) => [String(row.holder), BigInt(String(row.quantity))]))
}

/**
 * The payment came in: what it had set aside is sold, and what it had not (a shop that reserves nothing) is taken from what is free, line by line. `gone`
 * are the lines for which there is not enough any more; what they had set aside goes back.
 */
export async function soldStock(
  context: Context,
  lines: Rows,
  attempt: string,
  now: bigint,
): Promise<{ readonly plan: StockPlan; readonly gone: readonly string[] }> {
  const counted = countedLines(lines)
  const units = await unitsOfPayment(context, [...counted.keys()], attempt)
  const whole = [...counted.values()].flat().every(({ id, quantity }) => units.get(id) === quantity)
  const [rows = []] = whole ? [] : await context.db.read(rightsOn([...counted.keys()], now))
  const rights = whole ? null : readRights(rows)
  const gone = rights === null ? [] : [...counted].flatMap(([product, some]) => tooMuch(some, units, rights.available.get(product) ?? 0n))
  const changes = [...counted].map(([product, some]) => ({
    product,
    sold: totalOf(some.filter(({ id }) => !gone.includes(id))),
    holds: some.flatMap(({ id }): HoldChange[] => {
      const quantity = units.get(id)
      return quantity === undefined ? [] : [{ holder: id, from: { quantity, attempt }, to: null }]
    }),
  }))
  return { plan: stockSteps(changes, rights, now), gone }
}

/** The lines of one product that can no longer be had, the last first; `available` is what is free beside what they have set aside. */
function tooMuch(lines: readonly CountedLine[], units: ReadonlyMap<string, bigint>, available: bigint): string[] {
  let left = available + lines.reduce((sum, { id }) => sum + (units.get(id) ?? 0n), 0n)
  return lines.flatMap(({ id, quantity }) => {
    if (quantity > left) return [id]
    left -= quantity
    return []
  })
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
