import { type Product, productKey } from '../catalog/product.ts'
import { type Taker, takeClaims, takeInTurn } from '../claims/claim-rows.ts'
import type { InTurn } from '../claims/read-queues.ts'
import { useRight } from '../claims/right-rows.ts'
import { inOrder, type Step } from '../claims/stock-holds.ts'
import { stockRule } from '../claims/stock-policy.ts'
import type { Context } from '../context.ts'
import { type NewEvent, recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { Statement } from '../storage/statement.ts'
import { addCounted, addUnique, makeRests, type NewLine } from './cart-rows.ts'
import { type Bound, limitStatement, type Written } from './limits.ts'
import { optionsOf } from './line-options.ts'
import type { Reserved } from './reserve-lines.ts'
import { isSameLine, makesWay, type StoredLine } from './stored-cart.ts'

/** One line to be added, as decided. */
export interface Wanted {
  readonly key: string
  readonly product: Product
  readonly line: NewLine
  readonly unique: boolean
  /** Takes the claim on a unique product; false in soft shops, and for a right the buyer has already. */
  readonly claims: boolean
  /** Others waited for the product, and it is the buyer's turn, or nobody's any more; null where nobody did. */
  readonly turn: InTurn | null
  /** For goods that are no single piece: most steps of it in the cart. */
  readonly bound: Bound | null
}

/** Where the lines go. */
export interface Adding {
  readonly cart: string
  /** All open carts of the buyer, this one among them. */
  readonly carts: readonly string[]
  readonly owner: string
  /** Whether the cart was there before. */
  readonly exists: boolean
  /** Until when pieces are held. */
  readonly until: bigint
  readonly now: bigint
  /** The cart's lines, where they are known. */
  readonly there: readonly StoredLine[] | null
}

/** The writes of the batch and what must come of them: one statement each for claims, single pieces, counted lines, events and limits. */
export function lineStatements(
  context: Context,
  { cart, carts, owner, exists, until, now, there }: Adding,
  wanted: readonly Wanted[],
  reserved: Reserved,
): Statement[] {
  const claiming = wanted.filter((want) => want.claims)
  const lines = wanted.map((want) => want.line)
  const unique = wanted.filter((want) => want.unique).map((want) => want.line)
  const counted = wanted.filter((want) => !want.unique && !reserves(context, want.product)).map((want) => want.line)
  const known = there ?? []
  const [aside, beside] = [
    counted.filter((line) => known.some((one) => one.saved && isSameLine(one, line))),
    counted.filter((line) => known.some((one) => makesWay(one, known) && isSameLine(one, line))),
  ]
  const holders = new Map(wanted.filter((want) => reserves(context, want.product)).map((want, place) => [want, reserved.holders[place]]))
  const bounds = new Map(wanted.flatMap(({ key, bound }) => (bound === null ? [] : [[key, bound] as const])))
  const written: Written = { cart, bounds: [...bounds.values()], lines, set: false, holds: claiming.length, carts }
  const claims = claiming.map((want) => ({ product: want.key, holder: want.line.id, owner, turn: want.turn }))
  const { limits, holds } = context.options
  // One line that is the first of its cart, and within its own bounds, is within all others.
  const within =
    !exists && carts.length === 1 && lines.length <= Math.min(limits.maxLines, holds.limit) && bounds.size === lines.length - unique.length
  return [
    ...claimSteps(context, claims, [...reserved.plan.steps, ...rightSteps(lines)], now, until),
    ...(unique.length === 0 ? [] : [addUnique(cart, unique, now).expect(BigInt(unique.length)).orReread()]),
    ...reserved.lines,
    ...(counted.length === 0
      ? []
      : [
          ...(beside.length === 0 ? [] : [makeRests(cart, beside)]),
          // What is saved shows only here where the cart was not read: then it is, and the add decided anew.
          addCounted(cart, counted, now, aside.length > 0)
            .expect(BigInt(counted.length))
            .orReread(),
        ]),
    recordCartEvents(
      cart,
      wanted.flatMap((want) => eventsOf(context, want, want.claims ? want.line.id : (holders.get(want) ?? null), now)),
      now,
    ),
    ...(within && limits.maxPerSeller === null ? [] : [limitStatement(context, written, now)]),
  ]
}

/** What is told of a line that was added, and of what it holds (`holder`: null for nothing). */
export function eventsOf(context: Context, { key, line }: Pick<Wanted, 'key' | 'line'>, holder: string | null, now: bigint): NewEvent[] {
  const held = holder === null ? [] : [eventOf(context, 'claim.held', { product: key, line: holder }, now)]
  const fact = { product: key, options: optionsOf(line.options), scale: line.scale, added: line.quantity.toString() }
  return [...held, { ...eventOf(context, 'cart.item_added', fact, now), line: { product: key, options: line.options } }]
}

/** Whether an add sets units of this product aside. */
export const reserves = (context: Context, product: Product): boolean =>
  product.stock === 'counted' && stockRule(context, productKey(product)).reserve === 'add'

/** What was won, or reserved by a seller, is put into a cart: it must be the buyer's still, until the same moment. */
export const rightSteps = (lines: readonly Pick<NewLine, 'id' | 'product' | 'kind' | 'heldUntil'>[]): Step[] =>
  lines
    .filter(({ kind }) => kind === 'auction_win')
    .map(({ id, product, heldUntil }): Step => [product, useRight(product, id, heldUntil).orReread()])

/** A claim that is to be taken, and how. */
export type Claiming = Taker & { readonly turn: InTurn | null }

/** Claims in one statement; beside other steps one each, so that all are taken in the order of products, and after what is given back of the same one. */
export function claimSteps(context: Context, claims: readonly Claiming[], steps: readonly Step[], now: bigint, until: bigint): Statement[] {
  const { holds } = context.options
  if (claims.length === 0) return inOrder(steps)
  if (steps.length === 0 && claims.every(({ turn }) => turn === null))
    return [takeClaims(claims, now, until, holds).expect(BigInt(claims.length)).orReread()]
  return inOrder([...steps, ...claims.flatMap((claim) => takeOne(claim).map((statement): Step => [claim.product, statement]))])

  function takeOne({ turn, ...taker }: Claiming): Statement[] {
    if (turn === null) return [takeClaims([taker], now, until, holds).expect(1n).orReread()]
    return takeInTurn(turn.seen, { taker, attempt: null, until }, turn.leaving, now, holds)
  }
}
