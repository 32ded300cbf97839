import assert from 'node:assert/strict'
import { ANA, BOGDAN, fund, guest, requestOf, times } from '../../../src/testing/contract/kit.ts'
import { readTables } from '../../../src/testing/contract/tables.ts'
import { act } from './acts.ts'
import { answersOf, assertRefusals, assertWinners, told } from './field.ts'
import type { Row } from './table.ts'

const HOLD = 900_000n

export const ON_THINGS: readonly Row[] = [
  {
    name: 'C5 last item: held softly, in every cart, paid by all at once: one order, all others are told that it is sold',
    options: { holds: { policy: 'soft' } },
    async run({ kit: { shop, shelf }, race }, parallel) {
      const coat = shelf.garment('coat')
      const tote = shelf.article('tote')
      await shop.stock.set(tote, BigInt(parallel))
      const buyers = times(parallel, (index) => ({ userId: `u${index}` }))
      const requests = await Promise.all(
        buyers.map(async (buyer, index) => {
          const cart = shop.cart(buyer)
          // In both orders, so that whoever locked in the order of his cart would wait in a circle.
          const items = [{ product: coat }, { product: tote }]
          await cart.addMany(index % 2 === 0 ? items : items.toReversed())
          return requestOf(cart, { payment: 'cod' })
        }),
      )
      const outcomes = await race(buyers.map((buyer, index) => act('checkout', buyer, requests[index] ?? assert.fail())))
      assertWinners(outcomes, 1, 'item_sold', 'item_taken')
      assert.equal((await shop.stock.read(tote))?.sold, 1n)
    },
  },
  {
    name: 'C6 reservation fight: adds of all in the instant of expiry: one holder, the others are told until when',
    async run({ kit: { shop, shelf, clock }, race }, parallel) {
      const coat = shelf.garment('coat')
      await shop.cart(BOGDAN).add(coat)
      clock.advance(HOLD - 1n)
      const fight = (): readonly ReturnType<typeof act>[] => times(parallel, (index) => act('add', guest(`${index}`), coat))
      assertWinners(await race(fight()), 0, 'item_taken')
      clock.advance(1n)
      const outcomes = await race(fight())
      assertWinners(outcomes, 1, 'item_taken')
      const until = String(clock() + 600_000n)
      for (const { refusal } of outcomes) if (refusal !== undefined) assert.equal(refusal.details.availableAgainAt, until)
    },
  },
  {
    name: 'C6 reservation fight with a line behind the hold: at the instant of expiry the first in line has it, and nobody else',
    async run({ kit: { shop, shelf, clock }, race }, parallel) {
      const coat = shelf.garment('coat')
      await shop.cart(BOGDAN).add(coat)
      const waiting = times(parallel / 2, (index) => guest(`waits-${index}`))
      for (const buyer of waiting) await shop.queue.join(coat, buyer)
      const first = waiting[0] ?? assert.fail()
      clock.advance(HOLD)
      const others = times(parallel - waiting.length - 2, (index) => guest(`${index}`))
      const outcomes = await race([...[first, ...waiting, ...others].map((buyer) => act('add', buyer, coat)), act('sweep')])
      assertRefusals(outcomes, 'item_taken')
      assert.deepEqual(
        (await Promise.all([...waiting, ...others].map(async (buyer) => (await shop.cart(buyer).read()).lines.length))).map(Boolean),
        [...waiting, ...others].map((buyer) => buyer === first),
      )
    },
  },
  {
    name: 'C6 a line that all join at once: each has a place, and nobody another’s',
    async run({ kit: { shop, shelf }, race }, parallel) {
      const coat = shelf.garment('coat')
      await shop.cart(BOGDAN).add(coat)
      const buyers = times(parallel, (index) => guest(`waits-${index}`))
      const outcomes = await race(buyers.map((buyer) => act('join', coat, buyer)))
      // Whoever met too many others in too little time is told so, and asks again.
      assertRefusals(outcomes, 'cart_changed')
      const late = buyers.filter((_, index) => outcomes[index]?.refusal !== undefined)
      const again = await Promise.all(late.map((buyer) => shop.queue.join(coat, buyer)))
      assert.deepEqual(
        [...answersOf('join', outcomes), ...again].map(({ position }) => position).sort((left, right) => left - right),
        times(parallel, (index) => index + 1),
      )
    },
  },
  {
    name: 'C13 auction claim x checkout x expiry x transfer x revocation: one owner, one price, one state',
    async run({ kit, race }, parallel) {
      const { shop, shelf, clock, database } = kit
      const coat = shelf.garment('coat')
      await fund(kit, ANA, 100_000n)
      const payBy = clock() + HOLD
      const { id: win } = await shop.auctions.award({ product: coat, winner: 'ana', price: 7_000n, payBy })
      const cart = shop.cart(ANA)
      const request = await requestOf(cart, { payment: 'wallet' })
      // Some processes have passed the deadline already.
      const outcomes = await race(
        times(parallel, (index) => {
          const part = Math.floor(index / 3) % 6
          if (part === 0) return act('checkout', ANA, request)
          if (part === 1) return act('transfer', win, `w${index}`)
          if (part === 2) return act('award', coat, `w${index}`, 9_000n, payBy + HOLD)
          if (part === 3) return act('revoke', win)
          return part === 4 ? act('add', guest(`${index}`), coat) : act('sweep')
        }),
        { clockOf: (process) => (process === 0 ? payBy - 1n : payBy) },
      )
      clock.set(payBy)
      const lost = [
        'item_taken',
        'item_sold',
        'cart_changed',
        'quote_changed',
        'cart_empty',
        'order_state',
        'idempotency_in_progress',
      ] as const
      assertRefusals(outcomes, ...lost)
      const { claim, placed_order, win: wins } = await readTables(database)
      const live = wins.filter(({ ended_at }) => ended_at === null)
      assert.ok(claim.length <= 1 && live.length <= 1 && placed_order.length <= 1, JSON.stringify(told(outcomes)))
      const bought = new Set(answersOf('checkout', outcomes).map(({ id }) => id)).size
      assert.equal(placed_order.length, bought)
      assert.equal(claim[0]?.state === 'sold', bought === 1, `${claim[0]?.state} ${JSON.stringify(told(outcomes))}`)
      if (bought === 1) assert.equal(answersOf('checkout', outcomes)[0]?.lines[0]?.unitPrice, 7_000n)
      assert.equal((await shop.wallets.read('ana')).balance === 100_000n, bought === 0)
    },
  },
  {
    name: 'C14 bid closing: bids in the last millisecond against the close: the best bid that was accepted has it, and nobody else',
    async run({ kit, race }, parallel) {
      const { shop, shelf, clock, database } = kit
      const coat = shelf.garment('coat', { auctionOnly: true })
      const endsAt = clock() + HOLD
      const lot = await shop.auctions.open({ product: coat, startPrice: 1_000n, endsAt, softClose: 0n })
      const outcomes = await race(
        times(parallel, (index) =>
          index % 3 === 2 ? act('sweep') : act('bid', lot.id, { userId: `b${index}` }, 1_000n + BigInt((index * 7) % parallel) * 500n),
        ),
        { clockOf: (process) => (process === 0 ? endsAt - 1n : endsAt) },
      )
      assertRefusals(outcomes, 'auction_closed', 'bid_too_low')
      clock.set(endsAt)
      await shop.sweep()
      const { auction_lot, win, bid, claim } = await readTables(database)
      const accepted = outcomes.filter(({ name, refusal }) => name === 'bid' && refusal === undefined).length
      assert.equal(bid.length, accepted)
      const best = bid.reduce<(typeof bid)[number] | null>(
        (most, one) => (((most?.most ?? -1n) as bigint) >= (one.most as bigint) ? most : one),
        null,
      )
      assert.equal(auction_lot[0]?.leader ?? null, best?.bidder ?? null)
      assert.deepEqual(
        [win.length, win[0]?.owner ?? null, claim[0]?.owner ?? null],
        best === null ? [0, null, null] : [1, `user:${best.bidder}`, `user:${best.bidder}`],
      )
      if (best !== null) assert.ok((win[0]?.price as bigint) <= (best.most as bigint))
      assert.equal((await shop.auctions.find(lot.id)).state, best === null ? 'unsold' : 'won')
    },
  },
  {
    name: 'C18 lock expiry: the holder sleeps past his time, another comes in, the first wakes: he is stopped, or was first',
    async run({ kit, race, processes }, parallel) {
      const { shop, shelf, clock } = kit
      const coat = shelf.garment('coat')
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      const { view } = await cart.add(coat)
      const until = view.lines[0]?.heldUntil ?? assert.fail()
      const request = await requestOf(cart, { payment: 'wallet' })
      // The first process lives before the end of the hold, the others after it.
      const outcomes = await race(
        times(parallel, (index) => (index % processes === 0 ? act('checkout', ANA, request) : act('add', guest(`${index}`), coat))),
        { clockOf: (process) => (process === 0 ? until - 1n : until) },
      )
      clock.set(until)
      assertRefusals(outcomes, 'item_taken', 'item_sold', 'quote_changed', 'cart_changed', 'idempotency_in_progress')
      const bought = new Set(answersOf('checkout', outcomes).map(({ id }) => id)).size
      const taken = answersOf('add', outcomes).length
      assert.equal(bought + taken, 1, JSON.stringify(told(outcomes)))
      assert.equal((await shop.wallets.read('ana')).balance === 100_000n, bought === 0)
    },
  },
]
