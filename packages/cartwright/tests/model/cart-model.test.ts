import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { ShopError } from '../../src/errors.ts'
import type { Buyer, Cart } from '../../src/index.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { ANA, BOGDAN, buy, guest, type Kit, openKit } from '../../src/testing/contract/kit.ts'
import { PROPERTY } from '../money/property-runs.ts'
import {
  type Answer,
  add,
  cancel,
  clear,
  giveBack,
  type Kind,
  login,
  type Model,
  pay,
  remove,
  save,
  stateOf,
  update,
} from './cart-model.ts'

const MINUTE = 60_000
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['garment:coat', 'unique'],
  ['garment:hat', 'unique'],
  ['article:tote', 'counted'],
  ['article:mug', 'counted'],
  ['good:tea', 'unlimited'],
])
const STOCK = { 'article:tote': 3, 'article:mug': 9 } as const
const BUYERS: Readonly<Record<string, Buyer>> = { ana: ANA, bogdan: BOGDAN, guest: guest('ana') }

interface Real {
  readonly kit: Kit
  /** Ids of all orders, in the order of paying. */
  readonly orders: string[]
  payments: number
}
type Command = fc.AsyncCommand<Model, Real>

const newModel = (): Model => ({
  now: 0,
  kinds: KINDS,
  most: 5,
  holdOf: (buyer) => (buyer === 'guest' ? 10 : 15) * MINUTE,
  stock: new Map(Object.entries(STOCK)),
  holds: new Map(),
  carts: new Map(),
  orders: [],
  born: 0,
})

async function newReal(): Promise<Real> {
  const kit = await openKit(async () => sqlite(':memory:'), { limits: { maxQuantity: 5n } })
  for (const key of KINDS.keys()) {
    const [type, id] = key.split(':') as ['garment' | 'article' | 'good', string]
    kit.shelf[type](id, { price: 100n })
  }
  for (const [key, onHand] of Object.entries(STOCK))
    await kit.shop.stock.set({ type: 'article', id: key.slice('article:'.length) }, BigInt(onHand))
  return { kit, orders: [], payments: 0 }
}

const refOf = (product: string): { type: string; id: string } => ({ type: product.split(':')[0] ?? '', id: product.split(':')[1] ?? '' })
const cartOf = ({ kit }: Real, buyer: string): Cart => kit.shop.cart(BUYERS[buyer] ?? {})

/** Does a thing and says how it ended, in the words of the model. */
async function told(action: Promise<unknown>): Promise<string> {
  try {
    const answer = await action
    const notices = (answer as { notices?: readonly { code: string }[] } | undefined)?.notices ?? []
    return notices.some((notice) => notice.code === 'already_in_cart') ? 'already' : 'ok'
  } catch (error) {
    if (!(error instanceof ShopError)) throw error
    return error.code
  }
}

/** Everybody's cart shows what the model says. */
async function compare(model: Model, real: Real): Promise<void> {
  for (const buyer of Object.keys(BUYERS)) {
    const view = await cartOf(real, buyer).read()
    const own = (model.carts.get(buyer) ?? []).toSorted((one, other) => one.born - other.born)
    const lines = own.filter((line) => !line.saved)
    assert.deepEqual(
      view.lines.map((line) => [`${line.product.type}:${line.product.id}`, Number(line.quantity), line.reason ?? 'ok']),
      lines.map((line) => [line.product, line.quantity, stateOf(model, line)]),
    )
    assert.deepEqual(
      view.saved.map((line) => [`${line.product.type}:${line.product.id}`, Number(line.quantity)]),
      own.filter((line) => line.saved).map((line) => [line.product, line.quantity]),
    )
    const counted = lines.filter((line) => stateOf(model, line) !== 'item_sold')
    assert.equal(
      Number(view.count),
      counted.reduce((sum, line) => sum + line.quantity, 0),
    )
  }
}

function command(name: string, imagine: (model: Model) => Answer, happen: (real: Real) => Promise<unknown>): Command {
  return {
    check: () => true,
    async run(model, real) {
      const expected = imagine(model)
      assert.equal(await told(happen(real)), expected)
      await compare(model, real)
    },
    toString: () => name,
  }
}

