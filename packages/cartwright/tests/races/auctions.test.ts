import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { driveWins } from '../../src/auctions/drive-wins.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { CARMEN, DAY, ended, opened, STAFF, statesOf, vase, winOf } from '../../src/testing/contract/auctions-kit.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import { assertAuctions } from '../../src/testing/contract/invariants-auctions.ts'
import { ANA, attemptOf, BOGDAN, fund, type Kit, MIHAI, openKit, refusalOf, requestOf } from '../../src/testing/contract/kit.ts'
import { interleave, type Scene } from './interleave.ts'

const SELLER = { by: { id: MIHAI.id, role: 'seller' }, reason: 'agreed' } as const

/** Does something right before the next batch: what was decided on has moved, and only the batch can notice. */
function beforeNextBatch({ shop }: Kit, meanwhile: () => Promise<unknown>): void {
  const { db } = shop.context
  let isNext = true
  const gate: typeof db = {
    engine: db.engine,
    read: (...statements) => db.read(...statements),
    batch: async (statements, receipt) => {
      if (isNext) {
        isNext = false
        await meanwhile()
      }
      return db.batch(statements, receipt)
    },
    migrate: (migrations) => db.migrate(migrations),
    now: () => db.now(),
    faultOf: (error) => db.faultOf(error),
    ping: () => db.ping(),
    close: () => db.close(),
  }
  Object.assign(shop.context, { db: gate })
}

const test = (title: string, run: (kit: Kit) => Promise<void>): void => {
  it(title, async () => {
    const kit = await openKit(async () => sqlite(':memory:'))
    try {
      await run(kit)
      await assertInvariants(kit.database, kit.clock())
      await assertAuctions(kit.database)
    } finally {
      await kit.shop.close()
    }
  })
}

describe('between reading and writing', () => {
  test('a bid comes while the auction is closed: it is not closed over the bid', async (kit) => {
    const { shop, clock } = kit
    const lot = await opened(kit)
    await shop.auctions.bid(lot.id, ANA, 20_000n)
    clock.set(lot.endsAt)
    beforeNextBatch(kit, async () => {
      clock.set(lot.endsAt - 1n)
      await shop.auctions.bid(lot.id, BOGDAN, 30_000n)
      clock.set(lot.endsAt)
    })
    await shop.sweep()
    await shop.sweep()
    assert.equal((await shop.auctions.find(lot.id, STAFF)).winner, 'bogdan')
  })

  test('the winner puts his thing into the cart while it is transferred: his line goes as well', async (kit) => {
    const { shop } = kit
    await ended(kit, [[ANA, 20_000n]])
    await shop.cart(ANA).remove(vase(kit))
    const { id } = await winOf(kit, ANA)
    beforeNextBatch(kit, () => shop.cart(ANA).add(vase(kit)))
    await shop.auctions.transfer(id, { to: 'bogdan', ...SELLER })
    assert.deepEqual((await shop.cart(ANA).read()).lines, [])
  })

  test('the right is transferred while its owner puts his thing into the cart: he is told', async (kit) => {
    const { shop } = kit
    await ended(kit, [[ANA, 20_000n]])
    await shop.cart(ANA).remove(vase(kit))
    const { id } = await winOf(kit, ANA)
    beforeNextBatch(kit, () => shop.auctions.transfer(id, { to: 'bogdan', ...SELLER }))
    await refusalOf(shop.cart(ANA).add(vase(kit)), 'item_taken')
    assert.deepEqual((await shop.cart(ANA).read()).lines, [])
  })

  test('an offer is accepted in time while somebody else sees it lapse: it is accepted', async (kit) => {
    const { shop, clock } = kit
    await ended(kit, [
      [ANA, 30_000n],
      [BOGDAN, 20_000n],
      [CARMEN, 25_000n],
    ])
    await shop.auctions.decline((await winOf(kit, ANA)).id, ANA)
    const offer = await winOf(kit, CARMEN)
    clock.set(offer.payBy)
    beforeNextBatch(kit, async () => {
      clock.set(offer.payBy - 1n)
      await shop.auctions.accept(offer.id, CARMEN)
      clock.set(offer.payBy)
    })
    await shop.sweep()
    assert.deepEqual([await statesOf(kit, CARMEN), await statesOf(kit, BOGDAN)], [['won'], []])
  })

  test('somebody bids while a bid is made: each is judged by what the other made', async (kit) => {
    const { shop } = kit
    const lot = await opened(kit)
    beforeNextBatch(kit, () => shop.auctions.bid(lot.id, BOGDAN, 30_000n))
    assert.deepEqual((await refusalOf(shop.auctions.bid(lot.id, ANA, 10_400n), 'bid_too_low')).details, { nextMinimum: 10_500n })
    beforeNextBatch(kit, () => shop.auctions.bid(lot.id, CARMEN, 20_000n))
    const { price, leading } = await shop.auctions.bid(lot.id, ANA, 40_000n)
    assert.deepEqual([price, leading], [30_500n, true])
  })
})

