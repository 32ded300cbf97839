import assert from 'node:assert/strict'
import { type Buyer, type CardCharge, createShop, type LatePolicy, percentFee, type Shop, ShopError, tableRates } from '../../src/index.ts'
import type { Database } from '../../src/storage/database.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { ADDRESS, ANA, BOGDAN, IOANA, MIHAI } from '../../src/testing/contract/kit.ts'
import { simulatedCard } from '../../src/testing/contract/simulated-card.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'
import { productShelf } from '../../src/testing/products.ts'
import { Crash, crashing, STEPS, type Step } from './crashing.ts'

/**
 * When the provider's event comes. `before`: before the answer to `start` is heard. `after`: as usual. `twice`: to several processes at once, beside the
 * return page and a reconciler. `never`: nobody pays. `late`: after the payment was given up and cancelled; the provider books it all the same.
 */
const EVENTS = ['before', 'after', 'twice', 'never', 'late'] as const
/** Whether another buyer takes one of the two things as soon as he can; `lent`: and gives it back. */
const ITEMS = ['free', 'lost', 'lent'] as const
const TENDERS = ['card', 'wallet and card'] as const

export interface Cell {
  readonly step: Step
  readonly event: (typeof EVENTS)[number]
  readonly item: (typeof ITEMS)[number]
  readonly tender: (typeof TENDERS)[number]
  /** What the shop does where something is lost. */
  readonly late: LatePolicy
}

const LENT_EVENTS: readonly string[] = ['after', 'twice']

export const CELLS: readonly Cell[] = STEPS.flatMap((step, place) =>
  EVENTS.flatMap((event) =>
    ITEMS.filter((item) => item !== 'lent' || LENT_EVENTS.includes(event)).flatMap((item) =>
      // Both policies with both tenders, in turns.
      TENDERS.map(
        (tender, other) => ({ step, event, item, tender, late: (place + other) % 2 === 0 ? 'deliver_rest' : 'refund_all' }) as const,
      ),
    ),
  ),
)

export const titleOf = ({ step, event, item, tender, late }: Cell): string =>
  `killed: ${step}; event: ${event}; item: ${item}; by ${tender}; ${late}`

const MINUTE = 60_000n
const PAYMENT_TIME = 31n * MINUTE
const FUNDS = 4_000n
const COAT = { type: 'garment', id: 'coat' } as const

/** Plays one cell on an empty database and proves that no money is lost; answers whether the process got to the step where it is killed. */
export async function play(database: Database, cell: Cell): Promise<boolean> {
  const { step, event, item, tender, late } = cell
  const clock = fakeClock()
  const shelf = productShelf()
  const card = simulatedCard()
  const troubles: unknown[] = []
  const make = async (kill: Step): Promise<{ shop: Shop; isAlive: () => boolean }> => {
    const process = crashing(database, card, kill, opened)
    const shop = await createShop({
      database: process.database,
      currency: 'RON',
      products: shelf.sources,
      clock,
      log: (error) => troubles.push(error),
      fees: [percentFee('buyer-protection', { rate: '5%', plus: 300n })],
      estimate: tableRates({ rows: [{ id: 'courier', name: 'Courier', kind: 'street', countries: ['RO'], price: 1_499n }] }),
      sellers: { commission: 1_000n },
      payments: { wallet: true, card: process.card, late },
    })
    return { shop, isAlive: process.isAlive }
  }
  /** Does something where the process may be killed; anything but that and a refusal fails the test. */
  const tried = async (act: () => Promise<unknown>): Promise<void> => {
    try {
      await act()
    } catch (error) {
      if (!(error instanceof Crash) && !(error instanceof ShopError)) throw error
    }
  }
  /** The provider tells it again until somebody has heard it out. */
  const deliver = async (attempt: string, paid: Awaited<ReturnType<typeof card.status>>): Promise<void> => {
    if (one.isAlive()) await tried(() => one.shop.settle(attempt, paid))
    if (!one.isAlive()) await tried(() => two.shop.settle(attempt, paid))
  }
  async function opened({ attempt }: CardCharge): Promise<void> {
    if (event === 'before') await deliver(attempt, card.pay(attempt))
  }
  const one = await make(step)
  const two = await make('nothing')
  const here = (): Shop => (one.isAlive() ? one : two).shop

  const cart = one.shop.cart(ANA)
  if (tender === 'wallet and card') await one.shop.wallets.topUp('ana', FUNDS, 'fund')
  await cart.addMany([{ product: shelf.garment('coat', { seller: MIHAI }) }, { product: shelf.garment('hat', { seller: IOANA }) }])
  const choices = { address: ADDRESS, payment: 'card', useWallet: tender === 'wallet and card' } as const
  const { quote } = await cart.quote(choices)
  await tried(() => cart.checkout({ ...choices, key: 'key-1', quote: quote.hash }))

  const lose = async (): Promise<void> => {
    clock.advance(PAYMENT_TIME)
    const bogdan = two.shop.cart(BOGDAN)
    await tried(() => bogdan.add(COAT))
    if (item === 'lent') await tried(() => bogdan.clear())
  }
  const attempt = [...card.charges.keys()][0]
  if (event === 'late') {
    clock.advance(PAYMENT_TIME)
    await tried(() => here().reconcile())
  }
  if (item !== 'free') await lose()
  if (attempt !== undefined && event !== 'never' && event !== 'before') {
    const known = await card.status(attempt)
    // Who was refused, or cancelled in time, is not asked for money any more; only the late booking comes all the same.
    const paid = event === 'late' || known.state === 'pending' ? card.pay(attempt) : known
    const again = event === 'twice' ? [() => two.shop.settle(attempt, paid), () => here().reconcile(), () => deliver(attempt, paid)] : []
    await Promise.all([deliver(attempt, paid), ...again.map(tried)])
  }
  await untilQuiet(here, clock)
  await assertNothingLost(database, cell, { card, shop: two.shop, attempt, buyer: ANA, now: clock() })
  assert.deepEqual(
    troubles.filter((error) => !isOfCrash(error)),
    [],
  )
  const reached = !one.isAlive()
  await Promise.all([one, two].map(({ shop }) => shop.close()))
  return reached
}

