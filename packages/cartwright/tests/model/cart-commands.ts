import assert from 'node:assert/strict'
import fc from 'fast-check'
import { ShopError } from '../../src/errors.ts'
import type { Buyer, Cart } from '../../src/index.ts'
import { ANA, BOGDAN, buy, guest, type Kit, type OpenDatabase, openKit } from '../../src/testing/contract/kit.ts'
import { merge, restore, STRATEGIES, undo } from './cart-joins.ts'
import { type Answer, add, clear, giveBack, inOrder, type Kind, linesOf, type Model, remove, save, stateOf, update } from './cart-model.ts'
import { applyCode, CODES, cancel, close, dropCodes, pay } from './cart-sales.ts'

const MINUTE = 60_000
const PRICE = 100
const KINDS: ReadonlyMap<string, Kind> = new Map([
  ['garment:coat', 'unique'],
  ['garment:hat', 'unique'],
  ['article:tote', 'counted'],
  ['article:mug', 'counted'],
  ['good:tea', 'unlimited'],
])
const STOCK = { 'article:tote': 3, 'article:mug': 9 } as const
const CARTS: Readonly<Record<string, readonly [buyer: Buyer, name: string]>> = {
  ana: [ANA, 'default'],
  'ana/office': [ANA, 'office'],
  bogdan: [BOGDAN, 'default'],
  guest: [guest('ana'), 'default'],
}

export interface Real {
  readonly kit: Kit
  /** Ids of all orders, in the order of paying. */
  readonly orders: string[]
  payments: number
  /** All carts are compared with the model after so many commands. */
  readonly every: number
  commands: number
}
type Command = fc.AsyncCommand<Model, Real>

/** When units of counted goods are kept: from the add on, or for payments only. */
export type Reserve = 'add' | 'checkout'

export const newModel = (reserve: Reserve): Model => ({
  now: 0,
  kinds: KINDS,
  price: PRICE,
  most: 5,
  holdOf: (cart) => (cart === 'guest' ? 10 : 15) * MINUTE,
  keepsUnits: reserve === 'add' ? 15 * MINUTE : null,
  stock: new Map(Object.entries(STOCK)),
  holds: new Map(),
  carts: new Map(),
  closed: new Set(),
  orders: [],
  born: 0,
})

export async function newReal(open: OpenDatabase, reserve: Reserve, every: number): Promise<Real> {
  const kit = await openKit(open, { limits: { maxQuantity: 5n }, stock: { reserve } })
  for (const key of KINDS.keys()) {
    const { type, id } = refOf(key)
    kit.shelf[type](id, { price: BigInt(PRICE) })
  }
  for (const [key, onHand] of Object.entries(STOCK)) await kit.shop.stock.set(refOf(key), BigInt(onHand))
  for (const [code, percent] of Object.entries(CODES))
    await kit.shop.discounts.create({ code, kind: 'percent', value: BigInt(percent) * 100n, exclusive: code === 'SOLO' ? '*' : null })
  return { kit, orders: [], payments: 0, every, commands: 0 }
}

function refOf(product: string): { readonly type: 'garment' | 'article' | 'good'; readonly id: string } {
  const [type, id] = product.split(':') as ['garment' | 'article' | 'good', string]
  return { type, id }
}

function cartOf({ kit }: Real, name: string): Cart {
  const [buyer, which] = CARTS[name] ?? assert.fail()
  return kit.shop.cart(buyer, { name: which })
}

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

/** Each code takes its part of what the ones before it have left, rounded half up. */
const discountOf = (codes: readonly string[], worth: number): number =>
  codes.reduce((taken, code) => taken + Math.floor(((worth - taken) * (CODES[code] ?? 0) + 50) / 100), 0)

/** Everybody's carts show what the model says. */
export const compare = (model: Model, real: Real): Promise<unknown> =>
  Promise.all(
    Object.keys(CARTS).map(async (name) => {
      const view = await cartOf(real, name).read()
      const own = inOrder(linesOf(model, name))
      const lines = own.filter((line) => !line.saved)
      const bought = lines.filter((line) => stateOf(model, line) === 'ok')
      const worth = bought.reduce((sum, line) => sum + line.quantity * (line.price ?? model.price), 0)
      const codes = model.carts.get(name)?.codes ?? []
      const counted = lines.filter((line) => stateOf(model, line) !== 'item_sold')
      assert.deepEqual(
        {
          lines: view.lines.map((line) => [
            `${line.product.type}:${line.product.id}`,
            Number(line.quantity),
            line.reason ?? 'ok',
            Number(line.unitPrice),
          ]),
          saved: view.saved.map((line) => [`${line.product.type}:${line.product.id}`, Number(line.quantity)]),
          count: Number(view.count),
          subtotal: Number(view.totals.subtotal),
          discount: Number(view.totals.discount),
          codes: view.discounts.map(({ code }) => code).sort(),
        },
        {
          lines: lines.map((line) => [line.product, line.quantity, stateOf(model, line), line.price ?? model.price]),
          saved: own.filter((line) => line.saved).map((line) => [line.product, line.quantity]),
          count: counted.reduce((sum, line) => sum + line.quantity, 0),
          subtotal: worth,
          discount: discountOf(codes, worth),
          codes: [...codes].sort(),
        },
        name,
      )
    }),
  )

