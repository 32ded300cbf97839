import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createShop, type Shop } from '../../index.ts'
import { auctioning, CARMEN, DAY, ended, STAFF, statesOf, vase, winOf } from './auctions-kit.ts'
import {
  ANA,
  BOGDAN,
  buy,
  eventsOf,
  fund,
  IOANA,
  type Kit,
  MIHAI,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  requestOf,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const SELLER = { id: MIHAI.id, role: 'seller' } as const
const REASON = 'the buyer asked for it'
const ROUNDS = process.env.THOROUGH === '1' ? 50 : 4

/** The same shop in a process that is a millisecond further. */
const oneAhead = ({ database, shelf, clock }: Kit): Promise<Shop> =>
  createShop({ database, currency: 'RON', products: shelf.sources, clock: () => clock() + 1n, auctions: { strikes: 1_000, relist: 0 } })

/** What sellers and staff do to rights, and several things at the same moment. */
export function describeMovedRights(open: OpenDatabase): void {
  describe('a right that is moved', () => {
    auctioning(open, 'goes with its line to the new winner, at the price, recorded', async (kit) => {
      const { shop, clock } = kit
      const lot = await ended(kit, [[ANA, 20_000n]])
      const win = await winOf(kit, ANA)
      clock.advance(DAY)
      const moved = await shop.auctions.transfer(win.id, { to: 'bogdan', by: SELLER, reason: REASON })
      assert.deepEqual([moved.state, moved.price, moved.payBy, moved.lot], ['won', win.price, clock() + 3n * DAY, lot.id])
      assert.deepEqual((await shop.cart(ANA).read()).lines, [])
      assert.deepEqual(
        (await shop.cart(BOGDAN).read()).lines.map((line) => [line.kind, line.unitPrice, line.state]),
        [['auction_win', win.price, 'ok']],
      )
      assert.deepEqual([await statesOf(kit, ANA), await statesOf(kit, BOGDAN)], [['transferred'], ['won']])
      await refusalOf(shop.cart(ANA).add(vase(kit)), 'item_taken')
      await refusalOf(shop.auctions.transfer(win.id, { to: 'carmen', by: SELLER, reason: REASON }), 'order_state')
      assert.equal((await shop.auctions.find(lot.id, STAFF)).winner, 'bogdan')
      const { audit } = await readTables(kit.database)
      assert.deepEqual(
        audit.map((row) => [row.key, row.actor, row.act, row.before, row.after, row.reason]),
        [['garment:vase', 'seller:mihai', 'auction.transfer', '{"winner":"ana"}', '{"winner":"bogdan"}', REASON]],
      )
      assert.equal((await eventsOf(kit, 'auction.transferred'))[0]?.payload.from, 'ana')
    })

    auctioning(open, 'is moved by its seller and staff only, to who may have it', async (kit) => {
      const { shop } = kit
      await ended(kit, [[ANA, 20_000n]])
      const { id } = await winOf(kit, ANA)
      const change = { to: 'bogdan', by: SELLER, reason: REASON }
      for (const by of [
        { id: IOANA.id, role: 'seller' },
        { id: 'ana', role: 'buyer' },
      ] as const) {
        await refusalOf(shop.auctions.transfer(id, { ...change, by }), 'not_found')
        await refusalOf(shop.auctions.revoke(id, { by, reason: REASON }), 'not_found')
      }
      await refusalOf(shop.auctions.transfer(id, { ...change, to: MIHAI.id }), 'own_product')
      await refusalOf(shop.auctions.transfer(id, { ...change, to: 'ana' }), 'invalid_input')
      await refusalOf(shop.auctions.transfer(id, { ...change, to: '' }), 'invalid_input')
      await refusalOf(shop.auctions.transfer(id, { ...change, to: IOANA.id, roles: ['seller'] }), 'buyer_not_allowed')
      await refusalOf(shop.auctions.transfer(id, { ...change, reason: ' ' }), 'invalid_input')
      await shop.auctions.transfer(id, { ...change, by: { id: 'sorin', role: 'staff' } })
    })

    auctioning(open, 'is taken back: the thing is free, the line gone', async (kit) => {
      const { shop } = kit
      const lot = await ended(kit, [
        [ANA, 20_000n],
        [BOGDAN, 15_000n],
      ])
      const win = await winOf(kit, ANA)
      assert.equal((await shop.auctions.revoke(win.id, { by: SELLER, reason: REASON })).state, 'revoked')
      assert.deepEqual((await shop.cart(ANA).read()).lines, [])
      assert.equal((await shop.auctions.find(lot.id)).state, 'unsold')
      assert.deepEqual((await readTables(kit.database)).claim, [])
      await refusalOf(shop.auctions.revoke(win.id, { by: SELLER, reason: REASON }), 'order_state')
      await ended(kit, [[CARMEN, 20_000n]])
    })

    auctioning(open, 'stays where it is while it is being paid for, and after', async (kit) => {
      const { shop, card } = kit
      await ended(kit, [[ANA, 20_000n]])
      const { id } = await winOf(kit, ANA)
      const { order } = await buy(shop.cart(ANA), { payment: 'card' })
      const refused = async (): Promise<void> => {
        await refusalOf(shop.auctions.transfer(id, { to: 'bogdan', by: SELLER, reason: REASON }), 'order_state')
        await refusalOf(shop.auctions.revoke(id, { by: SELLER, reason: REASON }), 'order_state')
      }
      await refused()
      const attempt = String((await readTables(kit.database)).attempt.find((row) => row.order_id === order.id)?.id)
      await shop.settle(attempt, card.pay(attempt))
      await refused()
    })

    auctioning(open, 'awarded by the app is won, lapses with a strike, and is free', async (kit) => {
      const { shop, clock } = kit
      const product = vase(kit)
      const payBy = clock() + DAY
      await refusalOf(shop.auctions.award({ product, winner: MIHAI.id, price: 5_000n, payBy }), 'own_product')
      const win = await shop.auctions.award({ product, winner: 'ana', price: 5_000n, payBy })
      assert.deepEqual(win, await winOf(kit, ANA))
      assert.deepEqual(await shop.auctions.award({ product, winner: 'ana', price: 5_000n, payBy }), win)
      await refusalOf(shop.auctions.award({ product, winner: 'ana', price: 5_001n, payBy }), 'item_taken')
      assert.deepEqual([win.state, win.lot, win.price], ['won', null, 5_000n])
      clock.set(payBy)
      const next = await shop.auctions.award({ product, winner: 'bogdan', price: 4_000n, payBy: payBy + DAY })
      assert.deepEqual([await statesOf(kit, ANA), await statesOf(kit, BOGDAN)], [['lapsed'], ['won']])
      clock.set(next.payBy)
      await shop.sweep()
      const { strike, claim } = await readTables(kit.database)
      assert.deepEqual([strike.length, claim.length], [2, 0])
    })
  })

  describe('at the same moment', () => {
    auctioning(
      open,
      'a bid and the close: the best bid that was taken wins',
      async (kit) => {
        const { shop, clock } = kit
        for (const round of times(ROUNDS, (index) => index)) {
          const product = vase(kit, `vase-${round}`)
          const lot = await shop.auctions.open({ product, startPrice: 100n, step: 1n, softClose: 0n, endsAt: clock() + DAY })
          await shop.auctions.bid(lot.id, ANA, 1_000n)
          clock.set(lot.endsAt - 1n)
          const ahead = await oneAhead(kit)
          const bids = () => [shop.auctions.bid(lot.id, BOGDAN, 2_000n), shop.auctions.bid(lot.id, CARMEN, 1_500n)]
          const closes = () => [ahead.sweep(), ahead.sweep()]
          const acts = round % 2 === 0 ? [...bids(), ...closes()] : [...closes(), ...bids()]
          await outcomesOf(acts)
          clock.set(lot.endsAt)
          await shop.sweep()
          const { winner, bids: taken } = await shop.auctions.find(lot.id, STAFF)
          const history = await shop.auctions.history(lot.id, STAFF)
          const best = history.toSorted((left, right) => Number((right.most ?? 0n) - (left.most ?? 0n)))[0]
          assert.deepEqual([winner, taken], [best?.bidder, history.length])
          assert.equal((await readTables(kit.database)).win.filter((row) => row.product === `garment:${product.id}`).length, 1)
        }
      },
      { auctions: { strikes: 1_000 } },
    )

    auctioning(
      open,
      'a checkout, a transfer, an add and the deadline: one owner, one price',
      async (kit) => {
        const { shop, clock } = kit
        await fund(kit, ANA, 10_000_000n)
        for (const round of times(ROUNDS, (index) => index)) {
          const product = vase(kit, `vase-${round}`)
          await ended(kit, [[ANA, 20_000n]], { product })
          const win = await winOf(kit, ANA)
          const cart = shop.cart(ANA)
          const request = await requestOf(cart, { payment: 'wallet', key: `key-${round}` })
          clock.set(win.payBy - 1n)
          const ahead = await oneAhead(kit)
          const acts = [
            () => cart.checkout(request),
            () => shop.auctions.transfer(win.id, { to: 'bogdan', by: SELLER, reason: REASON }),
            () => cart.add(product),
            () => ahead.sweep(),
            () => cart.remove(product),
          ]
          const turned = [...acts.slice(round % acts.length), ...acts.slice(0, round % acts.length)]
          await outcomesOf(turned.map((act) => act()))
          clock.advance(1n)
          await shop.sweep()
          const key = `garment:${product.id}`
          const { claim, win: wins, order_line } = await readTables(kit.database)
          const own = claim.find((row) => row.product === key)
          const live = wins.filter((row) => row.product === key && row.ended_at === null)
          const sold = order_line.filter((row) => row.product === key)
          assert.ok(live.length <= 1)
          assert.equal(sold.length, own?.state === 'sold' ? 1 : 0)
          if (own?.state === 'sold') assert.deepEqual([own.owner, sold[0]?.unit_price], ['user:ana', win.price])
          if (live[0]?.owner === 'user:bogdan') await shop.auctions.revoke((await winOf(kit, BOGDAN)).id, { by: SELLER, reason: REASON })
          await cart.clear()
        }
      },
      { auctions: { strikes: 1_000, relist: 0 } },
    )
  })
}
