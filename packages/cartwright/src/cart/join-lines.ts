import type { Product } from '../catalog/product.ts'
import { MAX_QUANTITY } from '../money/quantity.ts'
import type { MergeStrategy } from '../options.ts'
import type { Notice } from './cart-view.ts'
import { noticesOf } from './join-notices.ts'
import { isLiveHold, type JoinLimits, JoinRoom } from './join-room.ts'
import type { MergedLine, MergeReport } from './merge-types.ts'
import { type StoredCart, type StoredLine, snapshotOf } from './stored-cart.ts'

/** Two carts and everything that decides how they are joined: plain data and pure functions. */
export interface Joining {
  readonly source: StoredCart
  /** Null: the cart is made for what is joined in. */
  readonly target: StoredCart | null
  /** Owner key of the cart that stays. */
  readonly owner: string
  readonly strategy: MergeStrategy
  readonly products: ReadonlyMap<string, Product>
  /** Why the buyer may not have a product; null when he may. */
  readonly forbidden: (product: Product) => string | null
  readonly limits: JoinLimits
  readonly now: bigint
  readonly newId: () => string
  readonly nextPlace: () => bigint
}

/** What joining two carts comes to. */
export interface Joined {
  /** The lines of the cart as they are to be, in no order. */
  readonly lines: readonly StoredLine[]
  /** Those of them that are new or other than before. */
  readonly put: readonly StoredLine[]
  /** Ids of lines that became part of another. */
  readonly gone: readonly string[]
  /** Lines whose holds are given back: they go nowhere, or are saved for later. */
  readonly released: readonly StoredLine[]
  readonly report: MergeReport
  readonly notices: readonly Notice[]
}

/**
 * Decides what two carts become. What is in one of them only stays or comes as it is; what is in both follows the strategy. What does not fit (the most
 * of a product, stock, the most of a seller, lines, live holds) is saved for later, so nothing is lost; only what cannot be bought by this buyer at all is
 * left out: vanished products and what a buying rule forbids. Prices are the catalogue's, but for lines whose price the server has set.
 */
export function joinLines(joining: Joining): Joined {
  const joiner = new Joiner(joining)
  for (const line of joining.source.lines) joiner.join(line)
  return joiner.joined()
}

/** One line for each product, options and part. */
const identity = (line: Pick<StoredLine, 'product' | 'options'>, rest: boolean): string =>
  `${line.product} ${line.options} ${rest ? 'rest' : ''}`

class Joiner {
  readonly #joining: Joining
  readonly #before: ReadonlyMap<string, StoredLine>
  readonly #rows: Map<string, StoredLine>
  readonly #released: StoredLine[] = []
  readonly #gone: string[] = []
  readonly #room: JoinRoom
  /** Both carts have lines to buy: only then is there a choice between them. */
  readonly #both: boolean
  readonly #report = { moved: [], summed: [], clamped: [], saved: [], dropped: [] } as Record<keyof MergeReport, MergedLine[]>

