import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import { automaticCodes } from '../../src/discounts/automatic-codes.ts'
import type { Cart } from '../../src/index.ts'
import { postgres } from '../../src/storage/postgres.ts'
import { ANA, attemptOf, fund, guest, type Kit, type KitOptions, openKit, requestOf, times } from '../../src/testing/contract/kit.ts'
import { type PostgresProxy, startProxy } from '../../src/testing/postgres-proxy.ts'
import { recycled } from '../contract/recycled.ts'
import { newPostgres } from '../storage/open-databases.ts'

let proxy: PostgresProxy | null = null
after(() => proxy?.close())

const open = recycled(async () => {
  proxy = await startProxy({ target: await newPostgres() })
  const database = postgres({ connectionString: proxy.url, max: 1 })
  return { database, close: () => database.close(), again: () => assert.fail('there is one connection only') }
})

/** What an action may cost: statements without BEGIN, COMMIT and ROLLBACK, and ways to the server and back. */
async function costs(most: { readonly statements: number; readonly trips: number }, action: () => Promise<unknown>): Promise<void> {
  const counter = proxy ?? assert.fail('no proxy')
  counter.reset()
  await action()
  const passed = counter.counts()
  const statements = passed.flatMap((connection) => connection.statements).filter((text) => !/^(begin|commit|rollback)\b/i.test(text))
  const trips = passed.reduce((sum, connection) => sum + connection.roundTrips, 0)
  const told = [`${statements.length} statements, ${trips} trips`, ...statements].join('\n')
  assert.ok(
    statements.length > 0 && statements.length <= most.statements && trips <= most.trips,
    `at most ${most.statements} statements and ${most.trips} trips: ${told}`,
  )
}

function counted(title: string, run: (kit: Kit, cart: Cart) => Promise<void>, options: KitOptions = {}): void {
  it(title, async () => {
    const kit = await openKit(open, options)
    try {
      await fund(kit, ANA, 1_000_000n)
      // Asked once in five seconds, whoever comes.
      await automaticCodes(kit.shop.context)
      await run(kit, kit.shop.cart(ANA))
    } finally {
      await kit.shop.close()
    }
  })
}

/** Fills a cart; the last line has a stock counter of its own. */
async function fill({ shop, shelf }: Kit, cart: Cart, lines: number): Promise<void> {
  const items = [...times(lines - 1, (index) => shelf.good(`${index + 1}`)), shelf.article('0')]
  await shop.stock.set({ type: 'article', id: '0' }, 9n)
  await cart.addMany(items.map((product) => ({ product })))
}

