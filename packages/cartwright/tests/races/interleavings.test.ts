import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { ShopError } from '../../src/errors.ts'
import type { Database } from '../../src/storage/database.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { ADDRESS, ANA, attemptOf, BOGDAN, fund, type Kit, openKit, requestOf } from '../../src/testing/contract/kit.ts'
import { readTables, restoreTables } from '../../src/testing/contract/tables.ts'
import { calm } from './storm.ts'

/** A database that does something of a test's before one of the calls of an action. */
interface Gated {
  readonly database: Database
  /** How many calls there were since the last `gate`. */
  readonly calls: () => number
  /** Before this call (from 0) everything of `meanwhile` happens. */
  gate(call: number, meanwhile: () => Promise<unknown>): void
}

function gated(database: Database): Gated {
  let calls = 0
  let place = -1
  let meanwhile = async (): Promise<unknown> => null
  const pass = async (): Promise<void> => {
    const isHere = calls === place
    calls += 1
    if (!isHere) return
    place = -1
    await meanwhile()
  }
  return {
    calls: () => calls,
    gate(call, work) {
      calls = 0
      place = call
      meanwhile = work
    },
    database: {
      engine: database.engine,
      read: async (...statements) => {
        await pass()
        return database.read(...statements)
      },
      batch: async (statements, receipt) => {
        await pass()
        return database.batch(statements, receipt)
      },
      migrate: (migrations) => database.migrate(migrations),
      now: () => database.now(),
      faultOf: (error) => database.faultOf(error),
      ping: () => database.ping(),
      close: () => database.close(),
    },
  }
}

type Act = () => Promise<unknown>
/** A shop in the midst of things: acts by name, none of which has happened yet. */
type Scene = (kit: Kit, money?: bigint) => Promise<Readonly<Record<string, Act>>>

const coat = { type: 'garment', id: 'coat' } as const

/** Ana has a coat, a hat and some totes in her cart and is about to pay; so is Bogdan, who wants the same totes and the same code. */
const shopping: Scene = async (kit, money = 60_000n) => {
  const { shop, shelf, clock } = kit
  const tote = shelf.article('tote')
  await shop.stock.set(tote, 4n)
  await shop.discounts.create({ code: 'ONE', kind: 'percent', value: 1_000n, maxUses: 1n })
  await fund(kit, ANA, money)
  const cart = shop.cart(ANA)
  const { view } = await cart.addMany([
    { product: shelf.garment('coat') },
    { product: shelf.garment('hat') },
    { product: tote, quantity: 3n },
  ])
  await cart.applyDiscount('ONE')
  await shop.cart({ token: 'ana' }).add(shelf.good('tea'))
  await shop.cart(BOGDAN).add(tote, { quantity: 3n })
  await shop.cart(BOGDAN).applyDiscount('ONE')
  const [byWallet, byCard, coatOnly] = [
    await requestOf(cart, { payment: 'wallet', key: 'wallet' }),
    await requestOf(cart, { payment: 'card', key: 'card' }),
    await requestOf(cart, { payment: 'wallet', key: 'some', lines: [view.lines[0]?.id ?? ''] }),
  ]
  const others = await requestOf(shop.cart(BOGDAN), { payment: 'cod', address: ADDRESS })
  return {
    'pay by wallet': () => cart.checkout(byWallet),
    'pay by card': () => cart.checkout(byCard),
    'pay for the coat only': () => cart.checkout(coatOnly),
    'add something dear': () => cart.add(shelf.garment('dear', { price: 90_000n })),
    'add another': () => cart.add(shelf.good('tea')),
    'remove the coat': () => cart.remove(coat),
    'save the coat': () => cart.saveForLater(coat),
    'change a quantity': () => cart.update(tote, { quantity: 1n }),
    clear: () => cart.clear(),
    renew: () => cart.renew(),
    'drop the code': () => cart.removeDiscount(),
    login: () => shop.login({ token: 'ana' }, ANA),
    'another takes the lapsed coat': async () => {
      clock.advance(900_000n)
      return shop.cart(BOGDAN).add(coat)
    },
    'time goes by, and the sweeper comes': async () => {
      clock.advance(900_000n)
      return shop.sweep()
    },
    'another buys the totes and the code': () => shop.cart(BOGDAN).checkout(others),
  }
}

