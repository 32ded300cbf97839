import { type Buyer, decimal, type LotView, productKey, type Shop, ShopError, type WinView } from 'cartwright'
import { type Call, isoTime } from 'cartwright/http'
import { itemMap } from '../catalogue/find-items.ts'
import { type Item, summaryOf } from '../catalogue/item.ts'
import type { Locale } from '../i18n/locale.ts'
import type { BidJson } from '../views/market-types.ts'
import type { LotJson, WinJson } from '../views/types.ts'

/** A lot with the thing it is about. */
export interface ShownLot {
  readonly lot: LotView
  readonly item: Item
}

/** The auctions that run, the next to end first, page by page. */
export async function listLots(
  shop: Shop,
  { buyer, locale }: Call,
  { limit = 100, cursor }: { readonly limit?: number | undefined; readonly cursor?: string | undefined },
): Promise<{ readonly items: readonly LotJson[]; readonly next: string | null }> {
  const { items, next } = await shop.auctions.list({ state: 'live', limit, ...(cursor !== undefined && { cursor }) }, buyer)
  const things = await itemsOf(shop, items)
  return {
    items: items.flatMap((lot) => {
      const item = things.get(productKey(lot.product))
      return item === undefined ? [] : [lotJson({ lot, item }, locale)]
    }),
    next,
  }
}

/** A lot with its thing. Refuses with `not_found`. */
export async function withItem(shop: Shop, lot: LotView): Promise<ShownLot> {
  const item = (await itemsOf(shop, [lot])).get(productKey(lot.product))
  if (item === undefined) throw new ShopError('not_found')
  return { lot, item }
}

/** The id of the latest auction of a thing; null when it has none. */
export async function latestLotOf(shop: Shop, item: Item): Promise<string | null> {
  const { items } = await shop.auctions.list({ product: item, limit: 1 })
  return items[0]?.id ?? null
}

/** What somebody has won, or was offered, each with what became of it; the newest first. */
export async function winsOf(shop: Shop, user: { readonly id: string }, locale: Locale): Promise<WinJson[]> {
  const wins = await shop.auctions.wins(user.id)
  const things = await itemsOf(shop, wins)
  return wins.flatMap((win) => {
    const item = things.get(productKey(win.product))
    return item === undefined ? [] : [winJson(win, item, locale)]
  })
}

/** One right as its owner sees it. Refuses with `not_found`. */
export async function shownWin(shop: Shop, win: WinView, locale: Locale): Promise<WinJson> {
  const item = (await itemsOf(shop, [win])).get(productKey(win.product))
  if (item === undefined) throw new ShopError('not_found')
  return winJson(win, item, locale)
}

/** The right somebody has by an auction he won; null where he has none. */
export async function winOf(shop: Shop, user: { readonly id: string }, { lot, item }: ShownLot, locale: Locale): Promise<WinJson | null> {
  const win = (await shop.auctions.wins(user.id)).find((one) => one.lot === lot.id)
  return win === undefined ? null : winJson(win, item, locale)
}

/** The right somebody has on a thing he won and has not paid yet; null where he has none. */
export async function openWinOf(shop: Shop, user: { readonly id: string }, item: Item, locale: Locale): Promise<WinJson | null> {
  const win = (await shop.auctions.wins(user.id)).find(({ product, state }) => state === 'won' && productKey(product) === productKey(item))
  return win === undefined ? null : winJson(win, item, locale)
}

/** The bids on an auction, the newest first, with the bidder's own maxima only: not even its seller is told those of others here. */
export async function bidsOn(shop: Shop, { lot }: ShownLot, buyer: Buyer): Promise<BidJson[]> {
  const bids = await shop.auctions.history(lot.id, buyer)
  return bids.toReversed().map(({ number, madeAt, bidder, most }) => {
    const own = bidder !== null && bidder === buyer.userId
    return { number, at: isoTime(madeAt), own, ...(own && most !== null && { most: decimal(most, lot.currency) }) }
  })
}

/** The auctions somebody bids in, and those of the latest hundred that are over; a hundred running ones are looked at, the next to end first. */
export async function lotsBidOn(
  shop: Shop,
  buyer: Buyer,
  locale: Locale,
): Promise<{ readonly running: readonly LotJson[]; readonly ended: readonly LotJson[] }> {
  const [running, latest] = await Promise.all([
    shop.auctions.list({ state: 'live', limit: MOST_LOTS }, buyer),
    shop.auctions.list({ limit: MOST_LOTS }, buyer),
  ])
  const lots = [...running.items, ...latest.items.filter(({ state }) => state !== 'live')].filter(({ yourMost }) => yourMost !== null)
  const things = await itemsOf(shop, lots)
  const shown = lots.flatMap((lot) => {
    const item = things.get(productKey(lot.product))
    return item === undefined ? [] : [lotJson({ lot, item }, locale)]
  })
  return { running: shown.filter(({ state }) => state === 'live'), ended: shown.filter(({ state }) => state !== 'live') }
}

const MOST_LOTS = 100

/** The latest auction of each thing that somebody sells, by the thing's key; of his last hundred auctions. */
export async function lotsOf(shop: Shop, seller: string): Promise<ReadonlyMap<string, Pick<LotView, 'id' | 'state'>>> {
  const { items } = await shop.auctions.list({ seller, limit: MOST_LOTS })
  return new Map(items.toReversed().map((lot) => [productKey(lot.product), lot]))
}

const itemsOf = (shop: Shop, about: readonly (LotView | WinView)[]): Promise<ReadonlyMap<string, Item>> =>
  itemMap(
    shop,
    about.map(({ product }) => productKey(product)),
  )

const winJson = (win: WinView, item: Item, locale: Locale): WinJson => ({
  id: win.id,
  product: summaryOf(item, locale),
  price: decimal(win.price, win.currency),
  currency: win.currency,
  pay_by: isoTime(win.payBy),
  state: win.state === 'won' ? 'unpaid' : win.state,
})

/** The lot as the HTTP contract writes it; what the one who asks has bid is there only where he has. */
export function lotJson({ lot, item }: ShownLot, locale: Locale): LotJson {
  const amount = (minor: bigint): string => decimal(minor, lot.currency)
  return {
    id: lot.id,
    product: summaryOf(item, locale),
    currency: lot.currency,
    price: amount(lot.price),
    bids: lot.bids,
    reserve_met: lot.reserveMet,
    next_minimum: amount(lot.nextMinimum),
    ends_at: isoTime(lot.endsAt),
    state: lot.state,
    ...(lot.yourMost !== null && { your_bid: amount(lot.yourMost), leading: lot.leading }),
  }
}