function command(name: string, imagine: (model: Model) => Answer, happen: (real: Real) => Promise<unknown>): Command {
  return {
    check: () => true,
    async run(model, real) {
      const expected = imagine(model)
      assert.equal(await told(happen(real)), expected)
      real.commands += 1
      if (real.commands % real.every === 0) await compare(model, real)
    },
    toString: () => name,
  }
}

const some = fc.constantFrom(...Object.keys(CARTS))
const something = fc.constantFrom(...KINDS.keys())

const ofCart = (name: string, imagine: (model: Model, cart: string) => Answer, happen: (cart: Cart, real: Real) => Promise<unknown>) =>
  some.map((cart) =>
    command(
      `${cart}: ${name}`,
      (model) => imagine(model, cart),
      (real) => happen(cartOf(real, cart), real),
    ),
  )

const ofLine = (
  name: string,
  imagine: (model: Model, cart: string, product: string) => Answer,
  happen: (cart: Cart, ref: { type: string; id: string }) => Promise<unknown>,
) =>
  fc.tuple(some, something).map(([cart, product]) =>
    command(
      `${cart}: ${name} ${product}`,
      (model) => imagine(model, cart, product),
      (real) => happen(cartOf(real, cart), refOf(product)),
    ),
  )

const adding = fc.tuple(some, something, fc.integer({ min: 1, max: 6 })).map(([cart, product, units]) => {
  const wanted = KINDS.get(product) === 'unique' ? 1 : units
  return command(
    `${cart}: add ${wanted} ${product}`,
    (model) => add(model, cart, product, wanted),
    (real) => cartOf(real, cart).add(refOf(product), { quantity: BigInt(wanted) }),
  )
})

const updating = fc
  .tuple(some, something, fc.integer({ min: 0, max: 6 }), fc.option(fc.constantFrom(50, 70), { nil: null, freq: 2 }))
  .map(([cart, product, units, price]) =>
    command(
      `${cart}: set ${product} to ${units}${price === null ? '' : ` at ${price}`}`,
      (model) => update(model, cart, product, units, price),
      (real) => cartOf(real, cart).update(refOf(product), { quantity: BigInt(units), ...(price !== null && { unitPrice: BigInt(price) }) }),
    ),
  )

const merging = fc.tuple(some, some, fc.constantFrom(...STRATEGIES)).map(([to, from, strategy]) =>
  command(
    `${to}: merge ${from}, ${strategy}`,
    (model) => merge(model, to, from, strategy),
    (real) => cartOf(real, to).merge(cartOf(real, from), strategy),
  ),
)

const restoring = fc.tuple(some, some).map(([to, from]) =>
  command(
    `${to}: restore an export of ${from}`,
    (model) => restore(model, to, from),
    async (real) => cartOf(real, to).restore(JSON.parse(JSON.stringify(await cartOf(real, from).export()))),
  ),
)

const coding = fc.tuple(some, fc.constantFrom(...Object.keys(CODES))).map(([cart, code]) =>
  command(
    `${cart}: apply ${code}`,
    (model) => applyCode(model, cart, code),
    (real) => cartOf(real, cart).applyDiscount(code),
  ),
)

const cancelling = some.map(
  (cart): Command => ({
    check: (model) => model.orders.some((order) => order.buyer === cart && order.living),
    async run(model, real) {
      await real.kit.shop.orders.cancel(real.orders[cancel(model, cart)] ?? assert.fail(), CARTS[cart]?.[0] ?? {})
      await compare(model, real)
    },
    toString: () => `${cart}: cancel`,
  }),
)

const passing = fc.constantFrom(1, 5, 10, 15).map((minutes) =>
  command(
    `${minutes} minutes pass`,
    (model) => {
      model.now += minutes * MINUTE
      return 'ok'
    },
    async ({ kit }) => kit.clock.advance(BigInt(minutes * MINUTE)),
  ),
)

/** Each with how often it is drawn: adds most of all, else everything would happen to empty carts. */
export const COMMANDS: readonly (readonly [weight: number, fc.Arbitrary<Command>])[] = [
  [10, adding],
  [4, updating],
  [2, ofLine('remove', remove, (cart, ref) => cart.remove(ref))],
  [3, ofLine('save', save, (cart, ref) => cart.saveForLater(ref))],
  [3, ofLine('give back', giveBack, (cart, ref) => cart.returnSaved(ref))],
  [1, ofCart('clear', clear, (cart) => cart.clear())],
  [2, coding],
  [1, ofCart('drop its codes', dropCodes, (cart) => cart.removeDiscount())],
  [3, merging],
  [2, ofCart('undo the merge', undo, (cart) => cart.undoMerge())],
  [2, restoring],
  [1, ofCart('close', close, (cart) => cart.close())],
  [
    2,
    ofCart('pay', pay, async (cart, real) => {
      real.payments += 1
      const { order } = await buy(cart, { payment: 'cod', key: `key-${real.payments}` })
      real.orders.push(order.id)
    }),
  ],
  [2, cancelling],
  [
    1,
    fc.constant(
      command(
        'the guest logs in',
        (model) => {
          // What the guest has ordered is the user's from now on.
          model.orders.forEach((order, place) => {
            if (order.buyer === 'guest') model.orders[place] = { ...order, buyer: 'ana' }
          })
          return merge(model, 'ana', 'guest')
        },
        ({ kit }) => kit.shop.login({ token: guest('ana').token }, ANA),
      ),
    ),
  ],
  [3, passing],
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
