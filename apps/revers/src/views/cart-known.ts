/** What a cart is drawn with besides the cart of the contract. A view that knows none of it draws less, not something else. */
export interface CartKnown {
  /** The server's time; null: clocks are shown without their day. */
  readonly now: string | null
  /** Brand, size and condition by the id of the line, as far as the catalogue tells them. */
  readonly details: ReadonlyMap<string, LineDetails>
  /** Whole minutes for which a renewed hold is kept; null: not said. */
  readonly minutes: number | null
  /** How the protection of the buyer is worked out; null: the shop takes none. */
  readonly protection: ProtectionRule | null
  /** A code that was just refused, as it was typed, and why. */
  readonly refusedCode: { readonly code: string; readonly text: string } | null
  /** What was just taken out of the cart, as the form that puts it back names it. */
  readonly removed: RemovedThing | null
  /** The order just made of the cart, where the cart is empty now. */
  readonly placed?: PlacedOrder | null
}

export interface PlacedOrder {
  readonly number: string
  readonly url: string
}

export interface LineDetails {
  readonly brand?: string | undefined
  readonly size?: string | undefined
  readonly condition?: string | undefined
}

/** Of the goods of a seller: so many percent and so much, within limits. Amounts are decimal strings. */
export interface ProtectionRule {
  readonly percent: number
  readonly fixed: string
  readonly least: string | null
  readonly most: string | null
}

export interface RemovedThing {
  /** `garment:42`. */
  readonly product: string
  /** Null for unique things. */
  readonly quantity: string | null
}

export const NOTHING_KNOWN: CartKnown = {
  now: null,
  details: new Map(),
  minutes: null,
  protection: null,
  refusedCode: null,
  removed: null,
}
