import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { CartView, Inventory } from '../../index.ts'
import { assertInvariants } from './invariants.ts'
import {
  ANA,
  BOGDAN,
  changesNothing,
  eventsOf,
  guest,
  type Kit,
  type KitOptions,
  type OpenDatabase,
  openKit,
  outcomesOf,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const MODES = ['overlay', 'replace'] as const
const KEPT: KitOptions = { stock: { reserve: 'add' } }
const tea = { type: 'good', id: 'tea' } as const
const tote = { type: 'article', id: 'tote' } as const

/** A payload of our own form: quantities by product. */
const payloadOf = (lines: Readonly<Record<string, string>>, codes: readonly string[] = []): unknown => ({
  version: 1,
  currency: 'RON',
  lines: Object.entries(lines).map(([key, quantity]) => {
    const [type, id] = key.split(':')
    return { product: { type, id }, quantity }
  }),
  codes,
})

const inCart = ({ lines }: CartView): Record<string, bigint> =>
  Object.fromEntries(lines.map(({ product, quantity }) => [`${product.type}:${product.id}`, quantity]))

/** Tea, salt, two coats, fifty totes, and a code. */
async function shelves({ shop, shelf }: Kit): Promise<void> {
  for (const id of ['tea', 'salt']) shelf.good(id)
  for (const id of ['coat', 'hat']) shelf.garment(id)
  await shop.stock.set(shelf.article('tote'), 50n)
  await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
}

const WISHED = { 'good:tea': '2', 'article:tote': '3', 'garment:coat': '1' }
const WANTED = { 'good:tea': 2n, 'article:tote': 3n, 'garment:coat': 1n }

/** What makes a restore safe: it sets and never sums, all of it or nothing, whoever else is at it. */
export function describeRestoring(open: OpenDatabase): void {
  describe('restores at the same time', () => {
    for (const mode of MODES)
      for (const [policy, options] of [
        ['checkout', {}],
        ['add', KEPT],
      ] as const)
        for (const many of [2, 10])
          scenarioWith(open, options, `${many} of one payload at once (${mode}, units kept from ${policy} on) are one`, async (kit) => {
            const { shop } = kit
            await shelves(kit)
            const payload = payloadOf(WISHED, ['TEN'])
            const restores = (): Promise<unknown>[] => times(many, () => shop.cart(ANA).restore(payload, { mode }))
            // Into no cart, into one that has other quantities, and once more.
            assert.deepEqual(await outcomesOf(restores()), { ok: many })
            assert.deepEqual(inCart(await shop.cart(ANA).read()), WANTED)
            assert.equal((await eventsOf(kit, 'cart.item_added')).length, 3)
            await shop.cart(ANA).update(tea, { quantity: 9n })
            await shop.cart(ANA).update(tote, { quantity: 1n })
            await shop.cart(ANA).remove({ type: 'garment', id: 'coat' })
            assert.deepEqual(await outcomesOf(restores()), { ok: many })
            const view = await shop.cart(ANA).read()
            assert.deepEqual(inCart(view), WANTED)
            assert.deepEqual(
              view.discounts.map((one) => one.code),
              ['TEN'],
            )
            await changesNothing(kit, () => shop.cart(ANA).restore(payload, { mode }))
          })

    scenario(open, 'a replace and an add at once come one after the other', async (kit) => {
      const { shop } = kit
      await shelves(kit)
      for (const round of times(5, Number)) {
        const cart = shop.cart({ userId: `buyer-${round}` })
        await cart.addMany([{ product: tea, quantity: 5n }, { product: { type: 'good', id: 'salt' } }])
        const outcomes = await outcomesOf([
          cart.restore(payloadOf({ 'good:tea': '2' }), { mode: 'replace' }),
          shop.cart({ userId: `buyer-${round}` }).addMany([{ product: tea, quantity: 1n }, { product: tote }]),
        ])
        assert.deepEqual(outcomes, { ok: 2 })
        const left = inCart(await cart.read())
        assert.ok(
          [{ 'good:tea': 2n }, { 'good:tea': 3n, 'article:tote': 1n }].some(
            (one) => JSON.stringify(entriesOf(one)) === JSON.stringify(entriesOf(left)),
          ),
          JSON.stringify(entriesOf(left)),
        )
      }
    })

    scenario(open, 'a single piece goes to one of two buyers, and the other one is told', async (kit) => {
      const { shop } = kit
      await shelves(kit)
      const payload = payloadOf({ 'garment:coat': '1', 'good:tea': '2' })
      const answers = await Promise.all([ANA, BOGDAN].map((buyer) => shop.cart(buyer).restore(payload)))
      assert.deepEqual(
        answers.flatMap(({ dropped }) => dropped),
        [{ product: 'garment:coat', reason: 'item_taken' }],
      )
      assert.deepEqual(
        answers.map(({ view }) => inCart(view)['good:tea']),
        [2n, 2n],
      )
    })
  })

  describe('a restore is all or nothing', () => {
    for (const mode of MODES)
      it(`an inventory that fails for one product leaves everything as it was (${mode})`, async () => {
        const broken = new Set<string>()
        const inventory: Inventory = {
          always: true,
          check: ({ id }, quantity) => {
            if (broken.has(id)) throw new Error('the warehouse is away')
            return quantity <= 4n
          },
        }
        const kit = await openKit(open, { inventory, stock: { reserve: 'add' } })
        const { shop } = kit
        await shelves(kit)
        const cart = shop.cart(ANA)
        await cart.addMany([{ product: tea, quantity: 4n }, { product: { type: 'garment', id: 'hat' } }, { product: tote, quantity: 4n }])
        await cart.applyDiscount('TEN')
        const payload = payloadOf({ 'good:tea': '1', 'article:tote': '3', 'good:salt': '2', 'garment:coat': '1' }, ['none such'])
        for (const id of ['salt', 'tea', 'coat']) {
          broken.add(id)
          const { details } = await changesNothing(kit, () => refusalOf(cart.restore(payload, { mode }), 'plugin_failed'))
          assert.equal(details.plugin, 'inventory.check')
          broken.clear()
        }
        // What the inventory does not have is left out, and a line that is there stays as it was.
        const { view, dropped } = await cart.restore(payloadOf({ 'good:tea': '5', 'good:salt': '9', 'article:tote': '2' }), { mode })
        assert.deepEqual(dropped.map(({ product, reason }) => `${product} ${reason}`).sort(), [
          'good:salt insufficient_stock',
          'good:tea insufficient_stock',
        ])
        const hat: Record<string, bigint> = mode === 'overlay' ? { 'garment:hat': 1n } : {}
        assert.deepEqual(inCart(view), { 'good:tea': 4n, ...hat, 'article:tote': 2n })
        await assertInvariants(kit.database, kit.clock())
        await shop.close()
      })

    scenarioWith(open, KEPT, 'units and pieces of lines that go are free for those that come', async (kit) => {
      const { shop, shelf } = kit
      await shelves(kit)
      await shop.stock.set(tote, 4n)
      const cart = shop.cart(ANA)
      await cart.addMany([
        { product: tote, quantity: 4n, options: { colour: 'red' } },
        { product: shelf.garment('coat'), options: { size: 'M' } },
      ])
      const { view, dropped, clamped } = await cart.restore(payloadOf({ 'article:tote': '4', 'garment:coat': '1' }), { mode: 'replace' })
      assert.deepEqual([dropped, clamped], [[], []])
      assert.deepEqual(
        view.lines.map(({ options, quantity }) => `${options} ${quantity}`),
        [' 4', ' 1'],
      )
      const { clamped: cut } = await cart.restore({
        version: 1,
        currency: 'RON',
        lines: [{ product: tote, options: { colour: 'red' }, quantity: '2' }],
        codes: [],
      })
      assert.deepEqual(cut, [])
      assert.deepEqual((await cart.read()).count, 5n)
    })
  })

  describe('a restore', () => {
    scenarioWith(open, { holds: { limit: 3 } }, "counts the holds in the buyer's other carts", async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(ANA, { name: 'office' }).addMany(times(2, (index) => ({ product: shelf.garment(`held-${index}`) })))
      for (const index of times(3, Number)) shelf.garment(`coat-${index}`)
      const { view, dropped } = await shop
        .cart(ANA)
        .restore(payloadOf(Object.fromEntries(times(3, (index) => [`garment:coat-${index}`, '1']))))
      assert.deepEqual(Object.keys(inCart(view)), ['garment:coat-0'])
      assert.deepEqual(dropped, [
        { product: 'garment:coat-1', reason: 'hold_limit' },
        { product: 'garment:coat-2', reason: 'hold_limit' },
      ])
      const other = await shop.cart(ANA).restore(payloadOf({ 'garment:held-0': '1' }))
      assert.deepEqual(other.dropped, [{ product: 'garment:held-0', reason: 'item_taken' }])
    })

    scenario(open, 'takes a piece up again whose hold is over, at the price that was agreed', async (kit) => {
      const { shop, clock } = kit
      await shelves(kit)
      const coat = { type: 'garment', id: 'coat' } as const
      const cart = shop.cart(ANA)
      await cart.add(coat, { unitPrice: 5n })
      await cart.add(tea, { unitPrice: 7n })
      clock.advance(3_600_000n)
      const { view } = await cart.restore(payloadOf({ 'garment:coat': '1', 'good:tea': '3' }))
      assert.deepEqual(
        view.lines.map(({ state, unitPrice, quantity }) => [state, unitPrice, quantity]),
        [
          ['ok', 5n, 1n],
          ['ok', 7n, 3n],
        ],
      )
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
    })

    scenarioWith(open, KEPT, 'leaves all that is saved, in both its parts', async (kit) => {
      const { shop } = kit
      await shelves(kit)
      for (const product of [tea, tote]) {
        const cart = shop.cart({ userId: product.id })
        await cart.add(product, { quantity: 5n })
        await cart.saveForLater(product)
        for (const quantity of [2n, 4n]) {
          const { view } = await cart.restore(payloadOf({ [`${product.type}:${product.id}`]: quantity.toString() }))
          assert.deepEqual([view.lines[0]?.quantity, view.saved[0]?.quantity], [quantity, 5n])
        }
        await cart.clear()
        const { view } = await cart.restore(payloadOf({ [`${product.type}:${product.id}`]: '3' }))
        assert.deepEqual([view.lines[0]?.quantity, view.saved.reduce((sum, line) => sum + line.quantity, 0n)], [3n, 5n])
      }
    })

    scenario(open, 'tells what went, what changed and what came, in this order', async (kit) => {
      const { shop, database } = kit
      await shelves(kit)
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: tea, quantity: 5n }, { product: { type: 'garment', id: 'hat' } }])
      const { version } = await cart.read()
      await cart.restore(payloadOf({ 'good:tea': '2', 'garment:coat': '1' }, ['TEN']), { mode: 'replace' })
      const view = await cart.read()
      assert.equal(view.version, version + 1n)
      const { event } = await readTables(database)
      const ofRestore = event.filter((row) => row.key === view.id && (row.sequence as bigint) >= view.version * 100_000n)
      assert.deepEqual(
        ofRestore.sort((left, right) => Number((left.sequence as bigint) - (right.sequence as bigint))).map(({ name }) => name),
        ['cart.item_removed', 'claim.released', 'cart.item_updated', 'claim.held', 'cart.item_added', 'discount.applied'],
      )
    })

    scenarioWith(
      open,
      { guesses: { perOwner: 3, perAddress: 3, window: 60_000n } },
      'counts wrong codes as if each were typed',
      async (kit) => {
        const { shop } = kit
        await shelves(kit)
        const cart = shop.cart(guest('one'))
        const first = await cart.restore(payloadOf({ 'good:tea': '1' }, ['NONE', 'x', 'TEN']))
        assert.deepEqual(first.skipped, [
          { code: 'NONE', reason: 'unknown' },
          { code: 'x', reason: 'unknown' },
        ])
        await cart.removeDiscount()
        const second = await cart.restore(payloadOf({}, ['NONE', 'NO-1', 'NO-2', 'TEN']))
        assert.deepEqual(
          second.skipped.map(({ reason }) => reason),
          ['unknown', 'unknown', 'rate_limited', 'rate_limited'],
        )
        await refusalOf(cart.applyDiscount('TEN'), 'rate_limited')
      },
    )

    scenario(open, 'takes no options there are not', async (kit) => {
      const { shop } = kit
      await shelves(kit)
      await shop.cart(ANA).add(tea)
      kit.clock.advance(100n * 86_400_000n)
      await changesNothing(kit, async () => {
        for (const options of [{ foo: 1 }, { Mode: 'replace' }, { contentTypes: null }, null, []])
          await assert.rejects(shop.cart(ANA).restore({}, options as never), RangeError)
        for (const options of [{ days: 30, dryrun: true }, { days: 30, dryRun: 'yes' }, { includePlaced: 1 }, null])
          await assert.rejects(shop.cleanCarts(options as never), RangeError)
      })
    })
  })
}

const entriesOf = (cart: Readonly<Record<string, bigint>>): string[] =>
  Object.entries(cart)
    .map(([key, quantity]) => `${key} ${quantity}`)
    .sort()