describe('statements and round trips', () => {
  counted('the first add', async ({ shelf }, cart) => {
    const coat = shelf.garment('coat')
    await costs({ statements: 9, trips: 3 }, () => cart.add(coat))
  })

  for (const lines of [1, 200]) {
    counted(`an add to a cart of ${lines}`, async (kit, cart) => {
      const { shop, shelf } = kit
      await fill(kit, cart, lines)
      const [coat, tote] = [shelf.garment('coat'), shelf.article('tote')]
      await shop.stock.set(tote, 50n)
      await costs({ statements: 9, trips: 3 }, () => cart.add(coat))
      await costs({ statements: 8, trips: 3 }, () => cart.add(tote, { quantity: 2n }))
      await costs({ statements: 8, trips: 3 }, () => cart.add(tote))
    })

    counted(
      `adds that keep units, to a cart of ${lines}`,
      async (kit, cart) => {
        const { shop, shelf, clock } = kit
        await fill(kit, cart, lines)
        const tote = shelf.article('tote')
        await shop.stock.set(tote, 50n)
        await costs({ statements: 12, trips: 4 }, () => cart.add(tote, { quantity: 48n }))
        await costs({ statements: 12, trips: 4 }, () => cart.add(tote))
        clock.advance(1_000n)
        await costs({ statements: 12, trips: 6 }, () => cart.update(tote, { quantity: 50n }))
        clock.advance(3_600_000n)
        const taker = shop.cart(guest('taker'))
        await costs({ statements: 13, trips: 4 }, () => taker.add(tote))
      },
      { stock: { reserve: 'add' } },
    )

    counted(`the other changes of a cart of ${lines}`, async (kit, cart) => {
      const { shop, shelf } = kit
      await fill(kit, cart, lines)
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await cart.add(shelf.garment('coat'))
      await costs({ statements: 9, trips: 5 }, () => cart.update({ type: 'article', id: '0' }, { quantity: 5n }))
      await costs({ statements: 10, trips: 6 }, () => cart.applyDiscount('TEN'))
      await costs({ statements: 10, trips: 4 }, () => cart.add(shelf.good('tea')))
      await costs({ statements: 8, trips: 5 }, () => cart.remove(shelf.good('tea')))
    })

    counted(`a reading of a cart of ${lines}`, async (kit, cart) => {
      const { shop, shelf } = kit
      await fill(kit, cart, lines)
      await costs({ statements: 2, trips: 2 }, () => cart.read())
      await cart.add(shelf.garment('coat'))
      await costs({ statements: 3, trips: 3 }, () => cart.read())
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      await cart.applyDiscount('TEN')
      await costs({ statements: 4, trips: 3 }, () => cart.read())
      await shop.discounts.campaign({ name: 'SPRING', maxUses: 9n })
      await shop.discounts.change('TEN', { campaign: 'SPRING' })
      await automaticCodes(shop.context)
      await costs({ statements: 5, trips: 4 }, () => cart.read())
    })
  }

  counted('cleaning a step of stale carts, whatever their number', async ({ shop, shelf, clock }) => {
    for (const carts of [1, 20]) {
      for (const name of times(carts, String))
        await shop.cart(guest(name)).addMany([{ product: shelf.good('tea') }, { product: shelf.garment(name) }])
      clock.advance(100n * 86_400_000n)
      await shop.sweep()
      await costs({ statements: 13, trips: 6 }, () => shop.cleanCarts())
    }
  })

  for (const lines of [1, 10, 200]) {
    counted(`a merge of ${lines} and ${lines} lines, and its undo`, async (kit, cart) => {
      const { shop, shelf } = kit
      await fill(kit, cart, lines)
      const other = shop.cart(guest('one'))
      await fill(kit, other, lines)
      await other.addMany([{ product: shelf.garment('coat') }, { product: shelf.garment('hat') }, { product: shelf.good('own') }])
      await costs({ statements: 12, trips: 5 }, () => cart.merge(other))
      await costs({ statements: 13, trips: 7 }, () => cart.undoMerge())
      await other.addMany([{ product: shelf.garment('scarf') }, { product: shelf.good('1') }])
      await costs({ statements: 13, trips: 5 }, () => shop.login(guest('one'), ANA))
      await costs({ statements: 5, trips: 4 }, () => shop.login(guest('one'), ANA))
    })
  }

  counted('a cart that is not there', async ({ shop }) => {
    await costs({ statements: 1, trips: 1 }, () => shop.cart(guest('nobody')).read())
  })

  counted('a wallet checkout of one item', async ({ shelf }, cart) => {
    await cart.add(shelf.garment('coat'))
    const request = await requestOf(cart, { payment: 'wallet' })
    await costs({ statements: 18, trips: 7 }, () => cart.checkout(request))
    await costs({ statements: 8, trips: 3 }, () => cart.checkout(request))
  })

  counted('a card checkout of one item, and its end', async (kit) => {
    const { shop, shelf, card } = kit
    const cart = shop.cart(guest('one'))
    await cart.add(shelf.garment('coat'))
    const request = await requestOf(cart, { payment: 'card' })
    let order = ''
    await costs({ statements: 23, trips: 10 }, async () => {
      order = (await cart.checkout(request)).order.id
    })
    const attempt = await attemptOf(kit, order)
    const paid = card.pay(attempt)
    await costs({ statements: 17, trips: 6 }, () => shop.settle(attempt, paid))
    await costs({ statements: 8, trips: 3 }, () => shop.settle(attempt, paid))
  })
})
