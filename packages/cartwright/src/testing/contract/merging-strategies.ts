import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Buyer, CartView, LineView, MergeLine, MergeStrategy } from '../../index.ts'
import {
  ANA,
  BOGDAN,
  changesNothing,
  eventsOf,
  guest,
  type Kit,
  MIHAI,
  noticeCodes,
  type OpenDatabase,
  refusalOf,
  scenario,
  scenarioWith,
} from './kit.ts'

const GUEST = guest('ana')

/** What a list of lines holds, by product id. */
export const amounts = (lines: readonly LineView[]): Record<string, bigint> =>
  Object.fromEntries(lines.map((line) => [line.product.id, line.quantity]))

/** 2 tea + 5 salt + a coat as a guest, 3 tea + 1 rice + a hat as a user. */
async function twoCarts({ shop, shelf }: Kit, user: Buyer = ANA): Promise<void> {
  const [tea, salt, rice] = [shelf.good('tea'), shelf.good('salt'), shelf.good('rice')]
  await shop.cart(GUEST).addMany([{ product: tea, quantity: 2n }, { product: salt, quantity: 5n }, { product: shelf.garment('coat') }])
  await shop.cart(user).addMany([{ product: tea, quantity: 3n }, { product: rice }, { product: shelf.garment('hat') }])
}

const WHOLE = { coat: 1n, hat: 1n, rice: 1n, salt: 5n }
const CASES: readonly [MergeStrategy, Record<string, bigint>, Record<string, bigint>][] = [
  ['add', { ...WHOLE, tea: 5n }, {}],
  ['replace', { ...WHOLE, tea: 2n }, {}],
  ['keep_higher', { ...WHOLE, tea: 3n }, {}],
  ['keep_user', { tea: 3n, rice: 1n, hat: 1n }, { tea: 2n, salt: 5n, coat: 1n }],
  ['keep_guest', { tea: 2n, salt: 5n, coat: 1n }, { tea: 3n, rice: 1n, hat: 1n }],
  [({ guest: theirs, user }: MergeLine) => (theirs > 1n ? theirs * 10n + user : theirs), { ...WHOLE, tea: 23n, salt: 50n }, {}],
  [({ product }: MergeLine) => (product === 'good:salt' ? 0n : 1n), { coat: 1n, hat: 1n, rice: 1n, tea: 1n }, {}],
]

