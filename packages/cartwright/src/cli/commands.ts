import { type FileHandle, open } from 'node:fs/promises'
import type { DjangoReport } from '../django/django-report.ts'
import { importFrom, shopProducts } from '../django/import-django-cart.ts'
import { djangoTables, hasGuests } from '../django/read-source.ts'
import { sourceCatalogue } from '../django/source-catalogue.ts'
import { coreMigrations } from '../storage/migrations.ts'
import { openSource } from '../storage/open-source.ts'
import { CLASSES, type Cleaned, cleanCarts } from '../upkeep/clean-carts.ts'
import { type Answer, type Call, type Command, numberOf, pairsOf, textOf, textsOf, WrongUse } from './command.ts'
import { exportCsv, importCsv } from './discount-commands.ts'
import { examine } from './doctor-command.ts'

const migrate: Command = {
  name: 'migrate',
  summary: 'Brings the tables up to this version. Harmless when done twice or by two at once.',
  options: [],
  parse: {},
  needsNoTables: true,
  async run({ context }) {
    await context.db.migrate(coreMigrations)
    const migrations = coreMigrations.map(({ name }) => name)
    return { figures: { migrations }, lines: [`up to date: ${migrations.join(', ')}`] }
  },
}

const clean: Command = {
  name: 'clean-carts',
  summary: 'Removes carts that nobody has used for some days; never one bound to a payment, a win or an unfinished order.',
  options: [
    { usage: '--days <n>', says: 'not used for so many days; default 90, above zero' },
    { usage: '--include-placed', says: 'also checked-out carts, when their orders are final' },
    { usage: '--class <class>', says: `only ${CLASSES.join(', ')}; may be given several times` },
    { usage: '--batch <n>', says: 'carts removed in one batch; default 100' },
    { usage: '--dry-run', says: 'counts, and changes nothing' },
  ],
  parse: {
    days: { type: 'string' },
    'include-placed': { type: 'boolean' },
    class: { type: 'string', multiple: true },
    batch: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  async run({ context, values, progress }) {
    const days = numberOf(values, 'days')
    const batch = numberOf(values, 'batch')
    const classes = textsOf(values, 'class').map((name) => {
      const found = CLASSES.find((one) => one === name)
      if (found === undefined) throw new WrongUse(`--class: ${name} is none of ${CLASSES.join(', ')}`)
      return found
    })
    const dryRun = values['dry-run'] === true
    const told = (cleaned: Cleaned): string =>
      `${dryRun ? '[dry run] ' : ''}${cleaned.seen} carts seen, ${cleaned.deleted} removed, ${cleaned.emptied} emptied, ${sumOf(cleaned.kept)} stale ones kept`
    const cleaned = await cleanCarts(context, {
      ...(days === undefined ? {} : { days }),
      ...(batch === undefined ? {} : { batch }),
      ...(classes.length === 0 ? {} : { classes }),
      includePlaced: values['include-placed'] === true,
      dryRun,
      onProgress: (sofar) => progress(() => told(sofar)),
    })
    const nothing = cleaned.deleted + cleaned.emptied === 0 ? ['nothing to remove'] : []
    return { figures: { dryRun, ...cleaned }, lines: [told(cleaned), ...nothing] }
  },
}

const sumOf = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0)

const tidy: Command = {
  name: 'sweep',
  summary: 'Tidies expired holds, keys and receipts. Due events are delivered with --shop only: handlers live in its process.',
  options: [],
  parse: {},
  async run({ sweep }) {
    const swept = await sweep()
    return { figures: swept, lines: [`${swept.claims} holds expired, ${swept.events} events delivered`] }
  },
}

const importDjango: Command = {
  name: 'import-django-cart',
  summary: 'Imports carts and discounts of a django-cart database, which is only read. Running it again carries only what is new.',
  options: [
    { usage: '--source <url>', says: 'the address of the django-cart database' },
    { usage: '--content-type <t>=<type>', says: 'which product type a content type is, by id or app_label.model; several times' },
    { usage: '--currency <code>', says: "the currency of its prices (with --shop the shop's)" },
    { usage: '--user <there>=<here>', says: 'the id here of a user there; several times; then only users that are named' },
    { usage: '--user-prefix <text>', says: 'what comes before user ids here' },
    { usage: '--unique <type>', says: 'each product of this type is one piece (with --shop not needed); several times' },
    { usage: '--scale <type>=<decimals>', says: 'decimals of quantities of this type (with --shop not needed); several times' },
    { usage: '--max-quantity <n>', says: 'most units of a product in a cart (with --shop its limit); default any number' },
    { usage: '--tokens <file>', says: 'where the new tokens of guests are added, a JSON object a line; needed when there are guests' },
    { usage: '--history', says: 'also checked-out carts of users, as closed carts' },
    { usage: '--name <name>', says: 'names the source, when there are several; default django-cart' },
    { usage: '--table-prefix <text>', says: 'what the names of its tables begin with; default cart_' },
    { usage: '--batch <n>', says: 'carts read at once; default 200' },
    { usage: '--dry-run', says: 'reads and judges everything, and writes nothing' },
  ],
  parse: {
    source: { type: 'string' },
    'content-type': { type: 'string', multiple: true },
    currency: { type: 'string' },
    user: { type: 'string', multiple: true },
    'user-prefix': { type: 'string' },
    unique: { type: 'string', multiple: true },
    scale: { type: 'string', multiple: true },
    'max-quantity': { type: 'string' },
    tokens: { type: 'string' },
    history: { type: 'boolean' },
    name: { type: 'string' },
    'table-prefix': { type: 'string' },
    batch: { type: 'string' },
    'dry-run': { type: 'boolean' },
  },
  run: runImport,
}

