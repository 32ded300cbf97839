import type { Product, Seller } from '../catalog/product.ts'
import type { Row, Rows } from '../storage/statement.ts'
import type { Notice } from './cart-view.ts'

/** What a line remembers of its product, so that a vanished one can still be named. */
export interface Snapshot {
  readonly name: string
  readonly url: string | null
  readonly image: string | null
  readonly seller: Seller | null
  readonly stock: Product['stock']
  readonly taxClass: string | null
  /** Grams of one whole unit, as text. */
  readonly weight: string | null
}

export interface StoredLine {
  readonly id: string
  readonly product: string
  readonly options: string
  readonly kind: 'item' | 'auction_win'
  readonly saved: boolean
  /** Saved beside a line of the same product and options that is in the cart: what of it did not fit when carts were merged. */
  readonly rest: boolean
  readonly quantity: bigint
  readonly scale: number
  /** The price the buyer saw last. */
  readonly unitPrice: bigint
  /** The price does not follow the catalogue: set by the server or won at an auction. */
  readonly fixedPrice: boolean
  readonly snapshot: Snapshot
  /** The line's copy of its claim's deadline; the claim decides. */
  readonly heldUntil: bigint | null
  readonly renewals: bigint
  readonly addedAt: bigint
  readonly place: bigint
}

export interface StoredCart {
  readonly id: string
  readonly owner: string
  readonly name: string
  readonly currency: string
  readonly state: 'open' | 'paying' | 'placed' | 'merged'
  readonly version: bigint
  readonly codes: readonly string[]
  readonly notices: readonly Notice[]
  /** The payment under way; its id begins with the id of its order. */
  readonly attempt: string | null
  readonly lines: readonly StoredLine[]
}

/** Whether it is the line of this product with these options: the one that an add means, and never a rest beside it. */
export const isSameLine = (line: StoredLine, { product, options }: Pick<StoredLine, 'product' | 'options'>): boolean =>
  line.product === product && line.options === options && !line.rest

/** Whether a line is saved for later and can become a rest: it makes way for a line to buy, and stays beside it. */
export const makesWay = (line: StoredLine, all: readonly StoredLine[]): boolean =>
  line.saved && !all.some((one) => one.rest && one.product === line.product && one.options === line.options)

export const snapshotOf = (product: Product): Snapshot => ({
  name: product.name,
  url: product.url ?? null,
  image: product.image ?? null,
  seller: product.seller ?? null,
  stock: product.stock,
  taxClass: product.taxClass ?? null,
  weight: product.weight?.toString() ?? null,
})

/** The cart and its lines from the rows of `cartWithLines`; null when there is no such cart. */
export function readStored(rows: Rows): StoredCart | null {
  const first = rows[0]
  if (first === undefined) return null
  return {
    id: String(first.cart_id),
    owner: String(first.owner),
    name: String(first.name),
    currency: String(first.currency),
    state: String(first.state) as StoredCart['state'],
    version: first.version as bigint,
    codes: JSON.parse(String(first.codes)) as string[],
    notices: JSON.parse(String(first.notices)) as Notice[],
    attempt: first.attempt_id as string | null,
    lines: rows.filter((row) => row.line_id !== null).map(readLine),
  }
}

/** Several carts by id, from the rows of `cartsWithLines`. */
export function readStoredCarts(rows: Rows): ReadonlyMap<string, StoredCart> {
  const carts = Map.groupBy(rows, (row) => String(row.cart_id))
  return new Map([...carts.values()].flatMap((own) => readStored(own) ?? []).map((cart) => [cart.id, cart]))
}

/** One line from a row of `cartWithLines` or `linesOf`. */
export const readLine = (row: Row): StoredLine => ({
  id: String(row.line_id),
  product: String(row.product),
  options: String(row.options),
  kind: String(row.kind) as StoredLine['kind'],
  saved: row.saved === 1n,
  rest: row.rest === 1n,
  quantity: BigInt(String(row.quantity)),
  scale: Number(row.scale),
  unitPrice: row.unit_price as bigint,
  fixedPrice: row.fixed_price === 1n,
  snapshot: JSON.parse(String(row.snapshot)) as Snapshot,
  heldUntil: row.held_until as bigint | null,
  renewals: row.renewals as bigint,
  addedAt: row.added_at as bigint,
  place: row.place as bigint,
})
