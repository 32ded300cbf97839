import { decimal, productKey, type Shop, ShopError } from 'cartwright'
import { isoTime } from 'cartwright/http'
import { findItems } from '../catalogue/find-items.ts'
import { type Item, pagePath, picturePath } from '../catalogue/item.ts'
import type { Locale } from '../i18n/locale.ts'
import type { LotJson, ProductSummaryJson, WinJson } from '../views/types.ts'
import { type Lot, lotById, lotsOfProduct, lotsWonBy, readLot, runningLots } from './lot-rows.ts'

/** A lot with the thing it is about. */
export interface ShownLot {
  readonly lot: Lot
  readonly item: Item
}

/** The smallest step up, in bani. */
const BID_STEP = 500n

/** The auctions that run, the next to end first. */
export async function listLots(shop: Shop): Promise<ShownLot[]> {
  const [rows = []] = await shop.context.db.read(runningLots(shop.context.clock()))
  return withItems(shop, rows.map(readLot))
}

/** One auction, running or over. Refuses with `not_found`. */
export async function findLot(shop: Shop, id: string): Promise<ShownLot> {
  const [rows = []] = await shop.context.db.read(lotById(id))
  const [shown] = await withItems(shop, rows.map(readLot))
  if (shown === undefined) throw new ShopError('not_found')
  return shown
}

/** The auction of a thing; null when it has none. */
export async function lotOf(shop: Shop, item: Item): Promise<Lot | null> {
  const [rows = []] = await shop.context.db.read(lotsOfProduct(productKey(item)))
  return rows[0] === undefined ? null : readLot(rows[0])
}

/** What somebody has won, each with what became of it. */
export async function winsOf(shop: Shop, user: { readonly id: string }, locale: Locale): Promise<WinJson[]> {
  const [rows = []] = await shop.context.db.read(lotsWonBy(user.id))
  const shown = await withItems(shop, rows.map(readLot))
  const rights = await shop.availability(
    shown.map(({ item }) => item),
    { userId: user.id },
  )
  return shown.map(({ lot, item }) => ({
    id: lot.id,
    product: summaryOf(item, locale),
    price: decimal(lot.price, lot.currency),
    currency: lot.currency,
    pay_by: isoTime(lot.win?.payBy ?? lot.endsAt),
    state: winState(rights.get(productKey(item))?.state),
  }))
}

/** The right is gone once somebody else may buy the thing. */
function winState(right: string | undefined): string {
  if (right === 'sold') return 'paid'
  return right === 'available' ? 'lapsed' : 'unpaid'
}

async function withItems(shop: Shop, lots: readonly Lot[]): Promise<ShownLot[]> {
  const items = new Map(
    (
      await findItems(
        shop,
        lots.map(({ product }) => productKey(product)),
      )
    ).map((item) => [productKey(item), item]),
  )
  return lots.flatMap((lot) => {
    const item = items.get(productKey(lot.product))
    return item === undefined ? [] : [{ lot, item }]
  })
}

/** The lot as the HTTP contract writes it. */
export function lotJson(
  { lot, item }: ShownLot,
  asks: { readonly now: bigint; readonly locale: Locale; readonly userId: string | null },
): LotJson {
  const amount = (minor: bigint): string => decimal(minor, lot.currency)
  return {
    id: lot.id,
    product: summaryOf(item, asks.locale),
    currency: lot.currency,
    price: amount(lot.price),
    bids: lot.bids,
    reserve_met: lot.reserve === null || (lot.bids > 0 && lot.price >= lot.reserve),
    next_minimum: amount(lot.bids === 0 ? lot.startPrice : lot.price + BID_STEP),
    ends_at: isoTime(lot.endsAt),
    state: stateOf(lot, asks.now),
    ...(lot.win !== null && lot.win.winner === asks.userId && { leading: true }),
  }
}

function stateOf({ win, endsAt, bids }: Lot, now: bigint): LotJson['state'] {
  if (win !== null) return 'won'
  if (endsAt > now) return 'live'
  return bids === 0 ? 'unsold' : 'closed'
}

const summaryOf = (item: Item, locale: Locale): ProductSummaryJson => ({
  type: item.type,
  id: item.id,
  name: item.name[locale],
  url: pagePath(item),
  image: picturePath(item),
  seller: item.seller,
})
