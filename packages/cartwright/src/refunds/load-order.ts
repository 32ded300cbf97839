import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { type FrozenQuote, thaw } from '../orders/frozen-quote.ts'
import {
  attemptsOf,
  linesOfOrder,
  parcelsOfOrder,
  paymentsOfOrder,
  readOrder,
  refundsOfOrder,
  versionOfOrder,
} from '../orders/order-rows.ts'
import type { OrderState, ParcelState } from '../orders/order-view.ts'
import { type Proceeds, proceedsOfOrder, readProceeds } from '../sellers/proceeds-rows.ts'
import { firstOf } from '../storage/database.ts'
import type { Row, Rows } from '../storage/statement.ts'

/** An order as it is stored, with all that hangs on it. */
export interface StoredOrder {
  readonly id: string
  /** Owner key of the buyer. */
  readonly buyer: string
  readonly state: OrderState
  readonly version: bigint
  readonly currency: string
  readonly quote: FrozenQuote
  /** Its attempt, and the state of it. */
  readonly attempt: string
  readonly attemptState: string
  readonly lines: Rows
  readonly parcels: ReadonlyMap<string, ParcelState>
  readonly payments: Rows
  /** What was given back of it before. */
  readonly refunds: readonly { readonly id: string; readonly method: string; readonly amount: bigint }[]
  readonly proceeds: readonly Proceeds[]
}

/**
 * An order with all its parts as they were at one version: they are answers of their own, so the version is asked first and last, and while somebody moves
 * the order in between it is read again. Refuses with `not_found`.
 */
export async function loadOrder(context: Context, id: string): Promise<StoredOrder> {
  for (;;) {
    const [orders, lines = [], parcels = [], payments = [], attempts, refunds = [], proceeds = [], again] = await context.db.read(
      readOrder(id),
      linesOfOrder(id),
      parcelsOfOrder(id),
      paymentsOfOrder(id),
      attemptsOf(id),
      refundsOfOrder(id),
      proceedsOfOrder(id),
      versionOfOrder(id),
    )
    const row = firstOf(orders)
    const attempt = firstOf(attempts)
    if (row === null || attempt === null) throw new ShopError('not_found')
    if (row.version === firstOf(again)?.version) return storedOrder(row, attempt, { lines, parcels, payments, refunds, proceeds })
  }
}

function storedOrder(
  row: Row,
  attempt: Row,
  { lines, parcels, payments, refunds, proceeds }: Readonly<Record<'lines' | 'parcels' | 'payments' | 'refunds' | 'proceeds', Rows>>,
): StoredOrder {
  return {
    id: String(row.id),
    buyer: String(row.buyer),
    state: String(row.state) as OrderState,
    version: row.version as bigint,
    currency: String(row.currency),
    quote: thaw(String(row.quote)),
    attempt: String(attempt.id),
    attemptState: String(attempt.state),
    lines,
    parcels: new Map(parcels.map((parcel) => [String(parcel.seller), String(parcel.state) as ParcelState])),
    payments,
    refunds: refunds.map((refund) => ({ id: String(refund.id), method: String(refund.method), amount: refund.amount as bigint })),
    proceeds: proceeds.map(readProceeds),
  }
}