const isOfCrash = (error: unknown): boolean => error instanceof Crash || (error instanceof ShopError && error.cause instanceof Crash)

/** Reconciles as a server does that goes on running, until long after every deadline. */
async function untilQuiet(here: () => Shop, clock: ReturnType<typeof fakeClock>): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await here()
      .reconcile()
      .catch((error: unknown) => {
        if (!(error instanceof Crash)) throw error
      })
    clock.advance(PAYMENT_TIME)
  }
  assert.deepEqual([await here().reconcile(), await here().attempts.stuck()], [{ settled: 0 }, []])
}

interface Ending {
  readonly card: ReturnType<typeof simulatedCard>
  readonly shop: Shop
  readonly attempt: string | undefined
  readonly buyer: Buyer
  readonly now: bigint
}

/** What came in is in a living order or was given back, each the way it came, to the minor unit. */
async function assertNothingLost(
  database: Database,
  { event, item, tender, late }: Cell,
  { card, shop, attempt, buyer, now }: Ending,
): Promise<void> {
  await assertInvariants(database, now)
  const { attempt: attempts, payment, placed_order: orders, order_line: lines } = await readTables(database)
  const [order] = orders
  const known = attempt === undefined ? null : await card.status(attempt)
  const captured = known?.state === 'paid' ? known.amount : 0n
  assert.ok(
    attempts.every(({ state }) => state !== 'pending' && state !== 'refund_due'),
    'every attempt is over',
  )

  const lives = order?.state === 'paid'
  const kept = (method: string): bigint =>
    payment
      .filter((one) => lives && one.method === method)
      .reduce((sum, one) => sum + (one.amount as bigint) - (one.refunded as bigint), 0n)
  assert.equal(captured, kept('card') + (card.refunds.get(attempt ?? '') ?? 0n), 'captured = kept + refunded')
  if (lives) {
    assert.ok(captured > 0n, 'no order is paid without money')
    const worth = lines.reduce((sum, line) => sum + (line.paid as bigint) - (line.refunded as bigint), 0n)
    assert.equal(worth, kept('card') + kept('wallet'), 'what is delivered is what was paid')
  }
  const { balance, held } = await shop.wallets.read('ana')
  assert.deepEqual([balance + kept('wallet'), held], [tender === 'card' ? 0n : FUNDS, 0n], 'the wallet')
  const back = lines.some((line) => (line.refunded as bigint) > 0n)
  if (captured > 0n && item !== 'lost' && event !== 'late') assert.deepEqual([lives, back], [true, false], 'what nobody took is delivered')
  if (lives && late === 'refund_all') assert.ok(!back, 'the policy of the shop')
  assert.equal((await shop.cart(buyer).read()).paying, false)
}
