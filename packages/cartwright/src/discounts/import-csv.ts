import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { given } from '../check-input.ts'
import type { Actor, Context } from '../context.ts'
import type { Statement } from '../storage/statement.ts'
import { forgetAutomaticCodes } from './automatic-codes.ts'
import { campaignsOf } from './campaigns.ts'
import { changedDiscount } from './change-discount.ts'
import { checkedDiscount } from './check-discount.ts'
import { cellsOf, discountOf } from './csv-cells.ts'
import type { Discount, NewDiscount } from './discount.ts'
import { discountsByCode, insertDiscounts, readDiscount, updateDiscount } from './discount-rows.ts'
import { readCsv } from './read-csv.ts'

/** A line that was not taken, and why, in English. */
export interface BadRow {
  readonly line: number
  readonly code: string | null
  readonly reason: string
}

export interface ImportedDiscounts {
  readonly added: number
  readonly changed: number
  /** Said the same already. */
  readonly unchanged: number
  readonly bad: readonly BadRow[]
}

export interface ImportOptions {
  /** `skip` (default): the good lines are stored. `refuse`: with a bad line nothing is. */
  readonly badRows?: 'skip' | 'refuse'
  /** Who does it, for the audit: one record a batch, under its first code. */
  readonly by?: Actor
  /** Told the lines that are done, after each batch. */
  readonly progress?: (lines: number) => void
}

interface GoodRow {
  readonly line: number
  readonly given: NewDiscount
}

/** What a batch comes to. */
interface Plan {
  readonly added: readonly Discount[]
  readonly changed: readonly Discount[]
  readonly unchanged: number
  readonly bad: readonly BadRow[]
}

const BATCH = 200

/**
 * Reads discounts from CSV, as `exportCsv` writes them: a strict header, then a line for each code. A new code is added, a known one is put as the line
 * says (its uses stay), one that says the same stays as it is; so the same file may be read any number of times. Lines are stored in batches of 200.
 * Bad lines are reported with their number and reason (a campaign that nobody has made is one); a damaged quote ends the reading there. Refuses with `invalid_input` for a wrong header.
 *
 * @example
 * const { added, changed, bad } = await shop.discounts.importCsv(createReadStream('codes.csv'), { badRows: 'refuse' })
 */
export async function importDiscounts(
  context: Context,
  source: string | AsyncIterable<string | Uint8Array>,
  { badRows = 'skip', by, progress = () => undefined }: ImportOptions = {},
): Promise<ImportedDiscounts> {
  if (typeof source !== 'string') given(source, 'source')
  const bad: BadRow[] = []
  let [added, changed, unchanged, lines] = [0, 0, 0, 0]
  const store = async (rows: readonly GoodRow[]): Promise<void> => {
    const plan = await storeRows(context, rows, by)
    added += plan.added.length
    changed += plan.changed.length
    unchanged += plan.unchanged
    bad.push(...plan.bad)
    lines += rows.length
    progress(lines)
  }
  if (badRows === 'skip') {
    for await (const rows of batchesOf(context, source, bad)) await store(rows)
  } else {
    const batches: (readonly GoodRow[])[] = []
    for await (const rows of batchesOf(context, source, bad)) {
      bad.push(...(await planOf(context, rows)).bad)
      batches.push(rows)
    }
    if (bad.length === 0) for (const rows of batches) await store(rows)
  }
  return { added, changed, unchanged, bad: bad.toSorted((left, right) => left.line - right.line) }
}

/** The good lines, some at a time; bad ones are put into `bad`. */
async function* batchesOf(
  { options }: Context,
  source: string | AsyncIterable<string | Uint8Array>,
  bad: BadRow[],
): AsyncGenerator<readonly GoodRow[], void, undefined> {
  const seen = new Map<string, number>()
  let rows: GoodRow[] = []
  for await (const { line, cells, problem } of readCsv(source)) {
    const row = cells === null ? (problem ?? '') : goodRow(cells, line)
    if (typeof row === 'string') bad.push({ line, code: cells?.code?.trim() || null, reason: row })
    else rows.push(row)
    if (rows.length < BATCH) continue
    yield rows
    rows = []
  }
  if (rows.length > 0) yield rows

  function goodRow(cells: Parameters<typeof discountOf>[0], line: number): GoodRow | string {
    try {
      const given = discountOf(cells, options.currency)
      const { code } = checkedDiscount(given)
      const before = seen.get(code)
      if (before !== undefined) return `the code is in line ${before} already`
      seen.set(code, line)
      return { line, given: { ...given, code } }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      return error.message
    }
  }
}

function storeRows(context: Context, rows: readonly GoodRow[], by: Actor | undefined): Promise<Plan> {
  let plan: Plan = { added: [], changed: [], unchanged: 0, bad: [] }
  return act(
    context,
    async () => {
      plan = await planOf(context, rows)
      const { added, changed } = plan
      const { currency } = context.options
      const statements: Statement[] = changed.map((discount) => updateDiscount(discount, currency).orReread())
      if (added.length > 0) statements.push(insertDiscounts(added, currency, context.clock()).expect(BigInt(added.length)).orReread())
      if (statements.length === 0) return plan
      const [key, id] = [rows[0]?.given.code ?? '', context.newId()]
      const after = { added: `${added.length}`, changed: `${changed.length}` }
      if (by !== undefined) statements.push(recordAct(key, id, { actor: by, act: 'discount.import', after }, context.clock()))
      await context.db.batch(statements, { key, id })
      forgetAutomaticCodes(context)
      return plan
    },
    async () => plan,
  )
}

/** Compares lines with what is stored. */
async function planOf(context: Context, rows: readonly GoodRow[]): Promise<Plan> {
  const [stored = []] = await context.db.read(
    discountsByCode(
      rows.map(({ given }) => given.code),
      '',
    ),
  )
  const known = new Map(stored.map((row) => [String(row.code), readDiscount(row)]))
  const campaigns = await campaignsOf(
    context,
    rows.map(({ given }) => checkedDiscount(given)),
    '',
  )
  const added: Discount[] = []
  const changed: Discount[] = []
  const bad: BadRow[] = []
  for (const { line, given } of rows) {
    const before = known.get(given.code)
    try {
      const after = before === undefined ? checkedDiscount(given) : changedDiscount(before, { ...wanted(given) })
      if (after.campaign !== null && !campaigns.has(after.campaign)) throw new RangeError(`there is no campaign ${after.campaign}`)
      if (before === undefined) added.push(after)
      else if (contentOf(context, before) !== contentOf(context, after)) changed.push(after)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      bad.push({ line, code: given.code, reason: error.message })
    }
  }
  return {
    added,
    changed: changed.sort((left, right) => (left.code < right.code ? -1 : 1)),
    unchanged: rows.length - added.length - changed.length - bad.length,
    bad,
  }
}

/** A line says everything of its discount: what it does not name is the default, not what was there. */
function wanted(given: NewDiscount): Omit<Discount, 'code' | 'uses' | 'usesBefore' | 'version'> {
  const { code: _, uses: __, usesBefore: ___, version: ____, ...rest } = checkedDiscount(given)
  return rest
}

const contentOf = ({ options }: Context, discount: Discount): string => JSON.stringify({ ...cellsOf(discount, options.currency), uses: '' })
