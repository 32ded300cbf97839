import { readProducts } from '../catalog/read-products.ts'
import { type Context, hashOf, newToken, ownerOf } from '../context.ts'
import { openSource, type Source } from '../storage/open-source.ts'
import { carryCart } from './carry-cart.ts'
import { carryDiscounts } from './carry-discounts.ts'
import { type DjangoReport, newTally, reportOf, type Tally } from './django-report.ts'
import { type Catalogue, judgeLines, type Products } from './judge-lines.ts'
import { carriedAmong } from './mark-rows.ts'
import {
  cartsAfter,
  contentTypes,
  djangoTables,
  linesOf,
  orphansOf,
  readDiscounts,
  type SourceCart,
  type SourceLine,
} from './read-source.ts'

export interface DjangoImportOptions {
  /** Which of our product types each content type is, by its id or by `app_label.model`. Lines of others are left out and reported. */
  readonly contentTypes: Readonly<Record<string, string>>
  /** Names the source in the marks of what was carried, so that several can be imported. Default `django-cart`. */
  readonly name?: string
  /** What the names of its tables begin with. Default `cart_`. */
  readonly tablePrefix?: string
  /** The user id here of a user id there; null leaves his carts out. Default the same id. */
  readonly user?: (id: string) => string | null
  /** The token of a guest's cart. Default a new random one; give one made from a secret of yours, to be able to make it again. */
  readonly token?: (cart: string) => string
  /**
   * Told the tokens of guests before their carts are written, a page of carts at a time, and waited for: keep them, a run that is broken off afterwards
   * cannot tell them again. A token whose cart was then not carried opens nothing.
   */
  readonly onTokens?: (guests: DjangoReport['guests']) => Promise<void> | void
  /** Also checked-out carts, as closed carts of their users' history. Default false. */
  readonly history?: boolean
  /** Reads and judges everything, and writes nothing. Default false. */
  readonly dryRun?: boolean
  /** Carts read at once. Default 200. */
  readonly batch?: number
  /** Called after each step with the report so far. */
  readonly onProgress?: (report: DjangoReport) => void
}

/**
 * Imports the carts and discounts of a django-cart database (3.x, on either engine), which is only read. Open carts of users go into the cart they have
 * here, or a new one; those of guests get new tokens, told in the report; discounts keep their counters. Nothing is trusted: products must exist, prices
 * are what the buyer saw last and the catalogue decides, unique goods are held for nobody. Each cart is carried in one batch with a mark, so running it
 * again carries only what is new, and a run that broke off can be repeated. What cannot be carried is in the report with its reason.
 * Throws `RangeError` for senseless options and where the tables are not there.
 *
 * @param source the address of the database: the forms that `openDatabase` takes
 * @example
 * const report = await importDjangoCart(shop, 'postgres://127.0.0.1/old', { contentTypes: { 'store.garment': 'garment' }, dryRun: true })
 */
export async function importDjangoCart(
  shop: { readonly context: Context },
  source: string,
  options: DjangoImportOptions,
): Promise<DjangoReport> {
  const { context } = shop
  for (const type of Object.values(options.contentTypes))
    if (!Object.hasOwn(context.options.products, type)) throw new RangeError(`content types: there is no product type ${type}`)
  const opened = await openSource(source)
  try {
    return await importFrom(context, opened, shopProducts(context), options)
  } finally {
    await opened.close()
  }
}

/** The products as the shop's own sources tell them. */
export const shopProducts = (context: Context): Products => ({
  catalogue: async (keys) => new Map([...(await readProducts(context, keys))].map(([key, product]) => [key, { product, priced: true }])),
  notChecked: () => [],
})

/** The import itself, from a source that is open and with products from wherever they are known. */
export async function importFrom(
  context: Context,
  source: Source,
  { catalogue, notChecked }: Products,
  options: DjangoImportOptions,
): Promise<DjangoReport> {
  const { batch = 200, dryRun = false } = options
  if (!Number.isInteger(batch) || batch < 1 || batch > 5_000) throw new RangeError('batch: must be a whole number from 1 to 5000')
  const tables = await djangoTables(source, options.tablePrefix ?? 'cart_')
  const types = await typesOf(source, options.contentTypes)
  const tally = newTally()
  const codes = await carryDiscounts(context, await readDiscounts(source, tables.discounts), dryRun, tally)
  for (let after = '0'; ; ) {
    const carts = await cartsAfter(source, tables.carts, after, batch)
    const [first, last] = [carts[0], carts.at(-1)]
    if (first === undefined || last === undefined) break
    const lines = await linesOf(source, tables.lines, first.id, last.id)
    await carryPage(context, { carts, lines, types, codes, catalogue }, options, tally)
    options.onProgress?.(reportOf(tally, dryRun, notChecked()))
    after = last.id
  }
  for (const id of await orphansOf(source, tables)) {
    tally.lines.found += 1
    tally.lines.leftOut += 1
    tally.problems.push({ what: 'line', id, outcome: 'left_out', reason: 'orphan' })
  }
  return reportOf(tally, dryRun, notChecked())
}

/** Our type by the id of the content type, whichever way it was named. Throws `RangeError` for a name the source does not have. */
async function typesOf(source: Source, map: Readonly<Record<string, string>>): Promise<ReadonlyMap<string, string>> {
  const known = await contentTypes(source)
  return new Map(
    Object.entries(map).map(([name, type]) => {
      const id = /^\d+$/.test(name) ? name : known.find((one) => one.name === name)?.id
      if (id === undefined) throw new RangeError(`content types: the source has no ${name}`)
      return [id, type]
    }),
  )
}

