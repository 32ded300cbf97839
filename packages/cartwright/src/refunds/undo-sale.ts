import { moveLot } from '../auctions/lot-rows.ts'
import { lotStateOf } from '../auctions/stale-win.ts'
import { readWin, type StoredWin } from '../auctions/win.ts'
import { lapseWin, liveWinsOn } from '../auctions/win-rows.ts'
import type { Snapshot } from '../cart/stored-cart.ts'
import { payingToHeld, payingToSold, unsell } from '../claims/claim-rows.ts'
import { endSoldRight, lapseSold } from '../claims/right-rows.ts'
import { inOrder, type Step, type StockPlan, stockSteps } from '../claims/stock-holds.ts'
import type { Context } from '../context.ts'
import { unredeemCampaign, unredeemCampaignFor } from '../discounts/campaign-rows.ts'
import { consumeRedemption, freeFirstOrder, returnRedemption, unredeem, unredeemForCustomer } from '../discounts/redemption-rows.ts'
import type { FrozenQuote } from '../orders/frozen-quote.ts'
import type { Rows, Statement } from '../storage/statement.ts'

/** The unique products of an order, with the lines they were bought by. */
export const uniqueThings = (lines: Rows): { readonly product: string; readonly line: string }[] =>
  lines
    .filter((line) => (JSON.parse(String(line.snapshot)) as Snapshot).stock === 'unique')
    .map((line) => ({ product: String(line.product), line: String(line.line_id) }))

export interface CountedLine {
  readonly id: string
  readonly product: string
  readonly quantity: bigint
}

/** The counted lines of an order, by product. */
export const countedLines = (lines: Rows): ReadonlyMap<string, readonly CountedLine[]> =>
  Map.groupBy(
    lines
      .filter((line) => (JSON.parse(String(line.snapshot)) as Snapshot).stock === 'counted')
      .map((line) => ({ id: String(line.line_id), product: String(line.product), quantity: BigInt(String(line.quantity)) })),
    ({ product }) => product,
  )

export const totalOf = (lines: readonly CountedLine[]): bigint => lines.reduce((sum, line) => sum + line.quantity, 0n)

/** What a payment makes of the things of an order. */
export type Fate = 'sold' | 'held'

/**
 * The statements that carry out the fate of an order's things, in the order of product keys. `sold`: the payment came in. `held`: it failed, the
 * buyer keeps the holds of `until`, each to its own moment; the others were taken over. `stock` is what becomes of counted goods.
 */
export function moveThings(
  lines: Rows,
  attempt: string,
  fate: Fate,
  stock: Pick<StockPlan, 'steps'>,
  until: ReadonlyMap<string, bigint> = new Map(),
): Statement[] {
  const claims = uniqueThings(lines).flatMap(({ product }) =>
    moveClaim(product, attempt, fate, until.get(product)).map((claim): Step => [product, claim]),
  )
  return inOrder([...claims, ...stock.steps])
}

function moveClaim(product: string, attempt: string, fate: Fate, until: bigint | undefined): Statement[] {
  if (fate === 'sold') return [payingToSold(product, attempt).orReread()]
  return until === undefined ? [] : [payingToHeld(product, attempt, until).orReread()]
}

/** The rights that things of an order were won by at an auction of the shop's, by product; there is nothing to ask for without unique things. */
export async function wonThings(context: Context, lines: Rows): Promise<ReadonlyMap<string, StoredWin>> {
  const things = new Map(uniqueThings(lines).map(({ product, line }) => [product, line]))
  if (things.size === 0) return new Map()
  const [rows = []] = await context.db.read(liveWinsOn([...things.keys()]))
  const won = rows.map(readWin).filter((win) => win.lot !== null && things.get(win.product) === win.id)
  return new Map(won.map((win) => [win.product, win]))
}

/**
 * A sale is undone, in the order of locks: what was sold is free again. What was won at an auction is not where the buyer himself gives it back: his right is
 * over at once, as one that was never paid, and the sweep hands it on. Where seller or staff undo it nothing is held against him, and the auction is unsold.
 */
export function undoThings(
  lines: Rows,
  attempt: string,
  won: ReadonlyMap<string, StoredWin>,
  { stock, byBuyer, now }: { readonly stock: Pick<StockPlan, 'steps'>; readonly byBuyer: boolean; readonly now: bigint },
): Statement[] {
  const lots = byBuyer
    ? []
    : [...won.values()].flatMap((win) => (win.lot === null ? [] : [moveLot(win.lot, lotStateOf(win), 'unsold').orReread()]))
  const claims = uniqueThings(lines).flatMap(({ product, line }) =>
    undoClaim(product, line, attempt, byBuyer ? won.get(product) : undefined, now).map((claim): Step => [product, claim]),
  )
  return [...lots, ...inOrder([...claims, ...stock.steps])]
}

function undoClaim(product: string, line: string, attempt: string, win: StoredWin | undefined, now: bigint): Statement[] {
  if (win === undefined) return [...unsell(product, attempt, now), endSoldRight(product, line, now)]
  return [lapseSold(product, line, attempt, win.price, now).orReread(), lapseWin(win, now).orReread()]
}

/** Redemptions that were reserved are consumed, in the order of codes. */
export const consumeDiscounts = (quote: FrozenQuote, attempt: string): Statement[] =>
  codesOf(quote).map((code) => consumeRedemption(code, attempt).orReread())

/** Uses are given back, exactly once: the redemption's own state is the guard. */
export function returnDiscounts(quote: FrozenQuote, attempt: string): Statement[] {
  const returned = codesOf(quote).flatMap((code) => [
    returnRedemption(code, attempt).orReread(),
    unredeem(code).orReread(),
    unredeemForCustomer(code, quote.customer).orReread(),
  ])
  const ofCampaigns = quote.campaigns.flatMap((campaign) => [
    unredeemCampaign(campaign).orReread(),
    unredeemCampaignFor(campaign, quote.customer).orReread(),
  ])
  return returned.length === 0 ? [] : [...returned, ...ofCampaigns, freeFirstOrder(quote.customer, attempt)]
}

/** What took nothing off was not used: see `discountStatements`. */
const codesOf = (quote: FrozenQuote): string[] => quote.discounts.flatMap(({ code, amount }) => (amount > 0n ? [code] : [])).sort()

/** A sale is undone: what was sold is on hand again. */
export const returnedStock = (order: Rows, now: bigint): StockPlan =>
  stockSteps(
    [...countedLines(order)].map(([product, some]) => ({ product, holds: [], sold: -totalOf(some) })),
    null,
    now,
  )
