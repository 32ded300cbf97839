import type { Product } from '../catalog/product.ts'
import type { StoredLine } from './stored-cart.ts'

/** What a cart may hold, as far as joining lines goes. */
export interface JoinLimits {
  readonly maxLines: number
  readonly maxPerSeller: bigint | null
  /** Most live holds in all carts of the buyer, and how many of them are in his other ones. */
  readonly holds: { readonly most: number; readonly elsewhere: number }
  /** Most steps of a product (of its own scale) that are no single piece, and what stands in the way of more. */
  readonly boundOf: (product: Product) => { readonly most: bigint; readonly reason: string }
}

/** How much of a line fits, and what stands in the way of the rest; null when all of it fits. */
export interface Fit {
  readonly quantity: bigint
  readonly reason: string | null
}

/** Quantities of different scales are compared in the smallest steps there are. */
const smallest = (quantity: bigint, scale: number): bigint => quantity * 10n ** BigInt(18 - scale)

/** A unique piece, or whole units, count one by one; what is weighed is one piece. */
const piecesOf = (quantity: bigint, scale: number): bigint => (scale === 0 || quantity === 0n ? quantity : 1n)

/** Whether the line keeps a single piece from others, as the limit of holds counts it. */
export const isLiveHold = ({ kind, heldUntil, snapshot }: Pick<StoredLine, 'kind' | 'heldUntil' | 'snapshot'>, now: bigint): boolean =>
  kind === 'item' && snapshot.stock === 'unique' && heldUntil !== null && heldUntil > now

export const liveHolds = (lines: readonly StoredLine[], now: bigint): number => lines.filter((line) => isLiveHold(line, now)).length

/** The room that is left in a cart while lines are joined to it. What is there already is never taken out, even where a limit was lowered. */
export class JoinRoom {
  readonly #limits: JoinLimits
  readonly #now: bigint
  #lines = 0
  #holds: number
  readonly #used = new Map<string, bigint>()
  readonly #pieces = new Map<string, bigint>()

  constructor(limits: JoinLimits, there: readonly StoredLine[], now: bigint) {
    this.#limits = limits
    this.#now = now
    this.#holds = limits.holds.elsewhere
    for (const line of there) if (!line.saved) this.take(line, 0n)
  }

  /** Whether one more line may be in the cart. */
  get hasLine(): boolean {
    return this.#lines < this.#limits.maxLines
  }

  /** Whether one more hold may be live. */
  get hasHold(): boolean {
    return this.#holds < this.#limits.holds.most
  }

  /** Counts in a hold of a line that is counted in already. */
  takeHold(): void {
    this.#holds += 1
  }

  /**
   * How much of `wanted` fits where `own` is there already, both in steps of `scale`. `taken`: units are kept for what comes and not any more for what is
   * there, so the whole line can be no larger than what is left.
   */
  fit(
    product: Product,
    key: string,
    { wanted, own, scale, taken }: { readonly wanted: bigint; readonly own: bigint; readonly scale: number; readonly taken: boolean },
  ): Fit {
    if (wanted <= own && !taken) return { quantity: wanted, reason: null }
    const { most, reason } = product.stock === 'unique' ? { most: 1n, reason: 'max_quantity' } : this.#limits.boundOf(product)
    const others = (this.#used.get(key) ?? 0n) - smallest(own, scale)
    const left = smallest(most, product.scale ?? 0) - others
    let fits: Fit = { quantity: left / 10n ** BigInt(18 - scale), reason }
    const floor = taken && fits.quantity < own ? fits.quantity : own
    const seller = product.seller?.id
    const { maxPerSeller } = this.#limits
    if (seller !== undefined && maxPerSeller !== null) {
      const pieces = maxPerSeller - (this.#pieces.get(seller) ?? 0n) + piecesOf(own, scale)
      if (pieces < (scale === 0 ? fits.quantity : 1n)) fits = { quantity: pieces, reason: 'max_per_seller' }
    }
    if (wanted <= fits.quantity) return { quantity: wanted, reason: null }
    return fits.quantity > floor ? fits : { ...fits, quantity: floor }
  }

  /** Counts a line in; `before` is how much of it was counted already. */
  take(line: Pick<StoredLine, 'kind' | 'product' | 'quantity' | 'scale' | 'snapshot' | 'heldUntil'>, before: bigint): void {
    const { product, quantity, scale, snapshot } = line
    if (before === 0n) this.#lines += 1
    if (isLiveHold(line, this.#now)) this.takeHold()
    this.#used.set(product, (this.#used.get(product) ?? 0n) + smallest(quantity - before, scale))
    const seller = snapshot.seller?.id
    if (seller === undefined) return
    this.#pieces.set(seller, (this.#pieces.get(seller) ?? 0n) + piecesOf(quantity, scale) - piecesOf(before, scale))
  }
}