/** The ways to join two carts. */
export function describeMergeStrategies(open: OpenDatabase): void {
  describe('merging two carts', () => {
    for (const [strategy, lines, saved] of CASES) {
      scenario(open, `${typeof strategy === 'string' ? strategy : String(strategy)}: what is in both, and what is in one`, async (kit) => {
        const { shop } = kit
        await twoCarts(kit)
        const { view, report } = await shop.cart(ANA).merge(shop.cart(GUEST), strategy)
        assert.deepEqual(amounts(view.lines), lines)
        assert.deepEqual(amounts(view.saved), saved)
        assert.equal(report.clamped.length, 0)
        assert.deepEqual(amounts((await shop.cart(ANA).read()).lines), lines)
        const source = await shop.cart(GUEST).read()
        assert.deepEqual([source.id, source.isEmpty], [null, true])
        assert.equal((await eventsOf(kit, 'cart.merged')).length, 1)
        // What is saved for later holds nothing.
        const coat = { type: 'garment', id: 'coat' }
        if (saved.coat === 1n) await shop.cart(BOGDAN).add(coat)
        else await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      })
    }

    for (const strategy of ['add', 'keep_user', 'keep_guest'] as const) {
      scenario(open, `${strategy}: where one cart is empty, there is nothing to choose`, async ({ shop, shelf }) => {
        await shop.cart(GUEST).addMany([{ product: shelf.good('tea') }, { product: shelf.garment('coat') }])
        const { view } = await shop.cart(ANA).merge(GUEST, strategy)
        assert.deepEqual([view.lines.length, view.saved.length], [2, 0])
      })
    }

    scenario(open, 'a cart with itself changes nothing, whatever the handle', async (kit) => {
      const { shop } = kit
      await twoCarts(kit)
      const cart = shop.cart(ANA)
      for (const other of [cart, shop.cart(ANA), { ...ANA }, shop.cart(ANA, { name: 'default' })]) {
        await changesNothing(kit, async () => {
          const { view, report, notices } = await cart.merge(other, 'add')
          assert.deepEqual(amounts(view.lines), { tea: 3n, rice: 1n, hat: 1n })
          assert.deepEqual([report.moved, report.summed, notices], [[], [], []])
        })
      }
    })

    scenario(
      open,
      'an empty cart changes nothing and tells nothing; an unknown strategy is refused before anything is read',
      async (kit) => {
        const { shop, shelf } = kit
        const cart = shop.cart(ANA)
        await cart.add(shelf.good('tea'))
        await shop.cart(BOGDAN).add(shelf.good('tea'))
        await shop.cart(BOGDAN).clear()
        for (const other of [guest('nobody'), BOGDAN, {}]) await changesNothing(kit, () => cart.merge(other))
        await twoCarts(kit)
        await changesNothing(kit, () => assert.rejects(cart.merge(GUEST, 'bogus' as MergeStrategy), RangeError))
        await changesNothing(kit, () => assert.rejects(shop.cart({}).merge(GUEST), RangeError))
      },
    )

    scenario(open, 'a strategy that answers nonsense is a plug-in that failed', async (kit) => {
      await twoCarts(kit)
      for (const strategy of [() => -1n, () => 2 as unknown as bigint, () => assert.fail('no')])
        await changesNothing(kit, () => refusalOf(kit.shop.cart(ANA).merge(GUEST, strategy), 'plugin_failed'))
    })

    scenarioWith(
      open,
      { limits: { maxQuantity: 3n } },
      'keep_guest: a line that makes room takes its rest along',
      async ({ shop, shelf }) => {
        const tea = shelf.good('tea')
        await shop.cart(ANA).add(tea, { quantity: 3n })
        await shop.cart(BOGDAN).add(tea, { quantity: 2n })
        await shop.cart(ANA).merge(BOGDAN)
        await shop.cart(GUEST).add(shelf.good('salt'))
        const { view } = await shop.cart(ANA).merge(GUEST, 'keep_guest')
        assert.deepEqual([amounts(view.lines), amounts(view.saved), view.saved.length], [{ salt: 1n }, { tea: 5n }, 1])
      },
    )

    scenario(open, 'named carts of one buyer are joined like any others', async ({ shop, shelf }) => {
      const list = shop.cart(ANA, { name: 'list' })
      await list.addMany([{ product: shelf.good('tea'), quantity: 4n }, { product: shelf.garment('coat') }])
      await shop.cart(ANA).add(shelf.good('tea'))
      const { view } = await shop.cart(ANA).merge(list)
      assert.deepEqual(amounts(view.lines), { tea: 5n, coat: 1n })
      assert.equal((await list.read()).id, null)
      assert.equal((await list.add(shelf.good('rice'))).view.count, 1n)
      const back = await list.merge(shop.cart(ANA))
      assert.deepEqual(amounts(back.view.lines), { tea: 5n, coat: 1n, rice: 1n })
      await shop.cart(ANA).add(shelf.good('salt'))
    })

    scenario(open, "prices are the catalogue's, but for those the server has set", async ({ shop, shelf }) => {
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      await shop.cart(GUEST).addMany([{ product: tea }, { product: salt, unitPrice: 5n }])
      shelf.change(tea, { price: 777n })
      await shop.cart(ANA).add(tea)
      const { view } = await shop.cart(ANA).merge(GUEST, 'keep_higher')
      assert.deepEqual(Object.fromEntries(view.lines.map((line) => [line.product.id, line.unitPrice])), { tea: 777n, salt: 5n })
    })

    scenario(open, 'vanished and own products are left out and named; the rest comes', async ({ shop, shelf }) => {
      const own = shelf.garment('own', { seller: { id: 'ana', name: 'Ana' } })
      const gone = shelf.garment('gone')
      await shop.cart(GUEST).addMany([{ product: own }, { product: gone }, { product: shelf.good('tea') }])
      await shop.cart(ANA).add(shelf.good('salt'))
      shelf.remove(gone)
      const { view, notices, report } = await shop.login({ token: GUEST.token }, ANA)
      assert.deepEqual(amounts(view.lines), { salt: 1n, tea: 1n })
      assert.deepEqual(
        report.dropped.map(({ product, reason }) => [product, reason]),
        [
          ['garment:own', 'own_product'],
          ['garment:gone', 'product_not_found'],
        ],
      )
      assert.deepEqual(noticeCodes(notices), ['own_product_dropped', 'item_dropped', 'merged'])
      // Their holds are given back.
      shelf.garment('gone')
      for (const product of [own, gone]) await shop.cart(BOGDAN).add(product)
    })

    scenario(open, 'a product that vanished from the cart that stays breaks nothing', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      await shop.cart(ANA).addMany([{ product: tea }, { product: shelf.good('salt') }])
      await shop.cart(GUEST).add(shelf.good('rice'))
      shelf.remove(tea)
      const { view } = await shop.cart(ANA).merge(GUEST)
      assert.deepEqual(
        view.lines.map((line) => [line.product.id, line.state]),
        [
          ['tea', 'unavailable'],
          ['salt', 'ok'],
          ['rice', 'ok'],
        ],
      )
    })

    scenario(open, 'fractions are summed exactly, also of different scales', async ({ shop, shelf }) => {
      const [wei, flour] = [shelf.good('wei', { scale: 18 }), shelf.good('flour', { scale: 3 })]
      await shop.cart(GUEST).addMany([
        { product: wei, quantity: 1n },
        { product: flour, quantity: 250n },
      ])
      shelf.change(flour, { scale: 6 })
      await shop.cart(ANA).addMany([
        { product: wei, quantity: 12_345_678_900_000_000_001n },
        { product: flour, quantity: 1n },
      ])
      const { view } = await shop.cart(ANA).merge(GUEST)
      assert.deepEqual(amounts(view.lines), { wei: 12_345_678_900_000_000_002n, flour: 250_001n })
    })

    scenarioWith(open, { merge: { strategy: 'keep_higher' } }, "the login follows the shop's strategy", async (kit) => {
      await twoCarts(kit)
      const { view } = await kit.shop.login({ token: GUEST.token }, ANA)
      assert.equal(amounts(view.lines).tea, 3n)
    })

    for (const policy of ['soft', 'hard'] as const) {
      scenarioWith(
        open,
        { holds: { policy } },
        `the same single piece in both carts is one line (${policy})`,
        async ({ shop, shelf, clock }) => {
          const coat = shelf.garment('coat', { seller: MIHAI })
          await shop.cart(ANA).add(coat)
          clock.advance(60n * 60_000n)
          await shop.cart(GUEST).add(coat)
          const { view, report } = await shop.cart(ANA).merge(GUEST)
          assert.deepEqual([view.lines.length, report.summed.length], [1, 1])
          const [line] = view.lines as [CartView['lines'][number]]
          assert.equal(line.state, 'ok')
          assert.equal(line.heldUntil, policy === 'hard' ? clock() + 10n * 60_000n : null)
        },
      )
    }

    scenarioWith(
      open,
      { merge: { code: 'keep_guest' } },
      "whose code stays is the shop's choice; one that does not apply is said",
      async ({ shop, shelf }) => {
        for (const code of ['TEN', 'FIVE']) await shop.discounts.create({ code, kind: 'percent', value: 1_000n })
        await shop.discounts.create({ code: 'ONCE', kind: 'percent', value: 1_000n, minOrder: 100_000n })
        for (const [index, code, own, expected] of [
          [0, 'TEN', 'FIVE', 'TEN'],
          [1, 'ONCE', 'FIVE', 'FIVE'],
        ] as const) {
          const [user, stranger] = [{ userId: `user-${index}` }, guest(`${index}`)]
          await shop.cart(stranger).add(shelf.good('gold', { price: 200_000n }))
          await shop.cart(stranger).applyDiscount(code)
          await shop.cart(user).add(shelf.good('tea'))
          await shop.cart(user).applyDiscount(own)
          shelf.change({ type: 'good', id: 'gold' }, { price: 1_000n })
          const { view, notices } = await shop.login({ token: stranger.token }, user)
          assert.deepEqual(
            view.discounts.map((one) => one.code),
            [expected],
          )
          const told = notices.filter((notice) => notice.code === 'discount_dropped').map(({ details }) => [details?.code, details?.reason])
          assert.deepEqual(told, index === 0 ? [['FIVE', 'combination']] : [['ONCE', 'minimum']])
        }
      },
    )
  })
}
