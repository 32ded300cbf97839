import type { Snapshot } from '../cart/stored-cart.ts'
import { payingToHeld, payingToSold, unsell } from '../claims/claim-rows.ts'
import { endSoldRight } from '../claims/right-rows.ts'
import { inOrder, type Step, type StockPlan, stockSteps } from '../claims/stock-holds.ts'
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

/** What happens to the things of an order. */
export type Fate = 'sold' | 'held' | 'free'

/**
 * The statements that carry out the fate of an order's things, in the order of product keys. `sold`: the payment came in. `held`: it failed, the
 * buyer keeps the holds of `until`, each to its own moment; the others were taken over. `free`: a sale is undone. `stock` is what becomes of
 * counted goods.
 */
export function moveThings(
  lines: Rows,
  attempt: string,
  fate: Fate,
  stock: Pick<StockPlan, 'steps'>,
  now: bigint,
  until: ReadonlyMap<string, bigint> = new Map(),
): Statement[] {
  const claims = uniqueThings(lines).flatMap(({ product, line }) =>
    moveClaim(product, line, attempt, fate, now, until.get(product)).map((claim): Step => [product, claim]),
  )
  return inOrder([...claims, ...stock.steps])
}

function moveClaim(product: string, line: string, attempt: string, fate: Fate, now: bigint, until: bigint | undefined): Statement[] {
  if (fate === 'free') return [...unsell(product, attempt, now), endSoldRight(product, line, now)]
  if (fate === 'sold') return [payingToSold(product, attempt).orReread()]
  return until === undefined ? [] : [payingToHeld(product, attempt, until).orReread()]
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
