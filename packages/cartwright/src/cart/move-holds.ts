import { type Rights, releaseClaim } from '../claims/claim-rows.ts'
import { type HoldChange, type Step, type StockChange, stockSteps } from '../claims/stock-holds.ts'
import type { Context } from '../context.ts'
import type { NewEvent } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { type Lapsed, recordExpired } from '../events/record-expired.ts'
import type { Statement } from '../storage/statement.ts'
import { unitsOf } from './held-units.ts'
import type { StoredLine } from './stored-cart.ts'

/** Lines before and after a change of whole carts. */
export interface MovedLines {
  readonly before: readonly StoredLine[]
  readonly after: readonly StoredLine[]
  /** Lines of `before` that hold nothing any more. */
  readonly released: readonly StoredLine[]
  /** Claims on single pieces that have run out and are taken anew by the same batch; none by default. */
  readonly retaken?: readonly Lapsed[]
}

/** The statements that let holds follow their lines: `steps` to be put in the order of products, `afterwards` behind them. */
export interface MovedHolds {
  readonly steps: readonly Step[]
  readonly afterwards: readonly Statement[]
  /** For the cart. */
  readonly events: readonly NewEvent[]
}

/**
 * Lets holds follow lines that were joined or taken apart. A claim names its line and stays as it is, unless the line holds nothing any more; units of
 * counted goods go along with the quantity of their line. A usual merge of unique goods needs no statement here.
 */
export function moveHolds(
  context: Context,
  { before, after, released, retaken = [] }: MovedLines,
  rights: Rights | null,
  now: bigint,
): MovedHolds {
  const held = released.flatMap(({ kind, product, id, heldUntil, snapshot }) =>
    kind !== 'item' || heldUntil === null ? [] : [{ product, holder: id, expiresAt: heldUntil, unique: snapshot.stock === 'unique' }],
  )
  const stock = stockSteps(stockChanges(before, after, rights, now), rights, now)
  const claims = held
    .filter(({ unique }) => unique)
    .flatMap(({ product, holder }) => releaseClaim(product, holder, now).map((statement): Step => [product, statement]))
  const over = held.filter(({ expiresAt }) => expiresAt <= now)
  return {
    steps: [...claims, ...stock.steps],
    afterwards: recordExpired(context, [...over, ...stock.lapsed, ...retaken], now),
    events: held
      .filter(({ expiresAt }) => expiresAt > now)
      .map(({ product, holder }) => eventOf(context, 'claim.released', { product, line: holder }, now)),
  }
}

/** Units that lines have set aside, for as long as it is live: what the buyer may have beside what is free. */
export function ownUnits(lines: readonly StoredLine[], now: bigint): ReadonlyMap<string, bigint> {
  const units = new Map<string, bigint>()
  for (const line of lines) {
    const own = line.heldUntil !== null && line.heldUntil > now ? unitsOf(line, null, now) : null
    if (own !== null) units.set(line.product, (units.get(line.product) ?? 0n) + own.quantity)
  }
  return units
}

function stockChanges(before: readonly StoredLine[], after: readonly StoredLine[], rights: Rights | null, now: bigint): StockChange[] {
  const rows = new Map(after.filter((line) => !line.saved).map((line) => [line.id, line]))
  const known = new Map(before.map((line) => [line.id, line]))
  const changes = [
    ...before.flatMap((line) => changeOf(line, rows.get(line.id), rights, now)),
    ...[...rows.values()].filter((row) => !known.has(row.id)).flatMap((row) => changeOf(undefined, row, rights, now)),
  ]
  const byProduct = Map.groupBy(changes, ({ product }) => product)
  return [...byProduct].map(([product, holds]) => ({ product, holds }))
}

function changeOf(
  line: StoredLine | undefined,
  row: StoredLine | undefined,
  rights: Rights | null,
  now: bigint,
): (HoldChange & { product: string })[] {
  const { product, id: holder } = line ?? row ?? { product: '', id: '' }
  if (line !== undefined && row !== undefined && row.quantity === line.quantity && row.heldUntil === line.heldUntil) return []
  const from = line === undefined ? null : unitsOf(line, rights, now)
  const units = row === undefined ? null : unitsOf(row, null, now)
  const to = units === null || row === undefined ? null : { ...units, until: row.heldUntil }
  return from === null && to === null ? [] : [{ product, holder, from, to }]
}
