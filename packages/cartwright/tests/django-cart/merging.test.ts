import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  BOGDAN,
  changesNothing,
  eventsOf,
  guest,
  type Kit,
  refusalOf,
  scenario,
  scenarioWith,
} from '../../src/testing/contract/kit.ts'
import { holding, MINUTE, onBothEngines, PLAIN } from './engines.ts'

const GUEST = guest('ana')
const TEA = { type: 'good', id: 'tea' } as const

/** 5 tea and 2 salt of the guest, 3 tea of Ana. */
async function twoCarts({ shop, shelf }: Kit): Promise<void> {
  shelf.good('tea')
  await shop.cart(ANA).add(TEA, { quantity: 3n })
  await shop.cart(GUEST).addMany([
    { product: TEA, quantity: 5n },
    { product: shelf.good('salt'), quantity: 2n },
  ])
}

onBothEngines('merging', (open) => {
  describe('2.14 merge', () => {
    for (const [strategy, tea] of [
      ['add', 8n],
      ['replace', 5n],
      ['keep_higher', 5n],
    ] as const) {
      scenario(open, `${strategy}: what is in both follows it, what is in one comes as it is`, async (kit) => {
        await twoCarts(kit)
        const { view } = await kit.shop.cart(ANA).merge(kit.shop.cart(GUEST), strategy)
        assert.deepEqual(holding(view), [
          ['tea', tea],
          ['salt', 2n],
        ])
        assert.equal((await kit.shop.cart(GUEST).read()).isEmpty, true)
      })
    }

    scenario(open, 'keep_higher, the other way round', async ({ shop, shelf }) => {
      shelf.good('tea')
      await shop.cart(ANA).add(TEA, { quantity: 9n })
      await shop.cart(GUEST).add(TEA)
      assert.deepEqual(holding((await shop.cart(ANA).merge(GUEST, 'keep_higher')).view), [['tea', 9n]])
    })

    scenario(open, 'the default is add', async (kit) => {
      await twoCarts(kit)
      assert.equal((await kit.shop.cart(ANA).merge(GUEST)).view.lines[0]?.quantity, 8n)
    })

    scenario(open, 'a price that the server has set stays with the quantity that stays', async ({ shop, shelf }) => {
      const set = async (): Promise<void> => {
        shelf.good('tea')
        await shop.cart(ANA).clear()
        await shop.cart(ANA).add(TEA, { quantity: 9n, unitPrice: 700n })
        await shop.cart(GUEST).add(TEA, { quantity: 1n, unitPrice: 500n })
      }
      await set()
      assert.equal((await shop.cart(ANA).merge(GUEST, 'keep_higher')).view.lines[0]?.unitPrice, 700n)
      await set()
      assert.equal((await shop.cart(ANA).merge(GUEST, 'replace')).view.lines[0]?.unitPrice, 500n)
    })

    scenario(open, 'an unknown strategy is refused before anything is read or changed', async (kit) => {
      await twoCarts(kit)
      await changesNothing(kit, () => assert.rejects(kit.shop.cart(ANA).merge(GUEST, 'other' as never), RangeError))
    })

    scenario(open, 'with itself nothing happens', async (kit) => {
      await twoCarts(kit)
      const cart = kit.shop.cart(ANA)
      await changesNothing(kit, () => cart.merge(cart))
    })

    scenario(open, 'an empty source changes and tells nothing', async (kit) => {
      await twoCarts(kit)
      await changesNothing(kit, () => kit.shop.cart(ANA).merge(guest('nobody')))
    })

    scenario(open, 'the target keeps its owner and its code', async (kit) => {
      const { shop } = kit
      await twoCarts(kit)
      for (const [code, buyer] of [
        ['MINE', ANA],
        ['THEIRS', GUEST],
      ] as const) {
        await shop.discounts.create({ code, kind: 'percent', value: 1_000n })
        await shop.cart(buyer).applyDiscount(code)
      }
      const { id } = await shop.cart(ANA).read()
      const { view } = await shop.cart(ANA).merge(GUEST)
      assert.deepEqual([view.id, view.discounts.map(({ code }) => code)], [id, ['MINE']])
    })

    scenarioWith(
      open,
      { stock: { reserve: 'add' } },
      'a line whose units were taken by others is joined with what is kept; the rest is saved',
      async (kit) => {
        const { shop, shelf, clock } = kit
        const tote = shelf.article('tote')
        await shop.stock.set(tote, 3n)
        await shop.cart(ANA).add(tote, { quantity: 3n })
        clock.advance(15n * MINUTE)
        await shop.cart(BOGDAN).add(tote)
        await shop.cart(GUEST).add(tote, { quantity: 2n })
        const { view } = await shop.login(GUEST, ANA)
        assert.deepEqual([view.lines[0]?.quantity, view.lines[0]?.state, view.saved[0]?.quantity], [2n, 'ok', 3n])
      },
    )

    scenarioWith(
      open,
      { stock: { reserve: 'add' } },
      'it is undone though its units have gone: the line is back and keeps none',
      async ({ shop, shelf }) => {
        const tote = shelf.article('tote')
        await shop.stock.set(tote, 5n)
        await shop.cart(ANA).add(tote, { quantity: 4n })
        await shop.cart(GUEST).add(tote)
        await shop.cart(ANA).merge(GUEST, 'replace')
        await shop.cart(BOGDAN).add(tote, { quantity: 4n })
        const { view } = await shop.cart(ANA).undoMerge()
        assert.deepEqual([holding(view), view.lines[0]?.state, view.saved[0]?.quantity], [[['tote', 4n]], 'expired', 1n])
        await shop.cart(BOGDAN).clear()
        assert.equal((await shop.cart(ANA).read()).lines[0]?.state, 'ok')
      },
    )

    scenarioWith(
      open,
      { stock: { reserve: 'add' } },
      'a hold that was over before it is undone does not stand in the way of the next add',
      async ({ shop, shelf, clock }) => {
        const tote = shelf.article('tote')
        await shop.stock.set(tote, 5n)
        await shop.cart(GUEST).add(tote)
        clock.advance(15n * MINUTE)
        await shop.login(GUEST, ANA)
        await shop.cart(ANA).undoMerge()
        assert.deepEqual(holding((await shop.cart(ANA).add(tote, { quantity: 2n })).view), [['tote', 2n]])
      },
    )

    scenario(open, 'of a single piece that neither holds any more, the line that had it last stays', async ({ shop, shelf, clock }) => {
      const coat = shelf.garment('coat')
      await shop.cart(GUEST).add(coat)
      clock.advance(10n * MINUTE)
      await shop.cart(ANA).add(coat)
      clock.advance(15n * MINUTE)
      assert.equal((await shop.login(GUEST, ANA)).view.lines[0]?.state, 'expired')
      assert.equal((await shop.cart(ANA).add(coat)).view.lines[0]?.state, 'ok')
    })

    scenario(open, 'it is told once, by the cart that stays', async (kit) => {
      await twoCarts(kit)
      const { view } = await kit.shop.cart(ANA).merge(GUEST)
      const told = await eventsOf(kit, 'cart.merged')
      assert.deepEqual([told.length, told[0]?.row.key], [1, view.id])
      assert.deepEqual(await eventsOf(kit, 'cart.cleared'), [])
    })
  })

  describe('2.14 binding', () => {
    scenario(open, 'a cart has no user until it is bound; the lists know a user’s carts, open ones and all', async ({ shop, shelf }) => {
      await shop.cart(GUEST).add(shelf.good('tea'))
      assert.deepEqual(await shop.carts.active('ana'), [])
      const { view } = await shop.cart(GUEST).bindTo('ana')
      assert.deepEqual(
        (await shop.carts.active('ana')).map(({ id }) => id),
        [view.id],
      )
      await shop.cart(ANA).close()
      assert.deepEqual(await shop.carts.active('ana'), [])
      assert.deepEqual(
        (await shop.carts.history('ana')).items.map(({ id }) => id),
        [view.id],
      )
    })

    scenario(open, 'a cart that has an owner is not given to another one', async (kit) => {
      await kit.shop.cart(ANA).add(kit.shelf.good('tea'))
      await changesNothing(kit, () => refusalOf(kit.shop.cart(ANA).bindTo('bogdan'), 'buyer_not_allowed'))
    })

    scenario(open, 'a user may have several open carts, by name', async ({ shop, shelf }) => {
      for (const name of ['default', 'office']) await shop.cart(ANA, { name }).add(shelf.good('tea'))
      await shop.cart(BOGDAN).add(shelf.good('tea'))
      assert.deepEqual(
        (await shop.carts.active('ana')).map(({ name }) => name),
        ['default', 'office'],
      )
    })

    scenarioWith(open, PLAIN, 'a login joins the carts by itself', async (kit) => {
      await twoCarts(kit)
      const { view } = await kit.shop.login(GUEST, ANA)
      assert.deepEqual(holding(view), [
        ['tea', 8n],
        ['salt', 2n],
      ])
    })
  })
})