interface Page {
  readonly carts: readonly SourceCart[]
  readonly lines: readonly SourceLine[]
  readonly types: ReadonlyMap<string, string>
  readonly codes: ReadonlyMap<string, string>
  readonly catalogue: Catalogue
}

async function carryPage(context: Context, page: Page, options: DjangoImportOptions, tally: Tally): Promise<void> {
  const keyOf = (cart: SourceCart): string => `import:${options.name ?? 'django-cart'}:cart:${cart.id}`
  const [marks = []] = await context.db.read(carriedAmong(page.carts.map(keyOf)))
  const marked = new Map(marks.map((row) => [String(row.owner), String(row.request)]))
  const lines = Map.groupBy(page.lines, (line) => line.cart)
  const wanted = page.carts.filter((cart) => !marked.has(keyOf(cart)))
  const keys = wanted.flatMap((cart) => (lines.get(cart.id) ?? []).flatMap((line) => keyOfLine(line, page.types)))
  const listed = await page.catalogue([...new Set(keys)].sort())
  const tokens = await tokensOf(
    wanted.filter((cart) => cart.userId === null && !cart.checkedOut && lines.has(cart.id)),
    options,
  )
  for (const cart of page.carts) {
    tally.carts.found += 1
    const own = lines.get(cart.id) ?? []
    const before = marked.get(keyOf(cart))
    if (before !== undefined) {
      tally.carts.already += 1
      if (before !== likenessOf(own)) tally.problems.push({ what: 'cart', id: cart.id, outcome: 'left_out', reason: 'changed_since' })
    } else if (cart.checkedOut && options.history !== true) tally.carts.passedOver += 1
    else if (own.length === 0) tally.carts.empty += 1
    else await carryOne(context, cart, keyOf(cart), own, { ...page, listed, tokens, history: cart.checkedOut }, options, tally)
  }
}

/** A token for each of these carts of guests, told before anything is written. */
async function tokensOf(
  carts: readonly SourceCart[],
  { token = () => newToken(), onTokens, dryRun = false }: DjangoImportOptions,
): Promise<ReadonlyMap<string, string>> {
  const tokens = new Map(carts.map((cart) => [cart.id, token(cart.id)]))
  if (tokens.size > 0 && !dryRun) await onTokens?.([...tokens].map(([cart, own]) => ({ cart, token: own })))
  return tokens
}

const likenessOf = (lines: readonly SourceLine[]): string =>
  hashOf(
    JSON.stringify(lines.map(({ id, contentType, objectId, quantity, unitPrice }) => [id, contentType, objectId, quantity, unitPrice])),
  )

const keyOfLine = (line: SourceLine, types: ReadonlyMap<string, string>): string[] => {
  const type = types.get(line.contentType)
  return type === undefined ? [] : [`${type}:${line.objectId}`]
}

async function carryOne(
  context: Context,
  cart: SourceCart,
  key: string,
  own: readonly SourceLine[],
  page: Parameters<typeof judgeLines>[2] & Pick<Page, 'codes'> & { readonly tokens: ReadonlyMap<string, string> },
  { user = (id) => id, dryRun = false }: DjangoImportOptions,
  tally: Tally,
): Promise<void> {
  const leaveOut = (reason: string, detail?: string): void => {
    tally.carts.leftOut += 1
    tally.problems.push({ what: 'cart', id: cart.id, outcome: 'left_out', reason, ...(detail === undefined ? {} : { detail }) })
  }
  const userId = cart.userId === null ? null : user(cart.userId)
  if (cart.userId !== null && userId === null) return leaveOut('user_not_mapped', cart.userId)
  if (userId === null && cart.checkedOut) return leaveOut('checked_out_guest')
  const lines = judgeLines(context, own, page, tally)
  if (lines.length === 0) return leaveOut('nothing_left')
  const code = cart.discountId === null ? undefined : page.codes.get(cart.discountId)
  const token = page.tokens.get(cart.id) ?? ''
  const owner = ownerOf(userId === null ? { token } : { userId }) ?? ''
  const placedAt = cart.checkedOut ? (cart.madeAt ?? context.clock()) : null
  const carried = await carryCart(
    context,
    { key, likeness: likenessOf(own), owner, lines, codes: code === undefined ? [] : [code], placedAt },
    dryRun,
  )
  if (carried.outcome === 'in_payment') return leaveOut('in_payment')
  if (carried.outcome === 'already') {
    tally.carts.already += 1
    return
  }
  if (cart.discountId !== null && code === undefined)
    tally.problems.push({ what: 'cart', id: cart.id, outcome: 'changed', reason: 'discount', detail: cart.discountId })
  for (const line of carried.beyond) note(tally, cart, 'left_out', 'max_lines', line.product)
  for (const line of carried.cut) note(tally, cart, 'changed', 'max_quantity', line.product)
  tally.carts.carried += 1
  tally.lines.carried += lines.length - carried.beyond.length
  tally.lines.leftOut += carried.beyond.length
  if (userId === null && !dryRun) tally.guests.push({ cart: cart.id, token })
  if (userId === null || placedAt !== null) return
  // A dry run writes nothing, so that an earlier cart of the same user is known only from here.
  const together = tally.together.get(userId) ?? (carried.outcome === 'merged' ? ['(here)'] : [])
  if (together.length > 0) tally.carts.merged += 1
  tally.together.set(userId, [...together, cart.id])
}

const note = (tally: Tally, cart: SourceCart, outcome: 'left_out' | 'changed', reason: string, product: string): void => {
  tally.problems.push({ what: 'line', id: product, cart: cart.id, outcome, reason })
}
