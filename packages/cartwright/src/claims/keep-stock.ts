import { act } from '../act.ts'
import { type ProductRef, productKey } from '../catalog/product.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { recordExpired } from '../events/record-expired.ts'
import { firstOf } from '../storage/database.ts'
import type { Row, Statement } from '../storage/statement.ts'
import { type Rights, readRights, rightsOn } from './claim-rows.ts'
import { inOrder, type StockChange, stockSteps } from './stock-holds.ts'
import { findHold, findStock, setStock } from './stock-rows.ts'

/** A counter of stock. All in steps of the product's scale. */
export interface Stock {
  /** What is there and not sold, with what is set aside. */
  readonly onHand: bigint
  /** Set aside for carts, payments and the app's own holders; what has lapsed is not. */
  readonly reserved: bigint
  readonly sold: bigint
  /** What can still be set aside or sold: `onHand - reserved`. */
  readonly available: bigint
}

/** For whom the app sets units aside, and until when. */
export interface Reservation {
  /** Any text of the app's; one holder has one reservation of a product. */
  readonly holder: string
  /** Milliseconds, half-open: at this moment the units are free again, whether or not anything sweeps. */
  readonly until: bigint
}

/** A holder of the app's own, beside lines, which hold under their ids. */
const holderOf = (holder: string): string => `app:${holder}`

/** Reads the counter of a counted product; null where it has none. One statement. */
export async function readStock(context: Context, product: ProductRef): Promise<Stock | null> {
  const key = productKey(product)
  const now = context.clock()
  const [counters, rights = []] = await context.db.read(findStock(key), rightsOn([key], now))
  return stockOf(
    firstOf(counters),
    readRights(rights)
      .lapsed.get(key)
      ?.reduce((sum, { quantity }) => sum + quantity, 0n) ?? 0n,
  )
}

function stockOf(row: Row | null, lapsed: bigint): Stock | null {
  if (row === null) return null
  const [onHand, reserved, sold] = [row.on_hand, row.reserved, row.sold].map((value) => BigInt(String(value)))
  if (onHand === undefined || reserved === undefined || sold === undefined) return null
  return { onHand, reserved: reserved - lapsed, sold, available: onHand - reserved + lapsed }
}

/** What one change of a product's stock comes to, decided on what was read. */
interface Decided {
  readonly change: Omit<StockChange, 'product'>
  /** One more statement on the counter, after the change. */
  readonly also?: Statement
}

interface Read {
  readonly stock: Stock | null
  readonly rights: Rights
  readonly hold: Row | null
  readonly now: bigint
}

/** The frame of all that an app does to a counter: read, decide, one batch; answers the counter afterwards. Null: there is nothing to do. */
function changeStock(context: Context, product: ProductRef, holder: string, decide: (about: Read) => Decided | null): Promise<Stock> {
  const key = productKey(product)
  const answer = async (): Promise<Stock> => (await readStock(context, product)) ?? { onHand: 0n, reserved: 0n, sold: 0n, available: 0n }
  return act(
    context,
    async () => {
      const now = context.clock()
      const [counters, rows = [], holds] = await context.db.read(findStock(key), rightsOn([key], now), findHold(key, holder))
      const rights = readRights(rows)
      const decided = decide({ stock: stockOf(firstOf(counters), 0n), rights, hold: firstOf(holds), now })
      if (decided === null) return answer()
      const { steps, lapsed } = stockSteps([{ product: key, ...decided.change }], rights, now)
      const also = decided.also === undefined ? [] : [decided.also.orReread()]
      await context.db.batch([...inOrder(steps), ...also, ...recordExpired(context, lapsed, now)], { key, id: context.newId() })
      return answer()
    },
    answer,
  )
}

/**
 * Sets what is on hand of a counted product, in steps; what is set aside or sold stays. Refuses with `insufficient_stock` when more than that is
 * set aside (`details.reserved`), with `invalid_quantity` below zero.
 *
 * @example
 * await shop.stock.set({ type: 'article', id: 'tote' }, 50n)
 */
export async function setOnHand(context: Context, product: ProductRef, onHand: bigint): Promise<Stock> {
  const key = productKey(product)
  if (typeof onHand !== 'bigint' || onHand < 0n) throw new ShopError('invalid_quantity', { product: key })
  return changeStock(context, product, '', ({ stock, rights }) => {
    const also = setStock(key, onHand)
    if (stock === null || stock.reserved <= onHand) return { change: { holds: [] }, also }
    const lapsed = rights.lapsed.get(key) ?? []
    const reserved = lapsed.reduce((sum, { quantity }) => sum - quantity, stock.reserved)
    if (reserved > onHand) throw new ShopError('insufficient_stock', { product: key, reserved })
    return { change: { holds: lapsed.map(({ holder, quantity }) => ({ holder, from: { quantity, attempt: null }, to: null })) }, also }
  })
}

/**
 * Changes what is on hand by so many steps, up or down: changes and sales at the same time all count. Refuses with `insufficient_stock` when less
 * would be left than is set aside (`details.available`: how many can go), with `not_found` for a product without a counter.
 *
 * @example
 * await shop.stock.change({ type: 'article', id: 'tote' }, 12n) // a delivery came in
 */
export async function changeOnHand(context: Context, product: ProductRef, by: bigint): Promise<Stock> {
  if (typeof by !== 'bigint') throw new ShopError('invalid_quantity', { product: productKey(product) })
  return changeStock(context, product, '', ({ stock }) => {
    if (stock === null) throw new ShopError('not_found', { product: productKey(product) })
    return by === 0n ? null : { change: { holds: [], added: by } }
  })
}

/**
 * Sets units of a counted product aside for a holder of the app's own until a moment, in steps: nobody else gets them, neither by an add nor by a
 * checkout. The same holder again: the reservation is changed to this quantity and moment. Refuses with `insufficient_stock`, with
 * `invalid_quantity` for less than 1, with `invalid_input` for a moment that is over or a holder without a name.
 *
 * @example
 * await shop.stock.reserve({ type: 'seat', id: 'row-3' }, 2n, { holder: 'call-118', until: shop.context.clock() + minutes(20) })
 */
export async function reserveUnits(
  context: Context,
  product: ProductRef,
  quantity: bigint,
  { holder, until }: Reservation,
): Promise<Stock> {
  const key = productKey(product)
  if (typeof quantity !== 'bigint' || quantity < 1n) throw new ShopError('invalid_quantity', { product: key })
  if (typeof holder !== 'string' || holder === '') throw new ShopError('invalid_input', { field: 'holder' })
  return changeStock(context, product, holderOf(holder), ({ hold, now }) => {
    if (typeof until !== 'bigint' || until <= now) throw new ShopError('invalid_input', { field: 'until' })
    const from = hold === null ? null : unitsOfRow(hold)
    return { change: { holds: [{ holder: holderOf(holder), from, to: { quantity, attempt: null, until } }] } }
  })
}

/**
 * Gives back what a holder of the app's own has set aside; nothing to give back is no error.
 *
 * @example
 * await shop.stock.release({ type: 'seat', id: 'row-3' }, { holder: 'call-118' })
 */
export async function releaseUnits(context: Context, product: ProductRef, { holder }: Pick<Reservation, 'holder'>): Promise<Stock> {
  return changeStock(context, product, holderOf(holder), ({ hold }) =>
    hold === null ? null : { change: { holds: [{ holder: holderOf(holder), from: unitsOfRow(hold), to: null }] } },
  )
}

const unitsOfRow = (row: Row): { readonly quantity: bigint; readonly attempt: null } => ({
  quantity: BigInt(String(row.quantity)),
  attempt: null,
})