/** Ana's payment is under way, part of it from her wallet, or for some lines only. */
const paying =
  (some: boolean): Scene =>
  async (kit) => {
    const { shop, card, clock } = kit
    await shopping(kit, 4_000n)
    const cart = shop.cart(ANA)
    const { lines } = await cart.read()
    const request = await requestOf(cart, {
      payment: 'card',
      useWallet: true,
      lines: some ? lines.slice(0, 1).map((line) => line.id) : null,
    })
    const { order } = await cart.checkout(request)
    const attempt = await attemptOf(kit, order.id)
    return {
      'it is paid': () => shop.settle(attempt, card.pay(attempt)),
      'it has failed': () => shop.settle(attempt, { state: 'failed', reason: 'no' }),
      'the buyer cancels': () => shop.orders.cancel(order.id, ANA),
      'the buyer asks again': () => cart.checkout(request),
      'the reconciler comes': async () => {
        clock.advance(1_800_000n)
        return shop.reconcile()
      },
      'another takes the coat when its time is over': async () => {
        clock.advance(1_800_000n)
        return shop.cart(BOGDAN).add(coat)
      },
      'the buyer adds more': () => cart.add(coat),
      'the buyer buys the rest': async () => cart.checkout(await requestOf(cart, { payment: 'cod', key: 'rest' })),
    }
  }

/** A scene that can be played again and again from its beginning. */
interface Stage {
  readonly kit: Kit
  readonly acts: Readonly<Record<string, Act>>
  readonly gate: Gated
  restart(): Promise<void>
}

async function stageOf(scene: Scene): Promise<Stage> {
  const gate = gated(sqlite(':memory:'))
  const kit = await openKit(async () => gate.database)
  const acts = await scene(kit)
  const beginning = await readTables(kit.database)
  const moment = kit.clock()
  const restart = async (): Promise<void> => {
    await restoreTables(kit.database, beginning)
    kit.clock.set(moment)
    kit.card.forget()
  }
  return { kit, acts, gate, restart }
}

/** Done, or refused in so many words; anything else is a defect. */
const ended = (act: Act): Promise<unknown> =>
  act().catch((error: unknown) => {
    if (error instanceof ShopError && error.code !== 'unavailable') return error.code
    throw error
  })

/** What the others are tried in the midst of; `INTERLEAVINGS=all` takes every act. */
const FIRST = [
  'pay by wallet',
  'pay by card',
  'pay for the coat only',
  'login',
  'it is paid',
  'it has failed',
  'the buyer cancels',
  'the buyer buys the rest',
]

/** Plays the first act with the second wholly in its midst, before one of its calls; then everything is brought to its end. */
async function playBoth(
  { kit, acts, gate, restart }: Stage,
  [first, second]: readonly [string, string],
  call: number,
  calls: number,
): Promise<void> {
  const what = `${first}; ${second} before its call ${call + 1} of ${calls}`
  const promises = (when: string) =>
    assertInvariants(kit.database, kit.clock()).catch((error: Error) => assert.fail(`${what}${when}: ${error.message}`))
  await restart()
  gate.gate(call, () => ended(acts[second] ?? assert.fail()))
  const answer = await ended(acts[first] ?? assert.fail())
  await promises('')
  if (first === second && first.startsWith('pay')) assert.equal(typeof answer, 'object', `${what}: a twin was refused with ${answer}`)
  assert.deepEqual(await calm(kit), [], what)
  await promises(', at the end of all payments')
}

describe('one act wholly in the midst of another, at every point where it may be', () => {
  for (const [name, scene] of Object.entries({
    shopping,
    'a payment under way': paying(false),
    'a payment for some lines under way': paying(true),
  })) {
    it(name, async () => {
      const stage = await stageOf(scene)
      const names = Object.keys(stage.acts)
      let points = 0
      for (const first of process.env.INTERLEAVINGS === 'all' ? names : names.filter((act) => FIRST.includes(act))) {
        await stage.restart()
        stage.gate.gate(-1, async () => null)
        await ended(stage.acts[first] ?? assert.fail())
        const calls = stage.gate.calls()
        for (const second of names) {
          for (let call = 0; call < calls; call += 1) {
            await playBoth(stage, [first, second], call, calls)
            points += 1
          }
        }
      }
      await stage.kit.shop.close()
      assert.ok(points > 100, `only ${points} points`)
    })
  }
})
