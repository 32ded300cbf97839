import type { FindingSentence } from './sentences.ts'

/** Something that may never be, or (a warning) that somebody should look at: one broken row, in a sentence. */
export interface Finding {
  /** The promise it breaks, as the documentation numbers them: `P1` to `P18`. */
  readonly promise: `P${number}`
  /** An `error` breaks a promise; a `warning` is work that nobody has done yet. */
  readonly level: 'error' | 'warning'
  readonly table: string
  /** The key of the aggregate the row belongs to: a cart, a product, a code, an account. */
  readonly key: string
  /** Which row of that aggregate; null where it has one. */
  readonly id: string | null
  /** What is wrong, in a sentence. */
  readonly says: string
  /** The same with `$1` and so on in the place of what it names, and these: for other languages. A null is something that is not there. */
  readonly sentence: FindingSentence
  readonly values: readonly (string | null)[]
  /** How `shop.fix` would mend it; null where a person must decide. */
  readonly fix: Fix | null
}

/** One change that mends a finding: only counters that can be counted anew, and rows that belong to nothing. Never money. */
export interface Fix {
  readonly change:
    | 'stock.reserved'
    | 'discount.uses'
    | 'discount_customer.uses'
    | 'campaign.uses'
    | 'campaign_customer.uses'
    | 'claim.waiters'
    | 'cash_customer.open'
    | 'cart_slot'
    | 'claim'
    | 'stock_hold'
  /** The value as it was seen: it must still be so. */
  readonly from: string
  /** The value as it should be; null removes the row. */
  readonly to: string | null
  /** The change in a sentence. */
  readonly says: string
}
