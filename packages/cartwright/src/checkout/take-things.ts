import { hasLapsed, unitsOf } from '../cart/held-units.ts'
import { lapsedClaims } from '../cart/lapsed-claims.ts'
import type { StoredCart, StoredLine } from '../cart/stored-cart.ts'
import type { CartFacts } from '../cart/view-cart.ts'
import type { Amount } from '../catalog/inventory.ts'
import type { Product } from '../catalog/product.ts'
import { isLive } from '../claims/claim.ts'
import {
  explainClaim,
  holdToPaying,
  holdToSold,
  type Rights,
  readRights,
  rightsOn,
  takeForPayment,
  takeInTurn,
} from '../claims/claim-rows.ts'
import { judgeTake } from '../claims/read-queues.ts'
import { inOrder, type Step, type StockChange, stockSteps } from '../claims/stock-holds.ts'
import { stockRule } from '../claims/stock-policy.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordExpired } from '../events/record-expired.ts'
import type { Statement } from '../storage/statement.ts'

/** What a sale takes from the shop: uses of discounts, claims, stock. An order takes them, and so does a cart that is closed without one. */
export interface Taking {
  readonly stored: StoredCart
  readonly facts: CartFacts
  /** The lines that are sold. */
  readonly lines: readonly { readonly id: string; readonly product: string }[]
  readonly discounts: readonly { readonly code: string; readonly amount: bigint }[]
  readonly owner: string
  readonly customer: string
  readonly attempt: string
  readonly pending: boolean
  readonly now: bigint
}

/**
 * The guarded statements that take the things of a sale, in the order of keys (by code unit): carts that share products meet them in the same
 * order. Counted units are sold, or set aside for a payment as the shop's rule says: what the line holds already is used first. Stock is looked
 * up only where a hold has lapsed or an earlier round (`round`, from 0) found too little: the statements are the check. Then what is told of rights
 * that had run out before. Refuses with `insufficient_stock`.
 */
export async function productStatements(context: Context, taking: Taking, round: number): Promise<Statement[]> {
  const { facts, stored, now } = taking
  const lines = new Map(stored.lines.map((line) => [line.id, line]))
  const bought = taking.lines.flatMap(({ id }) => lines.get(id) ?? [])
  const stockOf = (line: StoredLine): string => facts.products.get(line.product)?.stock ?? line.snapshot.stock
  const unique = bought.filter((line) => stockOf(line) === 'unique')
  const counted = Map.groupBy(
    bought.filter((line) => stockOf(line) === 'counted'),
    (line) => line.product,
  )
  const rights = await rightsFor(context, taking, counted, round)
  const changes = [...counted].map(([product, some]) => takeUnits(context, taking, product, some, rights))
  const stock = stockSteps(changes, rights, now)
  const lapsed = lapsedClaims(
    facts.claims,
    unique.map(({ product }) => product),
    now,
  )
  return [
    ...inOrder([
      ...unique.flatMap((line) => claimStatements(context, taking, line).map((one): Step => [line.product, one])),
      ...stock.steps,
    ]),
    ...recordExpired(context, [...lapsed, ...stock.lapsed], now),
  ]
}

/** What a sale takes of each product, for an inventory of the app's own. */
export function amountsOf(
  facts: CartFacts,
  lines: readonly { readonly product: string; readonly quantity: bigint }[],
): readonly Amount<Product>[] {
  return [...Map.groupBy(lines, (line) => line.product)].flatMap(([key, some]) => {
    const product = facts.products.get(key)
    return product === undefined ? [] : [{ product, quantity: some.reduce((sum, line) => sum + line.quantity, 0n) }]
  })
}

type Counted = ReadonlyMap<string, readonly StoredLine[]>

async function rightsFor(context: Context, { pending, now }: Taking, counted: Counted, round: number): Promise<Rights | null> {
  const unsure = [...counted].some(
    ([product, lines]) => lines.some((line) => hasLapsed(line, now)) || (pending && stockRule(context, product).reserve === 'never'),
  )
  if (counted.size === 0 || (round === 0 && !unsure)) return null
  const [rows = []] = await context.db.read(rightsOn([...counted.keys()], now))
  return readRights(rows)
}

function takeUnits(
  context: Context,
  { attempt, pending, now }: Taking,
  product: string,
  lines: readonly StoredLine[],
  rights: Rights | null,
): StockChange {
  const wanted = lines.reduce((sum, line) => sum + line.quantity, 0n)
  const held = lines.map((line) => ({ line, from: unitsOf(line, rights, now) }))
  if (!pending) return { product, holds: held.map(({ line, from }) => ({ holder: line.id, from, to: null })), sold: wanted }
  const waits = stockRule(context, product).reserve === 'never'
  const available = rights?.available.get(product) ?? 0n
  // Nothing is set aside, so this holds nobody off: it spares the buyer a payment that would be refunded.
  if (waits && rights !== null && held.every(({ from }) => from === null) && wanted > available)
    throw new ShopError('insufficient_stock', { product, available })
  return {
    product,
    holds: held.map(({ line, from }) => ({
      holder: line.id,
      from,
      to: waits && from === null ? null : { quantity: line.quantity, attempt, until: null },
    })),
  }
}

function claimStatements(context: Context, { facts, owner, attempt, pending, now }: Taking, line: StoredLine): Statement[] {
  const claim = facts.claims.get(line.product)
  const until = now + context.options.paymentDeadline
  if (claim !== undefined && isLive(claim, now) && claim.holder === line.id) {
    return [
      (pending ? holdToPaying(line.product, line.id, attempt, now, until) : holdToSold(line.product, line.id, attempt, now)).orReread(),
    ]
  }
  const taker = { product: line.product, holder: line.id, owner }
  const { holds } = context.options
  const turn = judgeTake(context, { claim, places: facts.queues.get(line.product) ?? [], owner, holds: false }, now)
  if (turn !== null) return takeInTurn(turn.seen, { taker, attempt, until: pending ? until : null }, turn.leaving, now, holds)
  return [takeForPayment(taker, attempt, now, pending ? until : null).orRefuse('item_taken', explainClaim(line.product, holds.turn))]
}
