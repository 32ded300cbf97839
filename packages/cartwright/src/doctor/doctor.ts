import { checkNames } from '../check-input.ts'
import type { Context } from '../context.ts'
import type { Database } from '../storage/database.ts'
import { lots, wins } from './auction-walks.ts'
import { campaignCustomers, campaigns } from './campaign-walks.ts'
import { carts, keys, slots } from './cart-walks.ts'
import { cash } from './cash-walk.ts'
import { customers, discounts, firstOrders, redemptions } from './discount-walks.ts'
import { examine } from './examine.ts'
import type { Finding } from './finding.ts'
import { accounts, transfers } from './ledger-walks.ts'
import type { Walk } from './look.ts'
import { orders } from './order-walk.ts'
import { claims, queues } from './product-walks.ts'
import { holds, stocks } from './stock-walks.ts'
import { deadLetters, latePayments, lateRefunds } from './work-walks.ts'

export interface DoctorOptions {
  /** Rows of one page, from 1 to 5,000. Default 500. */
  readonly batch?: number
  /** Milliseconds between two looks at what seems broken, at least 0. Default 1,000: longer than any batch takes. */
  readonly pause?: number
  /** Called after each page that held something. */
  readonly onProgress?: (progress: DoctorProgress) => void
}

/** How far an examination is. */
export interface DoctorProgress {
  readonly table: string
  /** Rows of this table that were judged. */
  readonly rows: number
  readonly findings: number
}

const OPTIONS: readonly (keyof DoctorOptions)[] = ['batch', 'pause', 'onProgress']
const LARGEST_BATCH = 5_000

/** Every way through the database; the last ones show work that lies. */
const WALKS: readonly Walk[] = [
  slots,
  carts,
  orders,
  keys,
  claims,
  queues,
  wins,
  stocks,
  holds,
  discounts,
  customers,
  redemptions,
  campaigns,
  campaignCustomers,
  firstOrders,
  accounts,
  transfers,
  cash,
  lots,
  latePayments,
  lateRefunds,
  deadLetters,
]

/**
 * Proves on the live database what a database can show of the promises P1 to P18: rights and stock, money and refunds, discounts, one order a cart,
 * orders whose parts agree. It only reads, a page at a time, so its memory does not grow with the shop; nothing is read in one snapshot, and a finding is
 * told when a second look at the same row, after a pause, sees the same. Errors break a promise; warnings are work that lies for an hour.
 * What the tables' own constraints forbid is not asked again. Throws `RangeError` for senseless options.
 *
 * @example
 * for (const { level, table, key, says } of await shop.doctor()) console.log(level, table, key, says)
 */
export function doctor(context: Context, options: DoctorOptions = {}): Promise<readonly Finding[]> {
  checkNames('doctor', options, OPTIONS)
  const { batch = 500, pause = 1_000, onProgress } = options
  if (!Number.isInteger(batch) || batch < 1 || batch > LARGEST_BATCH)
    throw new RangeError(`batch: must be a whole number from 1 to ${LARGEST_BATCH}`)
  if (!(pause >= 0) || !Number.isFinite(pause)) throw new RangeError('pause: must be a number of milliseconds, 0 or more')
  return examine(context.db, WALKS, {
    clock: context.clock,
    batch,
    pause,
    abreast: 1,
    ...(onProgress === undefined ? {} : { onProgress }),
  })
}

/** The same of these tables of a database that rests, in as few questions as possible: what tests ask after everything. */
export function examineAtRest(database: Database, now: bigint, tables: readonly string[]): Promise<readonly Finding[]> {
  const walks = WALKS.filter(({ table }) => tables.includes(table))
  return examine(database, walks, { clock: () => now, batch: LARGEST_BATCH, pause: 0, abreast: walks.length })
}
