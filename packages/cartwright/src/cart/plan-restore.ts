import { type Amount, shortInInventory } from '../catalog/inventory.ts'
import { type Product, productKey } from '../catalog/product.ts'
import { holdPolicy } from '../claims/hold-policy.ts'
import { stockRule } from '../claims/stock-policy.ts'
import type { Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { reserves } from './add-batch.ts'
import { sumOf } from './join-lines.ts'
import { claimOn, ownRight, pieceIn, type RestoredLine, type Restoring } from './judge-restore.ts'
import { lapsedClaims } from './lapsed-claims.ts'
import { type MovedHolds, moveHolds } from './move-holds.ts'
import { cut, type Report } from './restore-report.ts'
import { type StoredLine, snapshotOf } from './stored-cart.ts'

/** What becomes of the lines of a cart. */
export interface RestorePlan {
  /** All lines as they are to be. */
  readonly after: readonly StoredLine[]
  /** Those of them that are new or other than before. */
  readonly put: readonly StoredLine[]
  /** Ids of lines whose place another one takes. */
  readonly replaced: readonly string[]
  /** What is saved for later and makes way for a line to buy, beside which it stays. */
  readonly rests: readonly StoredLine[]
  readonly added: readonly StoredLine[]
  readonly updated: readonly { readonly line: StoredLine; readonly quantity: bigint }[]
  /** New lines that take the claim on their product. */
  readonly claiming: readonly StoredLine[]
  readonly holds: MovedHolds
}

/** Decides the lines, and asks the app's inventory where it wants to be asked; what cannot be had is left out, the last of a product first. */
export async function planRestore(
  context: Context,
  restoring: Restoring,
  judged: readonly RestoredLine[],
  report: Report,
): Promise<RestorePlan> {
  const asks = context.options.inventory?.always === true
  const had = new Map<string, bigint>()
  let lines = judged
  for (;;) {
    const plan = planLines(context, restoring, lines)
    if (plan instanceof ShopError) {
      lines = withLess(lines, String(plan.details.product), plan.details.available as bigint, report)
      continue
    }
    const amounts = asks ? amountsOf(restoring, plan).filter(({ product, quantity }) => had.get(productKey(product)) !== quantity) : []
    const short = await shortInInventory(context, restoring.buyer, amounts)
    if (short.length === 0) return plan
    for (const { product, quantity } of amounts) if (!short.includes(product)) had.set(productKey(product), quantity)
    const changed = new Set([...plan.added, ...plan.updated.map(({ line }) => line)].map((line) => `${line.product} ${line.options}`))
    for (const product of short) lines = withLess(lines, productKey(product), 0n, report, changed)
  }
}

/** The lines without the last one of a product, or with as much of it as there is: always less than before. */
function withLess(
  lines: readonly RestoredLine[],
  key: string,
  most: bigint,
  report: Report,
  among?: ReadonlySet<string>,
): readonly RestoredLine[] {
  const last = lines.findLast(
    (line) => line.key === key && (among === undefined || line.product.stock === 'unique' || among.has(`${key} ${line.options}`)),
  )
  if (last === undefined) throw new ShopError('insufficient_stock', { product: key })
  const left = cut(last, most < last.quantity ? most : 0n, 'insufficient_stock', report)
  return lines.flatMap((line) => (line === last ? (left ?? []) : line))
}

/** What would be in the cart of each product of which a line is new or other than before. */
function amountsOf({ products }: Restoring, { after, added, updated }: RestorePlan): Amount<Product>[] {
  const keys = new Set([...added, ...updated.map(({ line }) => line)].map((line) => line.product))
  return [...keys].flatMap((key) => {
    const product = products.get(key)
    const quantity = after.reduce((sum, line) => (line.product === key && !line.saved ? sum + line.quantity : sum), 0n)
    return product === undefined ? [] : [{ product, quantity }]
  })
}

type Lines = Pick<RestorePlan, 'added' | 'updated' | 'claiming' | 'rests'> & {
  /** The lines to be written, each with the one whose place it takes. */
  readonly written: readonly { readonly line: StoredLine; readonly instead: StoredLine | null }[]
}

/** The plan, or `insufficient_stock`: all that is known of units together is known here only. */
function planLines(context: Context, restoring: Restoring, lines: readonly RestoredLine[]): RestorePlan | ShopError {
  const changes = lines.flatMap((line) => changesOf(context, restoring, line))
  const written = changes.flatMap((change) => change.written)
  const rests = changes.flatMap((change) => change.rests)
  const gone = new Set([...written.flatMap(({ instead }) => instead ?? []), ...rests])
  const put = written.map(({ line }) => line)
  const claiming = changes.flatMap((change) => change.claiming)
  const retaken = lapsedClaims(
    restoring.rights.claims,
    claiming.map((line) => line.product),
    restoring.now,
  )
  const after = [...restoring.stay.filter((line) => !gone.has(line)), ...rests.map((line) => ({ ...line, rest: true })), ...put]
  try {
    return {
      after,
      put,
      replaced: written.flatMap(({ line, instead }) => (instead === null || instead.id === line.id ? [] : [instead.id])),
      rests,
      added: changes.flatMap((change) => change.added),
      updated: changes.flatMap((change) => change.updated),
      claiming,
      holds: moveHolds(
        context,
        { before: restoring.cart?.lines ?? [], after, released: restoring.gone, retaken },
        restoring.rights,
        restoring.now,
      ),
    }
  } catch (error) {
    if (error instanceof ShopError && error.code === 'insufficient_stock') return error
    throw error
  }
}

const NOTHING: Lines = { written: [], added: [], updated: [], claiming: [], rests: [] }

const changesOf = (context: Context, restoring: Restoring, line: RestoredLine): Lines =>
  line.product.stock === 'unique' ? pieceOf(context, restoring, line) : countedOf(context, restoring, line)

/** A single piece is taken up where it is saved or its hold is over, with the id that its new claim names; the price that was agreed stays. */
function pieceOf(context: Context, restoring: Restoring, { key, product, options }: RestoredLine): Lines {
  if (pieceIn(context, restoring, key) !== undefined) return NOTHING
  const { stay, now } = restoring
  const same = stay.find((line) => line.product === key && !line.saved) ?? stay.find((line) => line.product === key) ?? null
  const right = ownRight(restoring, key)
  const claims = right === null && claimOn(restoring, key) === null && holdPolicy(context.options, key, product.seller?.id) === 'hard'
  const agreed = same?.fixedPrice === true && same.kind === 'item' ? same.unitPrice : null
  const until = now + (restoring.buyer.userId === undefined ? context.options.holds.guest : context.options.holds.user)
  const line: StoredLine = {
    id: right?.holder ?? context.newId(),
    product: key,
    options: same?.options ?? options,
    kind: right === null ? 'item' : 'auction_win',
    saved: false,
    rest: false,
    quantity: 1n,
    scale: 0,
    unitPrice: right?.price ?? agreed ?? product.price,
    fixedPrice: (right !== null && right.price !== null) || agreed !== null,
    snapshot: snapshotOf(product),
    heldUntil: right?.expiresAt ?? (claims ? until : null),
    renewals: 0n,
    addedAt: same?.addedAt ?? now,
    place: same?.place ?? context.nextPlace(),
  }
  return { ...NOTHING, written: [{ line, instead: same }], added: [line], claiming: claims ? [line] : [] }
}

/** A line that is there gets the quantity, and its hold follows; beside what is saved comes a line of its own. */
function countedOf(context: Context, { stay, now }: Restoring, { key, product, options, quantity, scale }: RestoredLine): Lines {
  const same = stay.filter((line) => line.product === key && line.options === options)
  const there = same.find((line) => !line.saved)
  const until = now + stockRule(context, key).for
  if (there !== undefined) {
    if (there.quantity === quantity) return NOTHING
    const keeps = there.snapshot.stock === 'counted' && stockRule(context, key).reserve === 'add'
    const line = { ...there, quantity, heldUntil: keeps ? until : null }
    return { ...NOTHING, written: [{ line, instead: there }], updated: [{ line: there, quantity }] }
  }
  const line: StoredLine = {
    id: context.newId(),
    product: key,
    options,
    kind: 'item',
    saved: false,
    rest: false,
    quantity,
    scale,
    unitPrice: product.price,
    fixedPrice: false,
    snapshot: snapshotOf(product),
    heldUntil: reserves(context, product) ? until : null,
    renewals: 0n,
    addedAt: now,
    place: context.nextPlace(),
  }
  const saved = same.find((one) => !one.rest)
  const rest = same.find((one) => one.rest)
  if (saved === undefined || rest === undefined)
    return { ...NOTHING, written: [{ line, instead: null }], added: [line], rests: saved === undefined ? [] : [saved] }
  // Both parts of what is saved become one, so that there is room for the line.
  return {
    ...NOTHING,
    written: [
      { line, instead: saved },
      { line: sumOf(rest, saved), instead: rest },
    ],
    added: [line],
  }
}