const someone = fc.constantFrom(...Object.keys(BUYERS))
const something = fc.constantFrom(...KINDS.keys())
const quantity = fc.integer({ min: 1, max: 6 })

const changing = (
  name: string,
  imagine: (model: Model, buyer: string, product: string) => Answer,
  happen: (cart: Cart, ref: { type: string; id: string }) => Promise<unknown>,
) =>
  fc.tuple(someone, something).map(([buyer, product]) =>
    command(
      `${buyer}: ${name} ${product}`,
      (model) => imagine(model, buyer, product),
      (real) => happen(cartOf(real, buyer), refOf(product)),
    ),
  )

/** Each with how often it is drawn: adds most of all, else everything would happen to empty carts. */
const COMMANDS: readonly (readonly [number, fc.Arbitrary<Command>])[] = [
  [
    9,
    fc.tuple(someone, something, quantity).map(([buyer, product, units]) => {
      const wanted = KINDS.get(product) === 'unique' ? 1 : units
      return command(
        `${buyer}: add ${wanted} ${product}`,
        (model) => add(model, buyer, product, wanted),
        (real) => cartOf(real, buyer).add(refOf(product), { quantity: BigInt(wanted) }),
      )
    }),
  ],
  [
    4,
    fc.tuple(someone, something, fc.integer({ min: 0, max: 6 })).map(([buyer, product, units]) =>
      command(
        `${buyer}: set ${product} to ${units}`,
        (model) => update(model, buyer, product, units),
        (real) => cartOf(real, buyer).update(refOf(product), { quantity: BigInt(units) }),
      ),
    ),
  ],
  [2, changing('remove', remove, (cart, ref) => cart.remove(ref))],
  [3, changing('save', save, (cart, ref) => cart.saveForLater(ref))],
  [3, changing('give back', giveBack, (cart, ref) => cart.returnSaved(ref))],
  [
    1,
    someone.map((buyer) =>
      command(
        `${buyer}: clear`,
        (model) => clear(model, buyer),
        (real) => cartOf(real, buyer).clear(),
      ),
    ),
  ],
  [
    3,
    someone.map((buyer) =>
      command(
        `${buyer}: pay`,
        (model) => pay(model, buyer),
        async (real) => {
          real.payments += 1
          const { order } = await buy(cartOf(real, buyer), { payment: 'cod', key: `key-${real.payments}` })
          real.orders.push(order.id)
        },
      ),
    ),
  ],
  [
    2,
    someone.map((buyer) => ({
      check: (model) => model.orders.some((order) => order.buyer === buyer && order.living),
      async run(model: Model, real: Real) {
        await real.kit.shop.orders.cancel(real.orders[cancel(model, buyer)] ?? assert.fail(), BUYERS[buyer] ?? {})
        await compare(model, real)
      },
      toString: () => `${buyer}: cancel`,
    })),
  ],
  [
    1,
    fc.constant(
      command(
        'the guest logs in',
        (model) => login(model, 'guest', 'ana'),
        ({ kit }) => kit.shop.login({ token: 'token-of-ana' }, { ...ANA, userId: 'ana' }),
      ),
    ),
  ],
  [
    3,
    fc.constantFrom(1, 5, 10, 15).map((minutes) =>
      command(
        `${minutes} minutes pass`,
        (model) => {
          model.now += minutes * MINUTE
          return 'ok'
        },
        async ({ kit }) => kit.clock.advance(BigInt(minutes * MINUTE)),
      ),
    ),
  ],
  [
    1,
    fc.constant(
      command(
        'the sweeper comes',
        () => 'ok',
        ({ kit }) => kit.shop.sweep(),
      ),
    ),
  ],
]

it('a cart is what a plain list of wishes would be, whatever is done to it in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.commands(
        COMMANDS.flatMap(([weight, arbitrary]) => Array.from({ length: weight }, () => arbitrary)),
        { maxCommands: 60, size: 'max' },
      ),
      async (commands) => {
        const real = await newReal()
        try {
          await fc.asyncModelRun(() => ({ model: newModel(), real }), commands)
          await assertInvariants(real.kit.database, real.kit.clock())
        } finally {
          await real.kit.shop.close()
        }
      },
    ),
    { ...PROPERTY, numRuns: Math.ceil(PROPERTY.numRuns / 2) },
  )
})
