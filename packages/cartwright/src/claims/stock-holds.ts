import { ShopError } from '../errors.ts'
import type { Statement } from '../storage/statement.ts'
import type { Rights } from './claim-rows.ts'
import { changeHold, closeHold, closeLapsed, growHold, type Lapsed, moveStock, openHold, type StockMove, type Units } from './stock-rows.ts'

/** What becomes of the units that one holder has set aside. */
export interface HoldChange {
  readonly holder: string
  /** As it was read; null where there is none. */
  readonly from: Pick<Units, 'quantity' | 'attempt'> | null
  /** Null: the units go back. */
  readonly to: Units | null
  /** The hold is live and gets more: the statement makes the sum, so adds at the same time all survive. */
  readonly grows?: boolean
}

/** What happens to the units of one product in a batch. */
export interface StockChange {
  readonly product: string
  readonly holds: readonly HoldChange[]
  /** Steps sold by this batch, out of what these holds had and what is free; negative when a sale is undone. */
  readonly sold?: bigint
  /** Steps that come in, or go without a sale. */
  readonly added?: bigint
}

/** A statement, and the product whose place it has in the order of locks. */
export type Step = readonly [product: string, statement: Statement]

/** What a batch does to stock, and which lapsed holds it takes back. */
export interface StockPlan {
  readonly steps: readonly Step[]
  readonly lapsed: readonly { readonly product: string; readonly holder: string; readonly expiresAt: bigint }[]
}

/** Puts steps in the order in which every batch takes claims and counters: by product, by code unit. Steps of one product stay as they are. */
export const inOrder = (steps: readonly Step[]): Statement[] =>
  [...steps].sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0)).map(([, statement]) => statement)

/**
 * The guarded statements that carry out changes of stock: per product the counter first, then its holds. Where the units that are free do not
 * do, all lapsed holds of others are taken back in the same batch, so that nothing waits for a sweeper.
 * Without `rights` nobody has looked: a counter that has not enough means reread. With them, too few units are the refusal `insufficient_stock`.
 */
export function stockSteps(changes: readonly StockChange[], rights: Rights | null, now: bigint): StockPlan {
  const plans = changes.map((change) => planOf(change, rights, now))
  return { steps: plans.flatMap(({ steps }) => steps), lapsed: plans.flatMap(({ lapsed }) => lapsed) }
}

function planOf({ product, holds, sold = 0n, added = 0n }: StockChange, rights: Rights | null, now: bigint): StockPlan {
  const reserved = sum(holds.map(({ to }) => to?.quantity ?? 0n)) - sum(holds.map(({ from }) => from?.quantity ?? 0n))
  const lapsed = takenBack(product, holds, reserved + sold - added, rights)
  const move: StockMove = { onHand: added - sold, sold, reserved: reserved - sum(lapsed.map(({ quantity }) => quantity)) }
  const moves = move.reserved !== 0n || sold !== 0n || added !== 0n
  const statements = [
    ...(moves ? [moveStock(product, move)] : []),
    ...holds.flatMap((hold) => holdStatement(product, hold)),
    ...(lapsed.length === 0 ? [] : [closeLapsed(product, lapsed, now).expect(BigInt(lapsed.length))]),
  ]
  return {
    steps: statements.map((statement): Step => [product, statement.orReread()]),
    lapsed: lapsed.map(({ holder, expiresAt }) => ({ product, holder, expiresAt })),
  }
}

/** The lapsed holds of others that are needed; none where the free units do. */
function takenBack(product: string, holds: readonly HoldChange[], needed: bigint, rights: Rights | null): readonly Lapsed[] {
  if (rights === null || needed <= 0n) return []
  const own = new Set(holds.flatMap(({ holder, from }) => (from === null ? [] : [holder])))
  const all = rights.lapsed.get(product) ?? []
  const others = all.filter(({ holder }) => !own.has(holder))
  const free = (rights.available.get(product) ?? 0n) - sum(all.map(({ quantity }) => quantity))
  if (needed <= free) return []
  const available = free + sum(others.map(({ quantity }) => quantity))
  // What these holders have already is theirs: the most that they can have is told.
  const most = available + sum(holds.map(({ from }) => from?.quantity ?? 0n))
  if (needed > available) throw new ShopError('insufficient_stock', { product, available: most < 0n ? 0n : most })
  return others
}

function holdStatement(product: string, { holder, from, to, grows }: HoldChange): Statement[] {
  if (from === null) return to === null ? [] : [openHold(product, holder, to)]
  if (to === null) return [closeHold(product, holder, from)]
  if (grows === true && to.until !== null) return [growHold(product, holder, to.quantity - from.quantity, to.until)]
  return [changeHold(product, holder, from, to)]
}

const sum = (quantities: readonly bigint[]): bigint => quantities.reduce((total, quantity) => total + quantity, 0n)
