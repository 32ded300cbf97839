import type { AuctionSettings } from './auctions/auction-settings.ts'
import type { Inventory } from './catalog/inventory.ts'
import { checkHoldPolicies } from './claims/hold-policy.ts'
import { checkStockSettings } from './claims/stock-policy.ts'
import { checkEventName } from './events/event-names.ts'
import { exponentOf } from './money/currencies.ts'
import { MAX_AMOUNT } from './money/money.ts'
import type { CartLimits, GuessLimits, HoldSettings, MergeSettings, PaymentMethods, SellerSettings, ShopOptions } from './options.ts'
import { checkFunction, checkMethods } from './plugins/check-function.ts'
import type { FeeRule } from './pricing/quote-types.ts'

/** What a value must be; null for a value that is. */
export type Check = (value: unknown) => string | null
/** Every field of a section, so that a new one without a check does not compile. */
export type Checks<Section> = Readonly<Record<keyof Required<Section>, Check>>

/** The longest wait of a timer: beyond it, it rings at once. */
const LONGEST_TIMER = 2 ** 31 - 1
/** Some thirty thousand years: a time of day and such a span together are far from the largest number of the database. */
const LONGEST_SPAN = 10n ** 15n

const anything: Check = () => null
const bigintOf =
  (least: bigint, most: bigint, unit = ''): Check =>
  (value) =>
    typeof value === 'bigint' && value >= least && value <= most ? null : `must be a bigint from ${least}n to ${most}n${unit}`
const wholeOf =
  (least: number, most: number, unit = ''): Check =>
  (value) =>
    Number.isInteger(value) && Number(value) >= least && Number(value) <= most
      ? null
      : `must be a whole number from ${least} to ${most}${unit}`
const oneOf =
  (...values: readonly unknown[]): Check =>
  (value) =>
    values.includes(value) ? null : `is none of ${values.join(', ')}`
const orNull =
  (check: Check): Check =>
  (value) =>
    value === null ? null : check(value)
const text: Check = (value) => (typeof value === 'string' && value !== '' ? null : 'must be a text that is not empty')

const amount = bigintOf(0n, MAX_AMOUNT, ', in minor units')
/** As many digits as a quantity may have. */
const units = bigintOf(1n, 10n ** 38n)
const span = bigintOf(1n, LONGEST_SPAN, ', in milliseconds')
const timer = wholeOf(1, LONGEST_TIMER, ', in milliseconds')
const count = wholeOf(1, Number.MAX_SAFE_INTEGER)

const LIMITS: Checks<CartLimits> = {
  maxQuantity: units,
  maxPerSeller: orNull(units),
  minOrder: amount,
  maxLines: wholeOf(1, 2000),
}
/** Policies have a check of their own. */
const HOLDS: Checks<HoldSettings> = {
  policy: anything,
  user: span,
  guest: span,
  renewals: wholeOf(0, Number.MAX_SAFE_INTEGER),
  limit: count,
  retakes: wholeOf(0, Number.MAX_SAFE_INTEGER),
  coolDown: span,
  turn: span,
  queue: wholeOf(0, 10_000),
  perAddress: orNull(count),
  reservation: span,
}
/** The strategy has a check of its own, which merging shares. */
const MERGE: Checks<MergeSettings> = { strategy: anything, code: oneOf('keep_user', 'keep_guest') }
const GUESSES: Checks<GuessLimits> = { perOwner: count, perAddress: count, window: span }
const PAYMENTS: Checks<PaymentMethods> = {
  wallet: oneOf(true, false),
  card: anything,
  cod: anything,
  late: oneOf('deliver_rest', 'refund_all'),
}
const AUCTIONS: Checks<AuctionSettings> = {
  step: bigintOf(1n, LONGEST_SPAN, ', in minor units'),
  softClose: bigintOf(0n, LONGEST_SPAN, ', in milliseconds'),
  payTime: span,
  offerTime: span,
  reminders: (value) => list(value) ?? (value as unknown[]).map(span).find((wrong) => wrong !== null) ?? null,
  strikes: count,
  strikeTime: span,
  relist: wholeOf(0, 1_000),
}
const SELLERS: Checks<SellerSettings> = {
  commission: bigintOf(0n, 10_000n, ', in hundredths of a percent'),
  releaseAfter: bigintOf(0n, LONGEST_SPAN, ', in milliseconds'),
  shipping: oneOf(true, false),
  account: (value) => (typeof value === 'function' ? null : 'must be a function'),
}
const STOCK = { reserve: anything, for: anything }
const FEE: Checks<FeeRule> = {
  code: text,
  name: text,
  rate: bigintOf(0n, MAX_AMOUNT, ', in hundredths of a percent'),
  fixed: amount,
  min: orNull(amount),
  max: orNull(amount),
  per: oneOf('seller', 'order'),
}
/** Those of a value of their own; the others are looked at one by one below. */
const OPTIONS: Checks<ShopOptions> = {
  database: (value) => (typeof value === 'object' && value !== null ? null : 'must be a database, as openDatabase(address) makes it'),
  currency: (value) => (typeof value === 'string' && /^[A-Z]{3}$/.test(value) ? null : `${String(value)} is not an ISO 4217 code`),
  products: (value) => (typeof value === 'object' && value !== null ? null : 'must be an object with a source for each product type'),
  buying: list,
  holds: anything,
  merge: anything,
  stock: anything,
  auctions: anything,
  inventory: anything,
  fees: list,
  shipping: anything,
  estimate: anything,
  tax: anything,
  payments: anything,
  sellers: anything,
  limits: anything,
  guesses: anything,
  on: anything,
  webhooks: list,
  eventDeadline: timer,
  cartUrl: (value) =>
    typeof value === 'string' && /^(\/(?!\/)|https?:\/\/)/.test(value) ? null : 'must be a path from /, or begin with http',
  pluginDeadline: timer,
  pluginMemory: bigintOf(0n, LONGEST_SPAN, ', in milliseconds'),
  paymentDeadline: span,
  log: anything,
  clock: anything,
}

