import { type ProductRef, productRef } from '../catalog/product.ts'
import { isReservedLine } from '../claims/claim.ts'
import { type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Page } from '../shop-types.ts'
import type { Row, Rows } from '../storage/statement.ts'
import { cartsById, linesOf, placedCartsOf, slotsOf } from './cart-rows.ts'
import { readLine, type StoredCart, type StoredLine } from './stored-cart.ts'

/** A cart as it is stored: nothing is asked of the catalogue, so old carts can be shown whatever became of their products. */
export interface CartRecord extends Pick<StoredCart, 'id' | 'name' | 'currency' | 'codes'> {
  readonly state: 'open' | 'paying' | 'placed'
  /** Milliseconds since 1970 (UTC). */
  readonly madeAt: bigint
  /** The last change; of a placed cart: when it was placed. */
  readonly usedAt: bigint
  /** In the order of adding. */
  readonly lines: readonly RecordedLine[]
}

/** One line as it was when the cart was last written; `unitPrice` is the price the buyer saw, minor units per whole unit. */
export interface RecordedLine extends Pick<StoredLine, 'id' | 'options' | 'kind' | 'saved' | 'quantity' | 'scale' | 'unitPrice'> {
  readonly product: ProductRef & { readonly name: string }
}

/** The user's open carts, by name. Three statements, whatever their number. */
export async function activeCarts(context: Context, userId: string): Promise<readonly CartRecord[]> {
  const [slots = []] = await context.db.read(slotsOf(ownerOf({ userId }) ?? ''))
  return slots.length === 0 ? [] : withLines(context, cartsById(slots.map((row) => String(row.cart_id))))
}

const NEWEST = { at: 9_000_000_000_000_000n, id: '~' }

/**
 * The user's carts that were closed or ordered, newest first. The cursor is opaque; a wrong one is refused with `invalid_input`.
 *
 * @example
 * const { items, next } = await shop.carts.history('ana', { limit: 10 })
 */
export async function cartHistory(
  context: Context,
  userId: string,
  { limit = 20, cursor }: { readonly limit?: number; readonly cursor?: string } = {},
): Promise<Page<CartRecord>> {
  if (!Number.isInteger(limit) || limit < 1 || limit > 100) throw new ShopError('invalid_input', { field: 'limit' })
  const before = cursor === undefined ? NEWEST : readCursor(cursor)
  const found = await withLines(context, placedCartsOf(ownerOf({ userId }) ?? '', before, BigInt(limit) + 1n))
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: found.length > limit && last !== undefined ? `${last.madeAt}.${last.id}` : null }
}

function readCursor(cursor: string): { at: bigint; id: string } {
  const [, at, id] = /^(\d{1,16})\.(\w+)$/.exec(cursor) ?? []
  if (at === undefined || id === undefined) throw new ShopError('invalid_input', { field: 'cursor' })
  return { at: BigInt(at), id }
}

async function withLines(context: Context, carts: ReturnType<typeof cartsById>): Promise<CartRecord[]> {
  const [rows = []] = await context.db.read(carts)
  return recordsOf(context, rows)
}

/** Carts with their lines, from rows of carts. */
export async function recordsOf(context: Context, rows: Rows): Promise<CartRecord[]> {
  const [lines = []] = rows.length === 0 ? [[]] : await context.db.read(linesOf(rows.map((row) => String(row.cart_id))))
  return rows.map((row) => recordOf(row, lines))
}

const recordOf = (row: Row, lines: Rows): CartRecord => ({
  id: String(row.cart_id),
  name: String(row.name),
  state: String(row.state) as CartRecord['state'],
  currency: String(row.currency),
  codes: JSON.parse(String(row.codes)) as string[],
  madeAt: row.made_at as bigint,
  usedAt: row.used_at as bigint,
  lines: lines.filter((line) => line.cart_id === row.cart_id).map(recordedLine),
})

function recordedLine(row: Row): RecordedLine {
  const { id, product, options, kind, saved, quantity, scale, unitPrice, snapshot } = readLine(row)
  const ref = productRef(product) ?? { type: '', id: product }
  return {
    id,
    product: { ...ref, name: snapshot.name },
    options,
    kind: isReservedLine(id) ? 'item' : kind,
    saved,
    quantity,
    scale,
    unitPrice,
  }
}
