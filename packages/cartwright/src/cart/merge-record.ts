import type { Notice } from './cart-view.ts'
import type { Joined } from './join-lines.ts'
import type { StoredCart, StoredLine } from './stored-cart.ts'

/** How long a merge can be undone. */
export const UNDO_MILLISECONDS: bigint = 15n * 60_000n

/** A row as it was before the merge. Quantities and amounts are whole numbers as text. */
export interface RowBefore {
  readonly rest: boolean
  readonly saved: boolean
  readonly quantity: string
  readonly scale: number
  readonly unitPrice: string
  readonly fixedPrice: boolean
}

/** What a merge has changed of one product with its options. */
export interface RecordedChange {
  readonly product: string
  readonly options: string
  readonly before: readonly RowBefore[]
  /** A row that is other than this was changed meanwhile. */
  readonly after: readonly { readonly id: string; readonly saved: boolean; readonly quantity: string }[]
  /** How much was joined in, in steps of 10^-scale units. */
  readonly came: string
  readonly scale: number
}

/** What has to be known to undo a merge, as JSON. */
export interface MergeRecord {
  readonly codes: { readonly before: readonly string[]; readonly after: readonly string[] }
  /** What was said of it; it is not true any more once it is undone. */
  readonly notices: readonly Notice[]
  readonly lines: readonly RecordedChange[]
}

/** Writes down what joining two carts changes. A single piece that both carts had is no change: it stays, whoever had the better hold. */
export function recordOf(
  { source, target, codes }: { readonly source: StoredCart; readonly target: StoredCart | null; readonly codes: readonly string[] },
  joined: Joined,
  notices: readonly Notice[],
): MergeRecord {
  const dropped = new Set(joined.report.dropped.map(({ product, options }) => `${product} ${options}`))
  const changed = Map.groupBy(joined.put, (line) => `${line.product} ${line.options}`)
  const lines = [...changed.values()].flatMap(([line]): RecordedChange[] => {
    if (line === undefined) return []
    const { product, options } = line
    const before = (target?.lines ?? []).filter((one) => one.product === product && one.options === options)
    const unique = line.snapshot.stock === 'unique'
    if (unique && before.some((one) => !one.saved) && !line.saved) return []
    const came = source.lines.filter(
      (one) => one.product === product && (unique || one.options === options) && !dropped.has(`${one.product} ${one.options}`),
    )
    const scale = Math.max(0, ...came.map((one) => one.scale))
    const sum = came.reduce((total, one) => total + one.quantity * 10n ** BigInt(scale - one.scale), 0n)
    const after = joined.lines
      .filter((one) => one.product === product && one.options === options)
      .map(({ id, saved, quantity }) => ({ id, saved, quantity: quantity.toString() }))
    return [{ product, options, before: before.map(rowBefore), after, came: sum.toString(), scale }]
  })
  return { codes: { before: target?.codes ?? [], after: codes }, notices, lines }
}

const rowBefore = ({ rest, saved, quantity, scale, unitPrice, fixedPrice }: StoredLine): RowBefore => ({
  rest,
  saved,
  quantity: quantity.toString(),
  scale,
  unitPrice: unitPrice.toString(),
  fixedPrice,
})
