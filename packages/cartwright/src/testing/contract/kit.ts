import assert from 'node:assert/strict'
import { it } from 'node:test'
import {
  type Address,
  type Buyer,
  type Cart,
  type CheckoutAnswer,
  type CheckoutRequest,
  cashOnDelivery,
  createShop,
  type Database,
  type ErrorCode,
  type EventName,
  notOwnProduct,
  percentFee,
  type Row,
  type Shop,
  ShopError,
  type ShopOptions,
  sellersNeed,
  tableRates,
} from '../../index.ts'
import { type FakeClock, fakeClock } from '../fake-clock.ts'
import { productShelf, type Shelf } from '../products.ts'
import { assertInvariants } from './invariants.ts'
import { type SimulatedCard, simulatedCard } from './simulated-card.ts'
import { readState, readTables } from './tables.ts'

/** Opens an empty database that nobody else uses; `close` of it ends its use. All that the suite knows of an engine. */
export type OpenDatabase = () => Promise<Database>

/** A shop with everything a test moves by hand. */
export interface Kit {
  readonly shop: Shop
  readonly database: Database
  readonly clock: FakeClock
  readonly shelf: Shelf
  readonly card: SimulatedCard
  /** Errors nobody waited for: of event handlers, of the reconciler. */
  readonly errors: unknown[]
}

export type KitOptions = Partial<Omit<ShopOptions, 'database' | 'products' | 'currency' | 'clock' | 'log'>>

export const MIHAI = { id: 'mihai', name: 'Mihai' } as const
export const IOANA = { id: 'ioana', name: 'Ioana' } as const
export const ANA: Buyer & { readonly userId: string } = { userId: 'ana', email: 'ana@example.com', roles: ['buyer'] }
export const BOGDAN: Buyer & { readonly userId: string } = { userId: 'bogdan', email: 'bogdan@example.com', roles: ['buyer'] }
export const guest = (name: string): Buyer & { readonly token: string } => ({ token: `token-of-${name}` })
export const ADDRESS: Address = {
  name: 'Ana Pop',
  line1: 'Str. Lalelelor 3',
  city: 'București',
  county: 'B',
  postalCode: '010101',
  country: 'RO',
}

const COURIER = { id: 'courier', name: 'Courier', kind: 'street', countries: ['RO'], price: 1_499n } as const

/** Makes a shop on an empty database: 5 % + 3.00 protection per seller, courier at 14.99 a parcel, wallet, card and cash on delivery. */
export async function openKit(open: OpenDatabase, options: KitOptions = {}): Promise<Kit> {
  const database = await open()
  const clock = fakeClock()
  const shelf = productShelf()
  const card = simulatedCard()
  const errors: unknown[] = []
  const shop = await createShop({
    database,
    currency: 'RON',
    products: shelf.sources,
    clock,
    log: (error) => errors.push(error),
    buying: [sellersNeed('buyer', 'sellerCanBuy'), notOwnProduct()],
    fees: [percentFee('buyer-protection', { rate: '5%', plus: 300n })],
    estimate: tableRates({ rows: [COURIER] }),
    payments: { wallet: true, card, cod: cashOnDelivery({ limit: 150_000n, countries: ['RO'], fee: 500n }) },
    ...options,
  })
  await shop.migrate()
  return { shop, database, clock, shelf, card, errors }
}

/** Registers one test on a shop of its own. Whatever it did, the invariants must hold at its end. */
export const scenario = (open: OpenDatabase, title: string, run: (kit: Kit) => Promise<void>): void => scenarioWith(open, {}, title, run)

/** As `scenario`, on a shop with options of its own. */
export function scenarioWith(open: OpenDatabase, options: KitOptions, title: string, run: (kit: Kit) => Promise<void>): void {
  it(title, async () => {
    const kit = await openKit(open, options)
    try {
      await run(kit)
      await assertInvariants(kit.database, kit.clock())
    } finally {
      await kit.shop.close()
    }
  })
}

