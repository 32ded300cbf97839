import { lapsedClaims } from '../cart/lapsed-claims.ts'
import type { Product } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { type Claim, isLive } from '../claims/claim.ts'
import { claimsOn, readClaim, takeForPayment, takeInTurn } from '../claims/claim-rows.ts'
import { awaited, type Place, turnOf } from '../claims/queue.ts'
import { placesOn, readPlaces } from '../claims/queue-rows.ts'
import type { Step } from '../claims/stock-holds.ts'
import type { Context } from '../context.ts'
import type { Lapsed } from '../events/record-expired.ts'
import { uniqueThings } from '../refunds/undo-sale.ts'
import type { Rows, Statement } from '../storage/statement.ts'
import { soldStock } from './payment-stock.ts'
import { isOurs, type Settling } from './settling.ts'

/** What of an order can be sold when its money comes, which may be long after its payment window had lapsed. */
export interface StillThere {
  /** Lines whose claims the payment has. */
  readonly ours: Rows
  /** All lines that can be sold: those, and what nobody took meanwhile. */
  readonly sold: Rows
  /** Lines that somebody else has by now. */
  readonly gone: Rows
  /** Counted units, and the claims that are taken again. */
  readonly plan: { readonly steps: readonly Step[]; readonly lapsed: readonly Lapsed[] }
}

/**
 * What the payment has still, what it takes again because nobody else did (free, lapsed, in its buyer's own turn), and what is gone. A right that an
 * auction or a seller gave to somebody else is gone, lapsed or not: what follows from it is not for a cart to cut short. So is what is to be taken again
 * and is by now, in the catalogue's words, sold elsewhere, not there or for auctions only. Refuses with `plugin_failed` while the catalogue cannot be asked.
 */
export async function stillThere(context: Context, settling: Settling, now: bigint): Promise<StillThere> {
  const { id, lines } = settling
  const stock = await soldStock(context, lines, id, now)
  const things = uniqueThings(lines)
  const products = things.map(({ product }) => product)
  const [claimRows = []] = products.length === 0 ? [] : await context.db.read(claimsOn(products))
  const own = new Set(claimRows.filter((claim) => isOurs(claim, id)).map((claim) => String(claim.product)))
  const claims = new Map(claimRows.map((claim) => [String(claim.product), readClaim(claim)]))
  const waited = awaited(
    claims,
    products.filter((product) => !own.has(product)),
    now,
  )
  const [placeRows = []] = waited.length === 0 ? [] : await context.db.read(placesOn(waited))
  const places = readPlaces(placeRows)
  const lost = things.filter(({ product }) => !own.has(product))
  const catalogue =
    lost.length === 0
      ? new Map<string, Product>()
      : await readProducts(
          context,
          lost.map(({ product }) => product),
        )
  const again = new Map(
    lost.map(({ product, line }) => [
      line,
      isForSale(catalogue.get(product))
        ? takeAgain(context, settling, { product, line }, claims.get(product), places.get(product) ?? [], now)
        : null,
    ]),
  )
  const gone = new Set([...stock.gone, ...[...again].flatMap(([line, steps]) => (steps === null ? [line] : []))])
  const taken = lost.filter(({ line }) => !gone.has(line))
  const steps = taken.flatMap(({ product, line }) => (again.get(line) ?? []).map((statement): Step => [product, statement]))
  const over = lapsedClaims(
    claims,
    taken.map(({ product }) => product),
    now,
  )
  const isOwn = new Set(things.filter(({ product }) => own.has(product)).map(({ line }) => line))
  return {
    ours: lines.filter((line) => isOwn.has(String(line.line_id))),
    sold: lines.filter((line) => !gone.has(String(line.line_id))),
    gone: lines.filter((line) => gone.has(String(line.line_id))),
    plan: { steps: [...stock.plan.steps, ...steps], lapsed: [...stock.plan.lapsed, ...over] },
  }
}

const isForSale = (product: Product | undefined): boolean => product !== undefined && product.sold !== true && product.auctionOnly !== true

/** The statements that sell a thing whose claim the payment has lost; null when somebody else has a right to it. */
function takeAgain(
  { options }: Context,
  { id, owner }: Settling,
  { product, line }: { readonly product: string; readonly line: string },
  claim: Claim | undefined,
  places: readonly Place[],
  now: bigint,
): Statement[] | null {
  const taker = { product, holder: line, owner }
  if (claim === undefined) return [takeForPayment(taker, id, now, null).orReread()]
  if (isLive(claim, now) || (claim.state !== 'free' && claim.source !== 'cart')) return null
  if (claim.waiters === 0n) return [takeForPayment(taker, id, now, null).orReread()]
  const turn = turnOf(claim, places, owner, now, options.holds.turn)
  return turn.state === 'others' ? null : takeInTurn(claim, { taker, attempt: id, until: null }, turn.leaving, now, options.holds)
}
