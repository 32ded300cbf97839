import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { lapsedClaims } from '../cart/lapsed-claims.ts'
import { type Product, productKey } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { type FieldError, given, invalidInput } from '../check-input.ts'
import { lotHolder } from '../claims/claim.ts'
import { claimsOn, readClaim } from '../claims/claim-rows.ts'
import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import { recordExpired } from '../events/record-expired.ts'
import { checkSeller } from '../seller-user.ts'
import { firstOf } from '../storage/database.ts'
import { LARGEST_BID, type LotView, type NewLot, readLot, UNTIL_CLOSED, viewLot } from './lot.ts'
import { insertLot, lotById } from './lot-rows.ts'
import { endStale } from './stale-win.ts'
import { takeRight } from './take-right.ts'
import { readWin } from './win.ts'
import { liveWinOn } from './win-rows.ts'

/** Nobody may see who leads by having opened an auction. */
const NOBODY = { userId: null, staff: false, isSeller: () => false }

/**
 * Begins an auction of a unique thing that is sold by auction only (`auctionOnly`) and free: it takes the one claim on it, so there is never a second
 * auction nor another right while it runs. Refuses with `product_not_found`, `item_taken`, `item_sold`, `not_found` (a seller, of a thing not his own) and
 * `invalid_input`. What `by` opens is recorded.
 *
 * @example
 * const lot = await shop.auctions.open({ product: coat, startPrice: 5000n, reservePrice: 9000n, endsAt: now + minutes(7 * 24 * 60) })
 */
export function openLot(context: Context, sent: NewLot & { readonly by?: Actor }): Promise<LotView> {
  const { product: ref, by, ...rules } = given(sent, 'lot')
  const key = productKey(ref)
  const id = context.newId()
  return act(
    context,
    async () => {
      const [products, [claims = [], wins]] = await Promise.all([
        readProducts(context, [key]),
        context.db.read(claimsOn([key]), liveWinOn(key)),
      ])
      const product = products.get(key)
      if (product === undefined) throw new ShopError('product_not_found', { product: key })
      if (by !== undefined) checkSeller(context, product.seller?.id ?? '', by)
      const now = context.clock()
      const lot = checked(context, { ...rules, product: ref }, product, now)
      if (product.sold === true) throw new ShopError('item_sold', { product: key })
      const row = firstOf(claims)
      const old = firstOf(wins)
      const claim = row === null ? undefined : readClaim(row)
      const stale = endStale(context, old === null ? null : readWin(old), claim, now)
      const holder = lotHolder(id)
      const right = await takeRight(context, claim, { product: key, holder, owner: holder, source: 'auction' }, now, UNTIL_CLOSED)
      const answers = await context.db.batch(
        [
          ...stale.lot,
          insertLot({ ...lot, id, product: key, relists: 0n }, now).rows(),
          ...right,
          ...stale.win,
          ...stale.strike,
          ...stale.events,
          recordEvents(id, [eventOf(context, 'auction.opened', { lot: id, product: key }, now)], now),
          ...recordExpired(context, claim === undefined ? [] : lapsedClaims(new Map([[key, claim]]), [key], now), now),
          ...(by === undefined ? [] : [recordAct(id, context.newId(), { actor: by, act: 'auction.open', after: { product: key } }, now)]),
        ],
        { key: id, id: context.newId() },
      )
      return viewLot(readLot(answers.flat()[0] ?? {}), NOBODY, null, null, now)
    },
    async () => {
      const [[row] = []] = await context.db.read(lotById(id))
      return viewLot(readLot(row ?? {}), NOBODY, null, null, context.clock())
    },
  )
}

/** The auction as it will be stored, or what is wrong with it. */
function checked(context: Context, sent: NewLot, product: Product, now: bigint) {
  const { step, softClose } = context.options.auctions
  const lot = { step, softClose, startsAt: now, ...withoutGaps(sent) }
  const isBetween = (value: unknown, least: bigint): boolean => typeof value === 'bigint' && value >= least && value <= LARGEST_BID
  const reservePrice = lot.reservePrice ?? null
  const wrong: FieldError[] = [
    ...(product.stock === 'unique' && product.auctionOnly === true ? [] : [{ field: 'product', code: 'not_auctionable' }]),
    ...(isBetween(lot.startPrice, 0n) ? [] : [{ field: 'startPrice', code: 'invalid' }]),
    ...(reservePrice === null || isBetween(reservePrice, lot.startPrice) ? [] : [{ field: 'reservePrice', code: 'invalid' }]),
    ...(isBetween(lot.step, 1n) ? [] : [{ field: 'step', code: 'invalid' }]),
    ...(isBetween(lot.softClose, 0n) ? [] : [{ field: 'softClose', code: 'invalid' }]),
    ...(isBetween(lot.startsAt, 0n) ? [] : [{ field: 'startsAt', code: 'invalid' }]),
    ...(isBetween(lot.endsAt, now + 1n) && lot.endsAt > lot.startsAt ? [] : [{ field: 'endsAt', code: 'invalid' }]),
  ]
  if (wrong.length > 0) throw invalidInput(wrong)
  return {
    seller: product.seller?.id ?? '',
    currency: product.currency,
    startPrice: lot.startPrice,
    reservePrice,
    step: lot.step,
    softClose: lot.softClose,
    startsAt: lot.startsAt,
    endsAt: lot.endsAt,
    duration: lot.endsAt - lot.startsAt,
  }
}

/** What is there as undefined is left out, so that it takes the place of no default. */
const withoutGaps = (sent: NewLot): NewLot =>
  Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined)) as unknown as NewLot
