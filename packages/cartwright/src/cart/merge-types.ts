import type { Changed } from '../shop-types.ts'

/** One line of a merge's report. */
export interface MergedLine {
  /** `type:id`. */
  readonly product: string
  readonly name: string
  /** The line's options in their normal form; empty for none. */
  readonly options: string
  /** Steps of 10^-scale units: what came, what the line has now, what did not fit, what is saved, what was left out. */
  readonly quantity: bigint
  readonly scale: number
  /** Why: `max_quantity`, `insufficient_stock`, `max_per_seller`, `max_lines`, `hold_limit`, `strategy`, `product_not_found`, `auction_only` or a buying rule's code. */
  readonly reason: string | null
}

/** What became of each line that was joined in. A line may be in two lists: what does not fit of it is `clamped` and `saved`. */
export interface MergeReport {
  /** Came as lines of their own. */
  readonly moved: readonly MergedLine[]
  /** Became one with a line that was there; the quantity is the line's now. */
  readonly summed: readonly MergedLine[]
  /** Wanted more than may be had; the quantity is what did not fit. */
  readonly clamped: readonly MergedLine[]
  /** Put aside, saved for later. */
  readonly saved: readonly MergedLine[]
  /** Left out. */
  readonly dropped: readonly MergedLine[]
}

/** What a merge answers: the cart as it is now, remarks, and what became of each line. */
export interface Merged extends Changed {
  readonly report: MergeReport
}

export const NOTHING_MERGED: MergeReport = { moved: [], summed: [], clamped: [], saved: [], dropped: [] }