function list(value: unknown): string | null {
  return Array.isArray(value) ? null : 'must be a list'
}

/** Refuses settings that make no sense, and names that no setting has, when the shop is made. Throws `RangeError` with one clear line. */
export function checkOptions(options: ShopOptions): void {
  // A setting that is there as undefined is one that is left out; of those that must be functions it is more likely a misspelt import.
  const given = Object.fromEntries(Object.entries(options).filter(([name, value]) => value !== undefined || !Object.hasOwn(OPTIONS, name)))
  checkSection('', { database: undefined, currency: undefined, products: undefined, ...given }, OPTIONS)
  checkProducts(options)
  checkSection('limits', options.limits, LIMITS)
  checkSection('holds', options.holds, HOLDS)
  checkHoldPolicies(options.holds?.policy ?? 'hard', Object.keys(options.products))
  checkSection('merge', options.merge, MERGE)
  checkSection('auctions', options.auctions, AUCTIONS)
  checkSection('guesses', options.guesses ?? undefined, GUESSES)
  checkSection('payments', options.payments, PAYMENTS)
  checkSection('sellers', options.sellers, SELLERS)
  for (const [place, fee] of (options.fees ?? []).entries()) checkWhole(`fees[${place}]`, fee, FEE)
  checkStock(options)
  checkPlugins(options)
}

/** Every field that is there must be known and as it must be; a field that is there as undefined would take the place of its default. */
export function checkSection(name: string, section: unknown, checks: Readonly<Record<string, Check>>): void {
  if (section === undefined) return
  if (typeof section !== 'object' || section === null || Array.isArray(section)) throw new RangeError(`${name}: must be an object`)
  for (const [field, value] of Object.entries(section)) {
    const place = name === '' ? field : `${name}.${field}`
    const check = Object.hasOwn(checks, field) ? checks[field] : undefined
    if (check === undefined) throw new RangeError(`${place}: there is no such setting; there are ${Object.keys(checks).join(', ')}`)
    const wrong = check(value)
    if (wrong !== null) throw new RangeError(`${place} ${wrong}`)
  }
}

/** As `checkSection`, of something whose fields must all be there. */
function checkWhole(name: string, section: unknown, checks: Readonly<Record<string, Check>>): void {
  const absent = Object.fromEntries(Object.keys(checks).map((field) => [field, undefined]))
  checkSection(name, typeof section === 'object' && section !== null ? { ...absent, ...section } : null, checks)
}

function checkProducts({ products, currency }: ShopOptions): void {
  for (const [type, source] of Object.entries(products)) {
    if (!/^[a-z][a-z0-9_-]*$/.test(type)) throw new RangeError(`products: the type ${type} must be lower-case letters, digits, - and _`)
    if (typeof source?.getMany !== 'function') throw new RangeError(`products: ${type} has no getMany(ids)`)
  }
  // Without products there are no amounts: the command line works on a database whose currency it does not know yet.
  if (Object.keys(products).length > 0) exponentOf(currency)
}

function checkStock({ stock, products }: ShopOptions): void {
  checkSection('stock', stock, { ...STOCK, byType: anything })
  for (const [type, rule] of Object.entries(stock?.byType ?? {})) checkSection(`stock.byType.${type}`, rule, STOCK)
  checkStockSettings(stock ?? {}, Object.keys(products))
}

/** A plug-in that is none stops the start: at the first sale it would be too late. */
function checkPlugins(options: ShopOptions): void {
  for (const name of ['shipping', 'estimate', 'tax'] as const) {
    if (Object.hasOwn(options, name)) checkFunction(name, options[name], `a ${name === 'tax' ? 'tax' : 'shipping'} calculator, a function`)
  }
  if (options.estimate !== undefined && options.estimate.local !== true)
    throw new RangeError('estimate: must be local (marked with local: true), because every view of a cart waits for it')
  for (const name of ['clock', 'log'] as const) if (options[name] !== undefined) checkFunction(name, options[name], 'a function')
  for (const [place, rule] of (options.buying ?? []).entries()) checkFunction(`buying[${place}]`, rule, 'a buying rule, a function')
  for (const [name, handler] of Object.entries(options.on ?? {})) {
    checkEventName('on', name)
    checkFunction(`on['${name}']`, handler, 'an event handler, a function')
  }
  const { card, cod } = options.payments ?? {}
  if (card !== undefined) checkMethods('payments.card', card, ['start', 'status', 'cancel', 'refund'])
  if (cod !== undefined) {
    checkMethods('payments.cod', cod, ['eligible'])
    const wrong = amount(cod.fee)
    if (wrong !== null) throw new RangeError(`payments.cod.fee ${wrong}`)
    const many = orNull(count)(cod.openOrders ?? null)
    if (many !== null) throw new RangeError(`payments.cod.openOrders ${many}`)
  }
  if (options.inventory !== undefined) checkInventory(options.inventory)
}

function checkInventory(inventory: Inventory): void {
  checkMethods('inventory', inventory, ['check'])
  for (const name of ['reserve', 'release'] as const)
    if (inventory[name] !== undefined) checkFunction(`inventory.${name}`, inventory[name], 'a function')
  if (inventory.always !== undefined && typeof inventory.always !== 'boolean')
    throw new RangeError('inventory.always: must be true or false')
}
