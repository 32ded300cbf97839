import type { FrozenQuote } from '../orders/frozen-quote.ts'
import { uniqueThings } from '../refunds/undo-sale.ts'
import type { Row, Rows } from '../storage/statement.ts'

/** One attempt with what hangs on it. */
export interface Settling {
  readonly id: string
  readonly cart: string
  readonly order: string
  readonly owner: string
  readonly state: string
  readonly amount: bigint
  readonly walletAmount: bigint
  readonly currency: string
  readonly quote: FrozenQuote
  readonly lines: Rows
}

export const uniqueProducts = ({ lines }: Pick<Settling, 'lines'>): string[] => uniqueThings(lines).map(({ product }) => product)

/** Whether a claim is this payment's still: it was not taken over after the payment window had lapsed. */
export const isOurs = (claim: Row, attempt: string): boolean => claim.attempt_id === attempt && claim.state === 'paying'
