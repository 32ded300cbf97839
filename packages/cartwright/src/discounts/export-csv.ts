import { stringify } from 'csv-stringify/sync'
import type { Context } from '../context.ts'
import { COLUMNS, cellsOf } from './csv-cells.ts'
import { asText } from './csv-text.ts'
import { listDiscounts } from './find-discounts.ts'

/**
 * All discounts as CSV (RFC 4180, UTF-8, a header line), in pieces of up to 1000 lines, in the order of their codes. `importCsv` reads it back; uses
 * go along as a number, which a new shop counts on. A code or a campaign that a spreadsheet would compute (`-2-3`, `1E5`, `0012`) has `'` before it;
 * `importCsv` takes it away.
 *
 * @example
 * for await (const piece of shop.discounts.exportCsv()) file.write(piece)
 */
export async function* exportDiscounts(context: Context): AsyncGenerator<string, void, undefined> {
  yield stringify([[...COLUMNS]])
  let cursor: string | null = ''
  while (cursor !== null) {
    const { items, next }: Awaited<ReturnType<typeof listDiscounts>> = await listDiscounts(context, { cursor, limit: 1000 })
    const rows = items.map((discount) => {
      const cells = cellsOf(discount, context.options.currency)
      return COLUMNS.map((column) => asText(column, cells[column]))
    })
    if (rows.length > 0) yield stringify(rows)
    cursor = next
  }
}
