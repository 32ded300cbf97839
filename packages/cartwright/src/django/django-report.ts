/** Something that could not be carried as it was. */
export interface DjangoProblem {
  readonly what: 'cart' | 'line' | 'discount'
  /** The id it has in the source. */
  readonly id: string
  /** For a line: the id of its cart. */
  readonly cart?: string
  /** `left_out`: it is not in the shop. `changed`: it is, but not as it was. */
  readonly outcome: 'left_out' | 'changed'
  /**
   * Of lines: `content_type` (not in the map), `product_not_found`, `quantity`, `max_quantity`, `one_piece`, `max_lines`, `price`, `orphan` (its cart is gone). Of carts: `user_not_mapped`,
   * `nothing_left`, `in_payment`, `checked_out_guest`, `discount`, `changed_since`
   * (an earlier run carried it, and its lines are others now). Of discounts: `code`, `code_collision`, `code_taken`, `value`, `percent_above_100`,
   * `minimum`, `window`, `uses`, `uses_grown` (the counter here was raised).
   */
  readonly reason: string
  readonly detail?: string
}

/** What an import of a django-cart database has done, or would do. */
export interface DjangoReport {
  readonly dryRun: boolean
  readonly carts: {
    readonly found: number
    readonly carried: number
    /** Of those carried: went into a cart that their owner had already, here or from an earlier cart of the source. */
    readonly merged: number
    /** Carried by an earlier run. */
    readonly already: number
    readonly empty: number
    /** Checked-out carts that were not asked for. */
    readonly passedOver: number
    readonly leftOut: number
  }
  readonly lines: { readonly found: number; readonly carried: number; readonly leftOut: number }
  readonly discounts: { readonly found: number; readonly carried: number; readonly already: number; readonly leftOut: number }
  /** Users with several open carts, or with one here already: which of the source's carts went into one. */
  readonly merged: readonly { readonly user: string; readonly carts: readonly string[] }[]
  /** The new token of each guest's cart, told once: only its hash is stored. The app that knows the sessions hands them out. */
  readonly guests: readonly { readonly cart: string; readonly token: string }[]
  /** Tables of products that are not in the source, so that whether products exist was not asked. */
  readonly notChecked: readonly string[]
  readonly problems: readonly DjangoProblem[]
}

type Counts<Part> = { -readonly [Key in keyof Part]: Part[Key] }

/** A report while it is being written. */
export interface Tally {
  readonly carts: Counts<DjangoReport['carts']>
  readonly lines: Counts<DjangoReport['lines']>
  readonly discounts: Counts<DjangoReport['discounts']>
  /** By owner: the carts of the source that went into one cart. */
  readonly together: Map<string, string[]>
  readonly guests: DjangoReport['guests'][number][]
  readonly problems: DjangoProblem[]
}

export const newTally = (): Tally => ({
  carts: { found: 0, carried: 0, merged: 0, already: 0, empty: 0, passedOver: 0, leftOut: 0 },
  lines: { found: 0, carried: 0, leftOut: 0 },
  discounts: { found: 0, carried: 0, already: 0, leftOut: 0 },
  together: new Map(),
  guests: [],
  problems: [],
})

export const reportOf = (tally: Tally, dryRun: boolean, notChecked: readonly string[]): DjangoReport => ({
  dryRun,
  carts: { ...tally.carts },
  lines: { ...tally.lines },
  discounts: { ...tally.discounts },
  merged: [...tally.together].filter(([, carts]) => carts.length > 1).map(([user, carts]) => ({ user, carts: [...carts] })),
  guests: [...tally.guests],
  notChecked,
  problems: [...tally.problems],
})
