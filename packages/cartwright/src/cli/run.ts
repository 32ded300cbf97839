import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { ShopError } from '../errors.ts'
import { toJson } from '../pricing/to-json.ts'
import type { Shop } from '../shop-types.ts'
import { missingPart } from '../storage/address.ts'
import type { Database } from '../storage/database.ts'
import { isApplied } from '../storage/migrate.ts'
import { coreMigrations } from '../storage/migrations.ts'
import { openDatabase } from '../storage/open.ts'
import { ADDRESS_FORMS } from '../storage/open-source.ts'
import { sweep } from '../upkeep/sweep.ts'
import { type Answer, type Call, type Command, numberOf, textOf, type Values, WrongUse } from './command.ts'
import { COMMANDS } from './commands.ts'
import { engineContext } from './engine-context.ts'

/** On the command line what fails ends it. */
const raise = (error: unknown): never => {
  throw error
}

/** Handlers live in the shop's process; here nobody is told. */
const NOBODY = { announce: () => undefined, deliver: async () => 0, stop: async () => undefined } as const

/** The world of one run. */
export interface Terminal {
  /** The address of the database when the command line names none. */
  readonly address: string | undefined
  readonly out: (text: string) => unknown
  readonly note: (text: string) => unknown
}

const DONE = 0
const FAILED = 1
const WRONG_USE = 2

const COMMON = {
  database: { type: 'string' },
  shop: { type: 'string' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const

/**
 * Carries out one command line and answers the exit code: 0 done, 1 found something wrong or failed, 2 wrong use. With `--json` exactly one JSON object goes to standard output,
 * whatever the end; progress and complaints go to standard error.
 */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  const json = words.includes('--json')
  const answer = (figures: Readonly<Record<string, unknown>>, text: string): void => {
    terminal.out(json ? `${JSON.stringify(toJson(figures))}\n` : text)
  }
  try {
    const command = COMMANDS.find(({ name }) => name.split(' ').every((word, place) => words[place] === word))
    if (words.includes('--help') || words.includes('-h') || words.length === 0) {
      const help = command === undefined ? overview() : helpOf(command)
      answer({ help }, help)
      return words.length === 0 ? WRONG_USE : DONE
    }
    if (command === undefined && words.includes('--version')) {
      const version = ownVersion()
      answer({ version }, `${version}\n`)
      return DONE
    }
    if (command === undefined) throw new WrongUse(`there is no command ${words[0]}. cartwright --help names them`)
    const { figures, lines, document, found } = await carryOut(command, words, terminal)
    answer({ command: command.name, ...figures }, document ?? lines.map((line) => `${line}\n`).join(''))
    return found === true ? FAILED : DONE
  } catch (error) {
    const wrong = error instanceof WrongUse || error instanceof RangeError
    const message = error instanceof Error && error.message !== '' ? error.message : 'failed'
    const code = error instanceof ShopError ? { code: error.code, details: error.details } : {}
    if (json) answer({ error: message, ...code }, '')
    terminal.note(`cartwright: ${message.split('\n')[0]}${fieldsOf(error)}\n`)
    return wrong ? WRONG_USE : FAILED
  }
}

/** The fields a refusal names, for people: a header that is not understood says nothing without its column. */
function fieldsOf(error: unknown): string {
  const errors =
    error instanceof ShopError && Array.isArray(error.details.errors) ? (error.details.errors as Record<string, unknown>[]) : []
  return errors.length === 0 ? '' : ` (${errors.map(({ field, code, column = '' }) => `${field}: ${code} ${column}`.trimEnd()).join(', ')})`
}

function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string }
  return version
}

async function carryOut(command: Command, words: readonly string[], terminal: Terminal): Promise<Answer> {
  const { values, positionals } = parsed(command, words)
  const rest = positionals.slice(command.name.split(' ').length)
  if (rest.length > 0 && command.words === undefined) throw new WrongUse(`${command.name} takes no ${rest[0]}`)
  const opened = await open(command, values, terminal)
  try {
    await opened.database.ping().catch((error: unknown) => {
      throw new Error('the database does not answer', { cause: error })
    })
    if (command.needsNoTables !== true && !(await isMigrated(opened.database)))
      throw new Error('the database has no tables of cartwright, or older ones: run cartwright migrate')
    return await command.run({ ...opened, values, words: rest, progress: progressOf(opened.context.clock, terminal) })
  } finally {
    await opened.close()
  }
}

