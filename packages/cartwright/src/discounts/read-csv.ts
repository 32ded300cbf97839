import { Readable } from 'node:stream'
import { CsvError, type Parser, parse } from 'csv-parse'
import { ShopError } from '../errors.ts'
import { COLUMNS, type Column, NEEDED } from './csv-cells.ts'
import { fromText } from './csv-text.ts'

/** One line of the file; `cells` null when its number of cells is not that of the header, or nothing can be read from here on. */
export interface CsvRow {
  /** The line it begins at; the header is line 1. */
  readonly line: number
  readonly cells: Readonly<Partial<Record<Column, string>>> | null
  readonly problem: string | null
}

/** Longer lines are no discounts. */
const LONGEST = 1_000_000

/**
 * Reads a file of discounts line by line. The header must name known columns, each once, with `code`, `kind` and `value` among them; else it refuses
 * with `invalid_input`. It also says what stands between cells: commas, or semicolons, as spreadsheets write in countries with decimal commas.
 */
export async function* readCsv(source: string | AsyncIterable<string | Uint8Array>): AsyncGenerator<CsvRow, void, undefined> {
  const found: { readonly record: readonly string[]; readonly line: number }[] = []
  const parserOf = (delimiter: string): Parser => {
    const made = parse({
      bom: true,
      delimiter,
      relax_column_count: true,
      skip_empty_lines: true,
      max_record_size: LONGEST,
      // Taken here and not from the stream, which throws away what is not read yet when a later line is damaged.
      onRecord: (record: string[], { lines }) => {
        found.push({ record, line: lines - record.reduce((breaks, cell) => breaks + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0) })
        return null
      },
    })
    // Told to whoever writes.
    return made.on('error', () => undefined)
  }
  let header: readonly Column[] | null = null
  const rows = function* (): Generator<CsvRow, void, undefined> {
    for (const { record, line } of found.splice(0)) {
      if (header === null) header = headerOf(record)
      else yield rowOf(header, record, line)
    }
  }
  const feed = async (write: (done: (error?: Error | null) => void) => void): Promise<Error | null> =>
    new Promise((resolve) => {
      write((error) => resolve(error ?? null))
    })

  let damage: Error | null = null
  const [delimiter, pieces] = await delimited(typeof source === 'string' ? Readable.from([source]) : source)
  const parser = parserOf(delimiter)
  for await (const piece of pieces) {
    damage = await feed((done) => parser.write(piece, done))
    yield* rows()
    if (damage !== null) break
  }
  if (damage === null) {
    damage = await feed((done) => parser.end(done))
    yield* rows()
  }
  if (damage instanceof CsvError)
    yield { line: Number(damage.lines ?? 1), cells: null, problem: `from here on it is no CSV: ${damage.message}` }
  else if (damage !== null) throw damage
  else if (header === null) throw headerError('empty')
}

type Pieces = AsyncIterable<string | Uint8Array>

/** What stands between the cells, and the whole file again: no name of a column has either sign. */
async function delimited(source: Pieces): Promise<readonly [delimiter: string, pieces: Pieces]> {
  const left = source[Symbol.asyncIterator]()
  const begun: (string | Uint8Array)[] = []
  let sign: string | undefined
  for (let size = 0; sign === undefined && size < LONGEST; ) {
    const { done, value } = await left.next()
    if (done === true) break
    begun.push(value)
    size += value.length
    sign = /[,;\r\n]/.exec(typeof value === 'string' ? value : Buffer.from(value).toString('latin1'))?.[0]
  }
  const all = async function* (): AsyncGenerator<string | Uint8Array, void, undefined> {
    yield* begun
    yield* { [Symbol.asyncIterator]: () => left }
  }
  return [sign === ';' ? ';' : ',', all()]
}

const rowOf = (header: readonly Column[], record: readonly string[], line: number): CsvRow =>
  record.length === header.length
    ? { line, cells: Object.fromEntries(header.map((column, place) => [column, fromText(column, record[place] ?? '')])), problem: null }
    : { line, cells: null, problem: `there are ${record.length} cells, and ${header.length} columns` }

function headerOf(record: readonly string[]): readonly Column[] {
  const names = record.map((name) => name.trim())
  const strange = names.find((name) => !(COLUMNS as readonly string[]).includes(name))
  if (strange !== undefined) throw headerError('unknown_column', strange)
  const twice = names.find((name, place) => names.indexOf(name) !== place)
  if (twice !== undefined) throw headerError('duplicate_column', twice)
  const missing = NEEDED.find((name) => !names.includes(name))
  if (missing !== undefined) throw headerError('missing_column', missing)
  return names as Column[]
}

const headerError = (code: string, column?: string): ShopError =>
  new ShopError('invalid_input', { errors: [{ field: 'header', code, ...(column !== undefined && { column }) }] })