/** The refusal an action must end with; anything else fails the test. */
export async function refusalOf(action: Promise<unknown>, code: ErrorCode): Promise<ShopError> {
  try {
    await action
  } catch (error) {
    if (!(error instanceof ShopError)) throw error
    assert.equal(
      error.code,
      code,
      `${error.code} ${JSON.stringify(error.details, (_, value) => (typeof value === 'bigint' ? value.toString() : value))}`,
    )
    return error
  }
  assert.fail(`was not refused with ${code}`)
}

/** How many of several actions at once succeeded (`ok`), and how many were refused, by code. An error that is no refusal fails the test. */
export async function outcomesOf(actions: readonly Promise<unknown>[]): Promise<Readonly<Record<string, number>>> {
  const outcomes: Record<string, number> = {}
  for (const outcome of await Promise.allSettled(actions)) {
    if (outcome.status === 'rejected' && !(outcome.reason instanceof ShopError)) throw outcome.reason
    const name = outcome.status === 'fulfilled' ? 'ok' : (outcome.reason as ShopError).code
    outcomes[name] = (outcomes[name] ?? 0) + 1
  }
  return outcomes
}

/** Runs an action and proves that it changed nothing at all, but for the marks of batches and when the reconciler looks again. */
export async function changesNothing<Answer>({ database }: Kit, action: () => Promise<Answer>): Promise<Answer> {
  const read = async (): Promise<unknown> => {
    const state = await readState(database)
    const unlooked = (rows: readonly Row[]): Row[] => rows.map((row) => ({ ...row, tries: 0n, look_at: 0n }))
    return { ...state, attempt: unlooked(state.attempt), refund: unlooked(state.refund) }
  }
  const before = await read()
  const answer = await action()
  assert.deepEqual(await read(), before)
  return answer
}

/** As many things as wanted, made by number. */
export const times = <Thing>(count: number, make: (index: number) => Thing): Thing[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** Stored facts by name, in the order of their aggregate's sequence. */
export async function eventsOf(
  { database }: Kit,
  name: EventName,
): Promise<readonly { readonly row: Row; readonly payload: Readonly<Record<string, string | number | boolean | null>> }[]> {
  const { event } = await readTables(database)
  return event
    .filter((row) => row.name === name)
    .sort((left, right) => Number((left.sequence as bigint) - (right.sequence as bigint)))
    .map((row) => ({ row, payload: JSON.parse(String(row.payload)) as Record<string, string | number | boolean | null> }))
}

export const noticeCodes = (notices: readonly { readonly code: string }[]): string[] => notices.map((notice) => notice.code)

export type Buying = Partial<Omit<CheckoutRequest, 'payment'>> & Pick<CheckoutRequest, 'payment'>

/** What a buyer sends who pays at once for what he sees: a quote is asked and its hash sent along. */
export async function requestOf(cart: Cart, buying: Buying): Promise<CheckoutRequest> {
  const request = { address: ADDRESS, key: 'key-1', ...buying }
  const { quote } = await cart.quote(request)
  return { quote: quote.hash, ...request }
}

export const buy = async (cart: Cart, buying: Buying): Promise<CheckoutAnswer> => cart.checkout(await requestOf(cart, buying))

/** The attempt of an order, as the provider knows it. */
export async function attemptOf({ database }: Kit, order: string): Promise<string> {
  const { attempt } = await readTables(database)
  const found = attempt.find((row) => row.order_id === order)
  assert.ok(found, `order ${order} has no attempt`)
  return String(found.id)
}

/** Puts money into a buyer's wallet. */
export async function fund({ shop }: Kit, buyer: { readonly userId?: string }, amount: bigint): Promise<void> {
  assert.ok(buyer.userId)
  await shop.wallets.topUp(buyer.userId, amount, `fund-${buyer.userId}-${amount}`)
}