async function runImport({ context, values, progress }: Call): Promise<Answer> {
  const address = textOf(values, 'source')
  if (address === undefined) throw new WrongUse('--source is missing: the address of the django-cart database')
  const contentTypes = pairsOf(values, 'content-type')
  if (Object.keys(contentTypes).length === 0) throw new WrongUse('--content-type is missing, such as --content-type 7=garment')
  const ownCatalogue = Object.keys(context.options.products).length > 0
  if (!ownCatalogue && textOf(values, 'currency') === undefined) throw new WrongUse('--currency is missing, such as --currency EUR')
  const unknown = Object.values(contentTypes).find((type) =>
    ownCatalogue ? !Object.hasOwn(context.options.products, type) : !/^[a-z][a-z0-9_-]*$/.test(type),
  )
  if (unknown !== undefined) throw new WrongUse(`--content-type: ${unknown} is no product type`)
  const scales = Object.fromEntries(Object.entries(pairsOf(values, 'scale')).map(([type, text]) => [type, scaleOf(text)]))
  const users = pairsOf(values, 'user')
  const prefix = textOf(values, 'user-prefix') ?? ''
  const named = Object.keys(users).length > 0
  const [name, tablePrefix, batch] = [textOf(values, 'name'), textOf(values, 'table-prefix'), numberOf(values, 'batch')]
  const source = await openSource(address)
  const dryRun = values['dry-run'] === true
  const file = textOf(values, 'tokens')
  let tokens: FileHandle | null = null
  try {
    if (file === undefined && !dryRun && (await hasGuests(source, await djangoTables(source, tablePrefix ?? 'cart_'))))
      throw new WrongUse('--tokens is missing: the source has carts of guests, and their new tokens are told only once')
    tokens = file === undefined || dryRun ? null : await open(file, 'a', 0o600)
    const products = ownCatalogue
      ? shopProducts(context)
      : await sourceCatalogue(context, source, contentTypes, { unique: textsOf(values, 'unique'), scales })
    const report = await importFrom(context, source, products, {
      contentTypes,
      user: (id) => (Object.hasOwn(users, id) ? (users[id] ?? null) : named && prefix === '' ? null : `${prefix}${id}`),
      history: values.history === true,
      dryRun,
      onTokens: async (guests) => {
        await tokens?.appendFile(guests.map((guest) => `${JSON.stringify(guest)}\n`).join(''))
        await tokens?.sync()
      },
      ...(name === undefined ? {} : { name }),
      ...(tablePrefix === undefined ? {} : { tablePrefix }),
      ...(batch === undefined ? {} : { batch }),
      onProgress: (sofar) => progress(() => `${sofar.carts.found} carts read, ${sofar.carts.carried} carried`),
    })
    return { figures: { ...report }, lines: linesOf(report) }
  } finally {
    await tokens?.close()
    await source.close()
  }
}

function scaleOf(text: string): number {
  if (!/^([0-9]|1[0-8])$/.test(text)) throw new WrongUse(`--scale: ${text} is not 0 to 18`)
  return Number(text)
}

const linesOf = ({ dryRun, carts, lines, discounts, merged, guests, notChecked, problems }: DjangoReport): string[] => [
  `${dryRun ? '[dry run] ' : ''}carts: ${carts.found} found, ${carts.carried} carried (${carts.merged} of them into one that was there), ${carts.already} carried earlier, ${carts.empty} empty, ${carts.passedOver} checked out, ${carts.leftOut} left out`,
  `lines: ${lines.found} found, ${lines.carried} carried, ${lines.leftOut} left out`,
  `discounts: ${discounts.found} found, ${discounts.carried} carried, ${discounts.already} there already, ${discounts.leftOut} left out`,
  ...merged.map(({ user, carts: ids }) => `user ${user}: carts ${ids.join(', ')} are one`),
  ...guests.map(({ cart, token }) => `guest cart ${cart}: token ${token}`),
  ...notChecked.map((table) => `products not checked: the source has no table ${table}`),
  ...problems.map(
    ({ what, id, cart, outcome, reason, detail }) =>
      `${what} ${id}${cart === undefined ? '' : ` of cart ${cart}`}: ${outcome === 'changed' ? 'changed' : 'left out'}, ${reason}${detail === undefined ? '' : ` (${detail})`}`,
  ),
]

export const COMMANDS: readonly Command[] = [migrate, clean, tidy, examine, importCsv, exportCsv, importDjango]
