import type { Snapshot } from '../cart/stored-cart.ts'
import { payingToHeld, payingToSold, releaseStock, returnStock, sellReserved, unsell } from '../claims/claim-rows.ts'
import { consumeRedemption, returnRedemption, unredeem, unredeemForCustomer } from '../discounts/discount-rows.ts'
import type { FrozenQuote } from '../orders/frozen-quote.ts'
import type { Rows, Statement } from '../storage/statement.ts'

/** What happens to the things of an order. */
export type Fate = 'sold' | 'held' | 'free'

/**
 * The statements that carry out the fate of an order's things, in the order of product keys. `sold`: the payment came in. `held`: it failed, the
 * buyer keeps the holds of `until`, each to its own moment; the others were taken over. `free`: a sale is undone. Counted goods that were only
 * reserved go back by `held`, sold ones by `free`.
 */
export function moveThings(lines: Rows, attempt: string, fate: Fate, until: ReadonlyMap<string, bigint> = new Map()): Statement[] {
  const statements: [string, Statement][] = []
  const counted = new Map<string, bigint>()
  for (const line of lines) {
    const product = String(line.product)
    const { stock } = JSON.parse(String(line.snapshot)) as Snapshot
    const claim = stock === 'unique' ? moveClaim(product, attempt, fate, until.get(product)) : null
    if (claim !== null) statements.push([product, claim])
    if (stock === 'counted') counted.set(product, (counted.get(product) ?? 0n) + BigInt(String(line.quantity)))
  }
  for (const [product, quantity] of counted) {
    const move = { sold: sellReserved, held: releaseStock, free: returnStock }[fate]
    statements.push([product, move(product, quantity).orReread()])
  }
  return statements.sort(([left], [right]) => (left < right ? -1 : 1)).map(([, statement]) => statement)
}

function moveClaim(product: string, attempt: string, fate: Fate, until: bigint | undefined): Statement | null {
  if (fate === 'free') return unsell(product, attempt)
  if (fate === 'sold') return payingToSold(product, attempt).orReread()
  return until === undefined ? null : payingToHeld(product, attempt, until).orReread()
}

/** Redemptions that were reserved are consumed, in the order of codes. */
export const consumeDiscounts = (quote: FrozenQuote, attempt: string): Statement[] =>
  codesOf(quote).map((code) => consumeRedemption(code, attempt).orReread())

/** Uses are given back, exactly once: the redemption's own state is the guard. */
export const returnDiscounts = (quote: FrozenQuote, attempt: string): Statement[] =>
  codesOf(quote).flatMap((code) => [
    returnRedemption(code, attempt).orReread(),
    unredeem(code).orReread(),
    unredeemForCustomer(code, quote.customer).orReread(),
  ])

const codesOf = (quote: FrozenQuote): string[] => quote.discounts.map(({ code }) => code).sort()
