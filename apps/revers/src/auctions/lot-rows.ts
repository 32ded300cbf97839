import { type ProductRef, part, productKey, productRef, type Row, type Statement, sql } from 'cartwright'

/** One auction of one thing. Amounts in minor units, times in milliseconds. */
export interface Lot {
  readonly id: string
  readonly product: ProductRef
  readonly seller: string
  readonly currency: string
  readonly startPrice: bigint
  /** Where the bidding stands; the start price while nobody has bid. */
  readonly price: bigint
  readonly bids: number
  /** The least the seller lets it go for; null without. */
  readonly reserve: bigint | null
  readonly endsAt: bigint
  /** Who won, and until when he may pay; null while nobody has. */
  readonly win: { readonly winner: string; readonly payBy: bigint } | null
}

/** Opens a lot; changes no row when it is there already. */
export const insertLot = (lot: Lot): Statement => sql`
  insert into lot (id, product, seller_id, currency, start_price, price, bids, reserve, ends_at, winner, pay_by)
  values (${lot.id}, ${productKey(lot.product)}, ${lot.seller}, ${lot.currency}, ${lot.startPrice}, ${lot.price}, ${BigInt(lot.bids)}, ${lot.reserve},
    ${lot.endsAt}, ${lot.win?.winner ?? null}, ${lot.win?.payBy ?? null})
  on conflict (id) do nothing`

const COLUMNS = part`id, product, seller_id, currency, start_price, price, bids, reserve, ends_at, winner, pay_by`

export const lotById = (id: string): Statement => sql`select ${COLUMNS} from lot where id = ${id}`

/** Lots that run, the next to end first. */
export const runningLots = (now: bigint): Statement => sql`
  select ${COLUMNS} from lot where winner is null and ends_at > ${now} order by ends_at, id limit 200`

export const lotsWonBy = (winner: string): Statement =>
  sql`select ${COLUMNS} from lot where winner = ${winner} order by pay_by, id limit 200`

export const lotsOfProduct = (product: string): Statement =>
  sql`select ${COLUMNS} from lot where product = ${product} order by ends_at desc, id limit 1`

export function readLot(row: Row): Lot {
  const product = productRef(String(row.product))
  if (product === null) throw new TypeError(`lot ${row.id} is of ${row.product}, which is no product`)
  return {
    id: String(row.id),
    product,
    seller: String(row.seller_id),
    currency: String(row.currency),
    startPrice: row.start_price as bigint,
    price: row.price as bigint,
    bids: Number(row.bids),
    reserve: row.reserve as bigint | null,
    endsAt: row.ends_at as bigint,
    win: row.winner === null ? null : { winner: String(row.winner), payBy: row.pay_by as bigint },
  }
}