/** Ana has won and is about to pay; two others have bid. */
const won: Scene = async (kit) => {
  const { shop, clock } = kit
  await fund(kit, ANA, 60_000n)
  await ended(kit, [
    [ANA, 30_000n],
    [BOGDAN, 20_000n],
    [CARMEN, 25_000n],
  ])
  const { id, payBy } = await winOf(kit, ANA)
  const cart = shop.cart(ANA)
  const [byWallet, byCard] = [
    await requestOf(cart, { payment: 'wallet', key: 'wallet' }),
    await requestOf(cart, { payment: 'card', key: 'card' }),
  ]
  clock.set(payBy - 1n)
  return {
    'the winner pays': () => cart.checkout(byWallet),
    'the winner pays by card': () => cart.checkout(byCard),
    'the winner takes the line out': () => cart.remove(vase(kit)),
    'the winner puts the line back': () => cart.add(vase(kit)),
    'the winner declines': () => shop.auctions.decline(id, ANA),
    'the seller transfers': () => shop.auctions.transfer(id, { to: 'dana', ...SELLER }),
    'the seller revokes': () => shop.auctions.revoke(id, SELLER),
    'the time is over': async () => {
      clock.set(payBy)
      return driveWins(shop.context, 10)
    },
    'the app awards it anew': () => shop.auctions.award({ product: vase(kit), winner: 'dana', price: 100n, payBy: payBy + DAY }),
  }
}

/** Nobody has paid, and Carmen has an offer that ends in a moment. */
const offered: Scene = async (kit) => {
  const { shop, clock, card } = kit
  await ended(kit, [
    [ANA, 30_000n],
    [BOGDAN, 20_000n],
    [CARMEN, 25_000n],
  ])
  await shop.auctions.decline((await winOf(kit, ANA)).id, ANA)
  const { id, payBy } = await winOf(kit, CARMEN)
  clock.set(payBy - 1n)
  return {
    'she accepts': () => shop.auctions.accept(id, CARMEN),
    'she declines': () => shop.auctions.decline(id, CARMEN),
    'she accepts and pays': async () => {
      await shop.auctions.accept(id, CARMEN)
      const { order } = await shop.cart(CARMEN).checkout(await requestOf(shop.cart(CARMEN), { payment: 'card' }))
      const attempt = await attemptOf(kit, order.id)
      return shop.settle(attempt, card.pay(attempt))
    },
    'the seller revokes it': () => shop.auctions.revoke(id, SELLER),
    'her time is over': async () => {
      clock.set(payBy)
      return driveWins(shop.context, 10)
    },
  }
}

/** What the others are tried in the midst of; the last ones where there is time. */
const FIRST = [
  'the winner pays',
  'the winner puts the line back',
  'the winner declines',
  'the seller transfers',
  'she accepts',
  'her time is over',
]
const MORE = ['the winner pays by card', 'the seller revokes', 'the time is over', 'she declines', 'the seller revokes it']

interleave({ 'a right that was won': won, 'an offer': offered }, process.env.THOROUGH === '1' ? [...FIRST, ...MORE] : FIRST)