function parsed(command: Command, words: readonly string[]): { values: Values; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...words], options: { ...COMMON, ...command.parse }, allowPositionals: true })
    return { values: values as Values, positionals }
  } catch (error) {
    throw new WrongUse(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'not understood')
  }
}

/** The shop of the named module, or the database alone. */
async function open(
  command: Command,
  values: Values,
  { address }: Terminal,
): Promise<Pick<Call, 'context' | 'sweep'> & { readonly database: Database; readonly close: () => Promise<void> }> {
  const module = textOf(values, 'shop')
  if (module !== undefined) {
    if (textOf(values, 'database') !== undefined) throw new WrongUse('--database and --shop: one of them, the shop brings its own database')
    const { shop } = (await import(pathToFileURL(resolve(module)).href)) as { shop?: Shop | Promise<Shop> }
    const made = await shop
    if (made?.context === undefined) throw new WrongUse(`--shop: ${module} exports no shop`)
    return { context: made.context, sweep: () => made.sweep(), database: made.context.db, close: () => made.close() }
  }
  const url = textOf(values, 'database') ?? address
  if (url === undefined || url === '') throw new WrongUse(`--database is missing: ${ADDRESS_FORMS}`)
  const missing = missingPart(url)
  if (missing?.what === 'folder') throw new WrongUse(`--database: there is no folder ${missing.path}`)
  if (missing !== null && command.needsNoTables !== true)
    throw new Error(`--database: there is no file ${missing.path}; cartwright migrate makes it`)
  const currency = textOf(values, 'currency')
  const most = numberOf(values, 'max-quantity')
  const database = openDatabase(url)
  try {
    const limits = most === undefined ? {} : { maxQuantity: BigInt(Math.trunc(most)) }
    const context = engineContext(database, { ...limits, ...(currency === undefined ? {} : { currency }) })
    return { context, sweep: () => sweep(context, NOBODY, raise), database, close: () => database.close() }
  } catch (error) {
    await database.close()
    throw error
  }
}

async function isMigrated(database: Database): Promise<boolean> {
  try {
    const answers = await database.read(...coreMigrations.map(isApplied))
    return answers.every((rows) => rows.length === 1)
  } catch (error) {
    if (database.faultOf(error) === 'other') return false
    throw error
  }
}

/** At most one line a second: a long work makes many steps. */
function progressOf(clock: () => bigint, { note }: Terminal): Call['progress'] {
  let told = clock()
  return (text) => {
    if (clock() - told < 1_000n) return
    told = clock()
    note(`${text()}\n`)
  }
}

const overview = (): string => `cartwright <command> --database <url>

Commands
${COMMANDS.map(({ name, summary }) => `  ${name.padEnd(20)} ${summary}`).join('\n')}

Options of all commands
  --database <url>     ${ADDRESS_FORMS}; default the environment's DATABASE_URL
  --shop <module>      in place of --database: a module that exports the shop as \`shop\`, with its products and handlers
  --json               one JSON object on standard output
  --help               this, or with a command what it takes
  --version            the version of cartwright

Exit code: 0 done, 1 found something wrong or failed, 2 wrong use.
`

const helpOf = ({
  name,
  summary,
  words,
  options,
}: Command): string => `cartwright ${name}${words === undefined ? '' : ` ${words}`} --database <url>

${summary}

Options
${[
  ...options,
  { usage: '--database <url>', says: ADDRESS_FORMS },
  { usage: '--shop <module>', says: 'a module that exports the shop as `shop`, in place of --database' },
  { usage: '--json', says: 'one JSON object on standard output' },
]
  .map(({ usage, says }) => `  ${usage.padEnd(28)} ${says}`)
  .join('\n')}
`