  constructor(joining: Joining) {
    this.#joining = joining
    const there = joining.target?.lines ?? []
    this.#before = new Map(there.map((line) => [identity(line, line.rest), line]))
    this.#rows = new Map(this.#before)
    this.#both = there.some((line) => !line.saved) && joining.source.lines.some((line) => !line.saved)
    if (this.#both && joining.strategy === 'keep_guest') for (const line of there) if (!line.saved) this.#putAside(line)
    this.#room = new JoinRoom(joining.limits, [...this.#rows.values()], joining.now)
  }

  join(line: StoredLine): void {
    const { products, forbidden, source, owner } = this.#joining
    const product = products.get(line.product)
    const no = product === undefined ? 'product_not_found' : forbidden(product)
    // Only the winner may have what he has won; his right stays with him, wherever the cart goes.
    const other = line.kind === 'auction_win' && source.owner !== owner ? 'auction_only' : null
    if (product === undefined || no !== null || other !== null) this.#drop(line, no ?? other ?? 'product_not_found')
    else if (line.snapshot.stock === 'unique') this.#joinUnique(line, product)
    else this.#joinCounted(line, product)
  }

  joined(): Joined {
    const lines = [...this.#rows.values()]
    const put = [...this.#rows].filter(([key, line]) => this.#before.get(key) !== line).map(([, line]) => line)
    return { lines, put, gone: this.#gone, released: this.#released, report: this.#report, notices: noticesOf(this.#report) }
  }

  /** A line of the cart that stays makes room for those of the other one. What was won stays, and a single piece that both carts have. */
  #putAside(line: StoredLine): void {
    const { source } = this.#joining
    const unique = line.snapshot.stock === 'unique'
    if (line.kind === 'auction_win' || (unique && source.lines.some((one) => !one.saved && one.product === line.product))) return
    const rest = this.#rows.get(identity(line, true))
    if (rest !== undefined) this.#gone.push(rest.id)
    this.#rows.delete(identity(line, true))
    this.#rows.set(identity(line, false), sumOf({ ...line, saved: true, heldUntil: null }, rest))
    if (line.heldUntil !== null) this.#released.push(line)
    this.#tell('saved', line, line.quantity, 'strategy')
  }

  #joinUnique(line: StoredLine, product: Product): void {
    const there = [...this.#rows.values()].find((one) => one.product === line.product)
    if (there !== undefined && !there.saved) this.#joinPiece(line, there)
    else if (this.#wanted(line, 0n, 0) === 0n) this.#drop(line, 'strategy')
    else {
      const why = line.saved ? null : this.#noRoom(line, product)
      if (line.saved || why !== null) this.#savePiece(line, there, why)
      else this.#addPiece(line, there)
    }
  }

  #addPiece(line: StoredLine, there: StoredLine | undefined): void {
    const row = { ...line, options: there?.options ?? line.options }
    if (!this.#addRow(row, line)) return
    this.#room.take(row, 0n)
    this.#tell('moved', line, 1n)
  }

  #savePiece(line: StoredLine, there: StoredLine | undefined, why: string | null): void {
    if (there === undefined && !this.#addRow({ ...line, saved: true, heldUntil: null }, line)) return
    if (!line.saved) this.#released.push(line)
    this.#tell(line.saved ? 'moved' : 'saved', line, 1n, why)
  }

  /** A single piece that is in the cart already: the line with the better hold stays, in its place. */
  #joinPiece(line: StoredLine, there: StoredLine): void {
    // The claim names the line that took it last, so even where both holds are over it goes along with that one.
    const better = there.kind === 'auction_win' || line.saved || (there.heldUntil ?? 0n) >= (line.heldUntil ?? 0n)
    if (!better) {
      const isOneMore = isLiveHold(line, this.#joining.now) && !isLiveHold(there, this.#joining.now)
      if (isOneMore && !this.#room.hasHold) {
        this.#released.push(line)
        this.#tell('summed', line, 1n, 'hold_limit')
        return
      }
      if (isOneMore) this.#room.takeHold()
      const { id, heldUntil, renewals } = line
      this.#rows.set(identity(there, false), { ...there, id, heldUntil, renewals })
    }
    this.#tell('summed', line, 1n)
  }

  /** Why one more single piece cannot be among the lines to buy; null when it can. */
  #noRoom(line: StoredLine, product: Product): string | null {
    if (this.#both && this.#joining.strategy === 'keep_user') return 'strategy'
    if (!this.#room.hasLine) return 'max_lines'
    if (isLiveHold(line, this.#joining.now) && !this.#room.hasHold) return 'hold_limit'
    return this.#room.fit(product, line.product, { wanted: 1n, own: 0n, scale: 0, taken: false }).reason
  }

  #joinCounted(line: StoredLine, product: Product): void {
    const row = this.#rows.get(identity(line, false))
    const active = row === undefined || row.saved ? undefined : row
    const aside = this.#both && this.#joining.strategy === 'keep_user'
    if (line.saved || aside) {
      this.#save(line, line.quantity, line.scale, line.saved ? null : 'strategy')
      return
    }
    const scale = Math.max(line.scale, active?.scale ?? 0)
    const own = active === undefined ? 0n : inScale(active, scale)
    const wanted = this.#wanted({ ...line, quantity: inScale(line, scale), scale }, own, scale)
    if (wanted === 0n) this.#drop(line, 'strategy')
    else if (active === undefined && !this.#room.hasLine) this.#save(line, wanted, scale, 'max_lines')
    else this.#fit(line, product, active, { wanted, own, scale })
  }

  #fit(
    line: StoredLine,
    product: Product,
    active: StoredLine | undefined,
    { wanted, own, scale }: { readonly wanted: bigint; readonly own: bigint; readonly scale: number },
  ): void {
    const taken = this.#isHeld(line) && active !== undefined && !this.#isHeld(active)
    const { quantity, reason } = this.#room.fit(product, line.product, { wanted, own, scale, taken })
    if (quantity > 0n) this.#put(line, product, active, { quantity, own, scale })
    if (quantity >= wanted) return
    this.#tell('clamped', { ...line, scale }, wanted - quantity, reason)
    this.#save(line, wanted - quantity, scale, reason)
  }

  #isHeld({ heldUntil }: StoredLine): boolean {
    return heldUntil !== null && heldUntil > this.#joining.now
  }

  #put(
    line: StoredLine,
    product: Product,
    active: StoredLine | undefined,
    { quantity, own, scale }: { readonly quantity: bigint; readonly own: bigint; readonly scale: number },
  ): void {
    const priced = active === undefined || this.#joining.strategy === 'replace' ? line : active
    const next: StoredLine = {
      ...(active ?? line),
      unitPrice: priced.unitPrice,
      fixedPrice: priced.fixedPrice,
      snapshot: snapshotOf(product),
      heldUntil: later(line.heldUntil, active?.heldUntil ?? null),
      saved: false,
      rest: false,
      quantity,
      scale,
    }
    const saved = this.#rows.get(identity(line, false))
    if (active === undefined && saved !== undefined) this.#becomeRest(saved)
    if (!this.#addRow(next, line)) return
    this.#room.take(next, own)
    this.#tell(active === undefined ? 'moved' : 'summed', { ...line, scale }, quantity)
  }

  /** What was saved under this name makes way for a line to buy. */
  #becomeRest(saved: StoredLine): void {
    const rest = this.#rows.get(identity(saved, true))
    const { id, addedAt, place } = rest ?? { id: this.#joining.newId(), addedAt: this.#joining.now, place: this.#joining.nextPlace() }
    this.#rows.set(identity(saved, true), { ...sumOf(saved, rest), id, addedAt, place, rest: true })
  }

  /** Adds so much to what is saved of the product; `reason` is why it is not among the lines to buy, null when it never was. */
  #save(line: StoredLine, quantity: bigint, scale: number, reason: string | null): void {
    const there = this.#rows.get(identity(line, false))
    // A rest is never left alone beside a second saved line: an add would take that one up again with all it holds.
    const rest = this.#rows.has(identity(line, true)) || (there !== undefined && !there.saved)
    const before = this.#rows.get(identity(line, rest))
    const id = before?.id ?? (rest ? this.#joining.newId() : line.id)
    const place = before === undefined && rest ? { addedAt: this.#joining.now, place: this.#joining.nextPlace() } : {}
    const added: StoredLine = { ...(before ?? line), ...place, id, quantity, scale, saved: true, rest, heldUntil: null }
    if (this.#addRow(sumOf(added, before), line)) this.#tell(reason === null ? 'moved' : 'saved', { ...line, scale }, quantity, reason)
  }

  /** Puts a row, unless it is one too many: a cart may hold twice as many lines as may be bought, saved ones included. */
  #addRow(row: StoredLine, from: StoredLine): boolean {
    const key = identity(row, row.rest)
    if (!this.#rows.has(key) && this.#rows.size >= 2 * this.#joining.limits.maxLines) {
      this.#drop(from, 'max_lines')
      return false
    }
    this.#rows.set(key, row)
    return true
  }

  #wanted(line: StoredLine, own: bigint, scale: number): bigint {
    const { strategy } = this.#joining
    const unique = line.snapshot.stock === 'unique'
    if (typeof strategy === 'function') {
      const answer = line.saved
        ? line.quantity
        : strategy({ product: line.product, options: line.options, unique, scale, guest: line.quantity, user: own })
      if (typeof answer !== 'bigint' || answer < 0n || answer > MAX_QUANTITY)
        throw new Error('a strategy answers a bigint of 0 to 38 digits')
      return answer
    }
    if (strategy === 'add') return own + line.quantity
    return strategy === 'keep_higher' && own > line.quantity ? own : line.quantity
  }

  #drop(line: StoredLine, reason: string): void {
    if (line.heldUntil !== null) this.#released.push(line)
    this.#tell('dropped', line, line.quantity, reason)
  }

  #tell(what: keyof MergeReport, line: StoredLine, quantity: bigint, reason: string | null = null): void {
    const { product, options, scale, snapshot } = line
    this.#report[what].push({ product, name: snapshot.name, options, quantity, scale, reason })
  }
}

const inScale = ({ quantity, scale }: StoredLine, finer: number): bigint => quantity * 10n ** BigInt(finer - scale)

const later = (left: bigint | null, right: bigint | null): bigint | null =>
  left === null || (right !== null && right > left) ? right : left

/** A saved line with what is saved already; the most that a line can hold is the end of it. */
export function sumOf(line: StoredLine, before: StoredLine | undefined): StoredLine {
  if (before === undefined) return line
  const scale = Math.max(line.scale, before.scale)
  const quantity = inScale(line, scale) + inScale(before, scale)
  return { ...line, quantity: atMost(quantity, MAX_QUANTITY), scale }
}

const atMost = (quantity: bigint, most: bigint): bigint => (quantity < most ? quantity : most)
