import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { text as textOfStream } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import type { Context } from '../context.ts'
import { exportDiscounts } from '../discounts/export-csv.ts'
import { importDiscounts } from '../discounts/import-csv.ts'
import { readCsv } from '../discounts/read-csv.ts'
import { firstOf } from '../storage/database.ts'
import { type Statement, sql } from '../storage/statement.ts'
import { type Command, textOf, WrongUse } from './command.ts'

const CURRENCY = { usage: '--currency <code>', says: "the shop's currency; default the one its carts and discounts are in" }

const currencyOfCarts = (): Statement => sql`select currency from cart limit 1`
const currencyOfDiscounts = (): Statement => sql`select currency from discount where currency is not null limit 1`

/** The context in the currency that was named, or that the database's own rows are in; null when neither tells. */
async function inCurrency(context: Context, named: string | undefined): Promise<Context | null> {
  if (named !== undefined || Object.keys(context.options.products).length > 0) return context
  const [carts, discounts] = await context.db.read(currencyOfCarts(), currencyOfDiscounts())
  const currency = (firstOf(carts) ?? firstOf(discounts))?.currency
  return typeof currency === 'string' ? withCurrency(context, currency) : null
}

const withCurrency = (context: Context, currency: string): Context => ({ ...context, options: { ...context.options, currency } })

export const importCsv: Command = {
  name: 'discounts import',
  summary: 'Reads discounts from a CSV file: adds new codes, changes known ones. Bad lines are named, and the exit code is 1.',
  words: '<file, or - for standard input>',
  options: [CURRENCY, { usage: '--refuse', says: 'with a bad line nothing is stored; default the good lines are' }],
  parse: { currency: { type: 'string' }, refuse: { type: 'boolean' } },
  async run({ context, values, words, progress }) {
    const [file, ...more] = words
    if (file === undefined || more.length > 0) throw new WrongUse('discounts import takes one file, or - for standard input')
    const csv = file === '-' ? await textOfStream(process.stdin) : await readFile(file, 'utf8')
    const known = await inCurrency(context, textOf(values, 'currency'))
    const done = await importDiscounts(known ?? withCurrency(context, (await currencyIn(csv)) ?? context.options.currency), csv, {
      badRows: values.refuse === true ? 'refuse' : 'skip',
      progress: (lines) => progress(() => `${lines} lines read`),
    })
    return {
      figures: { ...done },
      lines: [
        `${done.added} added, ${done.changed} changed, ${done.unchanged} as they were, ${done.bad.length} bad lines`,
        ...done.bad.map(({ line, code, reason }) => `line ${line}${code === null ? '' : ` (${code})`}: ${reason}`),
      ],
      found: done.bad.length > 0,
    }
  },
}

/** The currency that the first line of a file names, for a database that holds nothing yet. */
async function currencyIn(csv: string): Promise<string | null> {
  for await (const { cells } of readCsv(csv)) return cells?.currency?.trim() || null
  return null
}

export const exportCsv: Command = {
  name: 'discounts export',
  summary: 'Writes all discounts as CSV, to standard output or a file.',
  options: [CURRENCY, { usage: '--file <path>', says: 'the file to write; default standard output' }],
  parse: { currency: { type: 'string' }, file: { type: 'string' } },
  async run({ context, values }) {
    const known = await inCurrency(context, textOf(values, 'currency'))
    if (known === null) throw new WrongUse('--currency is missing: the database does not tell it')
    const file = textOf(values, 'file')
    if (file !== undefined) {
      await pipeline(exportDiscounts(known), createWriteStream(file))
      return { figures: { file }, lines: [`written to ${file}`] }
    }
    const csv = (await Array.fromAsync(exportDiscounts(known))).join('')
    return { figures: { csv }, lines: [], document: csv }
  },
}
