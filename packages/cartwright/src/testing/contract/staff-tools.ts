import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { Actor, DiscountPage } from '../../index.ts'
import { auctioning, CARMEN, ended, STAFF as SEER } from './auctions-kit.ts'
import { ANA, BOGDAN, buy, fund, type Kit, MIHAI, type OpenDatabase, refusalOf, scenario, scenarioWith, times } from './kit.ts'
import { bring, SELLERS } from './orders-kit.ts'

const HOUR = 3_600_000n
const EVA: Actor = { id: 'eva', role: 'staff' }

/** Every code of a list, page by page, two at a time. */
async function codesOf({ shop }: Kit, page: DiscountPage): Promise<string> {
  const codes: string[] = []
  for (let cursor: string | undefined; ; ) {
    const { items, next } = await shop.discounts.list({ limit: 2, ...page, ...(cursor !== undefined && { cursor }) })
    codes.push(...items.map(({ code }) => code))
    assert.ok(items.length === 2 || next === null, 'a page that is not full goes on')
    if (next === null) return codes.join(' ')
    cursor = next
  }
}

/** What staff look at and do besides: discounts, rights of all users, payments and refunds that wait, events nobody was told of. */
export function describeStaffTools(open: OpenDatabase): void {
  describe('tools of the staff', () => {
    scenario(open, 'list discounts by code, newest, state, campaign and beginning, each once', async (kit) => {
      const { shop, clock } = kit
      const now = clock()
      await shop.discounts.campaign({ name: 'SPRING' })
      const made: readonly (readonly [string, object])[] = [
        ['Z-FOREVER', {}],
        ['A-LATER', { startsAt: now + HOUR, endsAt: now + 3n * HOUR }],
        ['B-SOONER', { startsAt: now + 1n, campaign: 'SPRING' }],
        ['C-OVER', { endsAt: now }],
        ['D-LONG-OVER', { endsAt: now - HOUR, campaign: 'SPRING' }],
        ['E-OFF', { active: false, endsAt: now - HOUR }],
        ['A_SOON', { endsAt: now + HOUR, campaign: 'SPRING' }],
      ]
      for (const [code, rest] of made) await shop.discounts.create({ code, kind: 'percent', value: 1_000n, ...rest })
      assert.equal(await codesOf(kit, {}), 'A-LATER A_SOON B-SOONER C-OVER D-LONG-OVER E-OFF Z-FOREVER')
      assert.equal(await codesOf(kit, { order: 'newest' }), 'Z-FOREVER E-OFF D-LONG-OVER C-OVER B-SOONER A_SOON A-LATER')
      assert.equal(await codesOf(kit, { state: 'active' }), 'A_SOON Z-FOREVER')
      assert.equal(await codesOf(kit, { state: 'scheduled' }), 'B-SOONER A-LATER')
      assert.equal(await codesOf(kit, { state: 'ended' }), 'C-OVER D-LONG-OVER')
      assert.equal(await codesOf(kit, { state: 'off' }), 'E-OFF')
      assert.equal(await codesOf(kit, { campaign: 'SPRING' }), 'A_SOON B-SOONER D-LONG-OVER')
      assert.equal(await codesOf(kit, { campaign: 'SPRING', state: 'ended' }), 'D-LONG-OVER')
      assert.equal(await codesOf(kit, { prefix: 'A' }), 'A-LATER A_SOON')
      assert.equal(await codesOf(kit, { prefix: 'A-' }), 'A-LATER')
      assert.equal(await codesOf(kit, { prefix: 'A', state: 'active' }), 'A_SOON')
      assert.equal(await codesOf(kit, { prefix: 'a%' }), '')
      clock.advance(HOUR)
      assert.equal(await codesOf(kit, { state: 'active' }), 'A-LATER B-SOONER Z-FOREVER')
      assert.equal(await codesOf(kit, { state: 'ended' }), 'A_SOON C-OVER D-LONG-OVER')
      const wrong = [
        { state: 'on' as 'off' },
        { order: 'uses' as 'code' },
        { order: 'newest' as const, cursor: 'x' },
        { state: 'active' as const, cursor: 'A' },
      ]
      for (const page of wrong) await refusalOf(shop.discounts.list(page), 'invalid_input')
    })

    scenario(open, 'list campaigns by name', async ({ shop }) => {
      for (const name of ['SPRING', 'AUTUMN', 'WINTER']) await shop.discounts.campaign({ name, maxUses: 5n })
      const { items, next } = await shop.discounts.campaigns({ limit: 2 })
      assert.deepEqual(
        items.map(({ name, maxUses, uses }) => [name, maxUses, uses]),
        [
          ['AUTUMN', 5n, 0n],
          ['SPRING', 5n, 0n],
        ],
      )
      const rest = await shop.discounts.campaigns({ cursor: next ?? '' })
      assert.deepEqual([rest.items.map(({ name }) => name), rest.next], [['WINTER'], null])
      await refusalOf(shop.discounts.campaigns({ limit: 0 }), 'invalid_input')
    })

    scenario(open, 'note who made, changed and ended discounts, and what that changed', async ({ shop }) => {
      await shop.discounts.campaign({ name: 'SPRING', maxUses: 5n }, EVA)
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, maxUses: 9n }, EVA)
      await shop.discounts.change('TEN', { value: 2_000n, maxUses: null }, EVA)
      await shop.discounts.end('TEN', EVA)
      await shop.discounts.end('TEN', EVA)
      const [first = ''] = await shop.discounts.createMany({ prefix: 'X-', count: 3, kind: 'fixed', value: 100n, campaign: 'SPRING' }, EVA)
      await shop.discounts.importCsv('code,kind,value\nCSV,percent,5\n', { by: EVA })
      await refusalOf(shop.discounts.create({ code: 'ten', kind: 'percent', value: 1n }, EVA), 'invalid_input')
      await shop.discounts.create({ code: 'QUIET', kind: 'percent', value: 1n })
      const { items } = await shop.audit.list({ actor: EVA })
      const acts = new Map(items.map(({ act, key, before, after }) => [act, { key, before, after }]))
      assert.deepEqual(items.map(({ act }) => act).toSorted(), [
        'campaign.change',
        'discount.change',
        'discount.create',
        'discount.create_many',
        'discount.end',
        'discount.import',
      ])
      assert.deepEqual(acts.get('discount.change'), {
        key: 'TEN',
        before: { value: '1000', maxUses: '9' },
        after: { value: '2000', maxUses: null },
      })
      assert.deepEqual(acts.get('discount.create')?.after, { kind: 'percent', value: '1000', active: 'true', maxUses: '9' })
      assert.deepEqual([acts.get('discount.create_many')?.key, acts.get('discount.create_many')?.after?.codes], [first, '3'])
      assert.deepEqual(acts.get('discount.import')?.after, { added: '1', changed: '0' })
      assert.deepEqual(
        (await shop.audit.list({ act: 'discount.end' })).items.map(({ key }) => key),
        ['TEN'],
      )
    })

    scenario(open, 'note many codes once, however many batches they take', async ({ shop }) => {
      const codes = await shop.discounts.createMany({ prefix: 'X-', count: 501, kind: 'fixed', value: 100n }, EVA)
      assert.equal(new Set(codes).size, 501)
      const { items } = await shop.audit.list({ actor: EVA })
      assert.deepEqual(
        items.map(({ act, key, after }) => [act, key, after?.codes, after?.prefix]),
        [['discount.create_many', codes[0], '501', 'X-']],
      )
    })

    auctioning(open, 'list the rights of all users, by state, lot and winner, with what became of them', async (kit) => {
      const { shop } = kit
      const lot = await ended(kit, [
        [BOGDAN, 11_000n],
        [CARMEN, 12_000n],
      ])
      const [won] = (await shop.auctions.rights()).items
      assert.deepEqual([won?.winner, won?.state, won?.lot], [CARMEN.userId, 'won', lot.id])
      await shop.auctions.decline(won?.id ?? '', CARMEN)
      const states = async (page: Parameters<typeof shop.auctions.rights>[0]) =>
        (await shop.auctions.rights(page)).items.map(({ winner, state }) => `${winner} ${state}`)
      assert.deepEqual((await states({})).toSorted(), ['bogdan offered', 'carmen declined'])
      assert.deepEqual(await states({ state: 'offered' }), ['bogdan offered'])
      assert.deepEqual(await states({ winner: 'carmen' }), ['carmen declined'])
      assert.deepEqual((await states({ lot: lot.id })).length, 2)
      assert.deepEqual(await states({ lot: 'none' }), [])
      const page = await shop.auctions.rights({ limit: 1 })
      const after = await shop.auctions.rights({ limit: 1, cursor: page.next ?? '' })
      assert.notEqual(page.items[0]?.id, after.items[0]?.id)
      assert.equal(after.next, null)
      assert.deepEqual((await states({ sort: '-newest' })).toReversed(), await states({}))
      for (const wrong of [{ limit: 0 }, { sort: 'price' as 'newest' }, { state: 'paid' as 'won' }, { cursor: 'x' }])
        await refusalOf(shop.auctions.rights(wrong), 'invalid_input')
      assert.ok((await shop.auctions.find(lot.id, SEER)).winner !== undefined)
    })

    scenario(open, 'list payments that are not over, of one state as well, the oldest first', async (kit) => {
      const { shop, shelf, clock, card } = kit
      card.mood = 'redirect'
      for (const at of times(3, (place) => place)) {
        const cart = shop.cart({ userId: `user-${at}` })
        await cart.add(shelf.good('tea'))
        await buy(cart, { payment: 'card', key: `key-${at}` })
        clock.advance(1_000n)
      }
      assert.deepEqual((await shop.attempts.overdue()).items, [])
      clock.advance(10n * HOUR)
      const all = await shop.attempts.stuck()
      const page = await shop.attempts.overdue({ limit: 2 })
      const rest = await shop.attempts.overdue({ limit: 2, cursor: page.next ?? '' })
      assert.deepEqual([...page.items, ...rest.items], all)
      assert.equal(rest.next, null)
      assert.equal(all.length, 3)
      assert.deepEqual((await shop.attempts.overdue({ state: 'refund_due' })).items, [])
      assert.deepEqual((await shop.attempts.overdue({ state: 'pending' })).items, all)
      for (const wrong of [{ limit: 101 }, { state: 'paid' as 'pending' }, { cursor: 'x' }])
        await refusalOf(shop.attempts.overdue(wrong), 'invalid_input')
    })

    scenario(open, 'list money that is to go back until somebody has given it', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart({ token: 'guest', email: 'guest@example.com' })
      await cart.add(shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'cod', email: 'guest@example.com' })
      const [parcel] = (await shop.orders.show(order.id)).parcels
      const seller = parcel?.seller?.id ?? ''
      await shop.orders.ship(order.id, { seller, by: EVA })
      await shop.orders.deliver(order.id, { seller, by: EVA })
      assert.deepEqual((await shop.orders.refundsDue()).items, [])
      await shop.orders.refund(order.id, { by: EVA, reason: 'torn' })
      const { items, next } = await shop.orders.refundsDue()
      assert.deepEqual(
        items.map(({ order: of, method, reason }) => [of, method, reason]),
        [[order.id, 'cod', 'torn']],
      )
      assert.equal(next, null)
      await shop.orders.refunded(items[0]?.id ?? '', EVA)
      assert.deepEqual((await shop.orders.refundsDue()).items, [])
      for (const wrong of [{ limit: 0 }, { cursor: 'x' }]) await refusalOf(shop.orders.refundsDue(wrong), 'invalid_input')
    })

    scenarioWith(open, SELLERS, 'list parcels that came back until their money is the buyer’s again, or the seller’s', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 90_000n)
      const cart = shop.cart(ANA)
      for (const [name, seller] of [
        ['coat', MIHAI],
        ['hat', MIHAI],
        ['scarf', { id: 'elena', name: 'Elena' }],
        ['vase', undefined],
      ] as const)
        await cart.add(shelf.garment(name, seller === undefined ? {} : { seller }))
      const { order } = await buy(cart, { payment: 'wallet' })
      const { parcels, lines } = await shop.orders.show(order.id)
      const listed = async () => (await shop.orders.returnsDue()).items.map(({ order: of, seller, amount }) => [of, seller, amount])
      const linesOf = (seller: string) => {
        const parcel = parcels.find((one) => (one.seller?.id ?? '') === seller)
        return lines.filter(({ id }) => parcel?.lines.includes(id))
      }
      const paid = (seller: string) => linesOf(seller).reduce((sum, line) => sum + line.paid, 0n)
      for (const { seller } of parcels) await bring(kit, order.id, seller?.id ?? '')
      assert.deepEqual(await listed(), [])
      for (const { seller } of parcels) await shop.orders.returned(order.id, { seller: seller?.id ?? '', by: EVA })
      const all = ['', 'elena', 'mihai'].map((seller) => [order.id, seller, paid(seller)])
      assert.deepEqual(await listed(), all)
      const first = await shop.orders.returnsDue({ limit: 2 })
      const rest = await shop.orders.returnsDue({ limit: 2, cursor: first.next ?? '' })
      assert.deepEqual([first.items.length, rest.items.map(({ seller }) => seller), rest.next], [2, ['mihai'], null])
      await shop.sellers.release(order.id, 'elena', { by: EVA, reason: 'the buyer was late' })
      const [line] = linesOf('mihai')
      await shop.orders.refund(order.id, { lines: [line?.id ?? ''], by: EVA, reason: 'torn' })
      assert.deepEqual(await listed(), [all[0], [order.id, 'mihai', paid('mihai') - (line?.paid ?? 0n)]])
      await shop.orders.refund(order.id, { by: EVA, reason: 'all of it' })
      assert.deepEqual(await listed(), [])
      for (const wrong of [{ limit: 0 }, { cursor: 'x' }]) await refusalOf(shop.orders.returnsDue(wrong), 'invalid_input')
    })

    scenarioWith(
      open,
      {
        on: {
          'cart.item_added': () => {
            throw new Error('broken')
          },
        },
      },
      'count what waits to be told, and find what nobody could be told of by what it is about',
      async (kit) => {
        const { shop, shelf, clock } = kit
        assert.deepEqual(await shop.events.waiting(), { count: 0, more: false })
        const { view } = await shop.cart(ANA).add(shelf.good('tea'))
        await shop.sweep()
        assert.deepEqual(await shop.events.waiting(), { count: 1, more: false })
        assert.deepEqual(await shop.events.waiting(0), { count: 0, more: true })
        for (const _ of times(12, (place) => place)) {
          clock.advance(10n * HOUR)
          await shop.sweep()
        }
        assert.deepEqual(await shop.events.waiting(), { count: 0, more: false })
        assert.equal((await shop.events.dead({ key: view.id ?? '' })).items.length, 1)
        assert.equal((await shop.events.dead({ key: 'another' })).items.length, 0)
      },
    )
  })
}
