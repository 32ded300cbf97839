import { closeDue } from '../../src/auctions/close-lots.ts'
import { driveWins } from '../../src/auctions/drive-wins.ts'
import { type Buyer, ShopError } from '../../src/index.ts'
import { CARMEN, DAY, ended, opened, vase, winOf } from '../../src/testing/contract/auctions-kit.ts'
import { ANA, BOGDAN, type Kit, MIHAI } from '../../src/testing/contract/kit.ts'
import type { Action } from './actions-kit.ts'

const SELLER = { by: { id: MIHAI.id, role: 'seller' }, reason: 'agreed' } as const

/** Three have bid, and the best has won. */
const won = (kit: Kit, rules: { readonly reservePrice?: bigint } = {}) =>
  ended(
    kit,
    [
      [ANA, 30_000n],
      [BOGDAN, 25_000n],
      [CARMEN, 26_000n],
    ],
    rules,
  )

/** Nobody has paid, so the next has an offer. */
async function offered(kit: Kit): Promise<string> {
  await won(kit)
  kit.clock.advance(3n * DAY)
  await kit.shop.sweep()
  return (await winOf(kit, CARMEN)).id
}

/** A bid that is there already is refused as too low; asked again it changes nothing. */
const bidOnce =
  ({ shop }: Kit, lot: string, buyer: Buyer, most: bigint) =>
  async (): Promise<unknown> =>
    shop.auctions.bid(lot, buyer, most).catch((error: unknown) => {
      if (error instanceof ShopError && error.code === 'bid_too_low') return shop.auctions.find(lot, buyer)
      throw error
    })

/** What begins and ends auctions, and moves the rights they end in. */
export const ON_AUCTIONS: readonly Action[] = [
  {
    name: 'opening an auction',
    prepare: async ({ shop, clock, ...kit }) => {
      const product = vase({ shop, clock, ...kit })
      await shop.auctions.award({ product, winner: 'ana', price: 100n, payBy: clock() + 1n })
      clock.advance(1n)
      return () => shop.auctions.open({ product, startPrice: 100n, endsAt: clock() + DAY, by: SELLER.by })
    },
  },
  {
    name: 'bid',
    prepare: async (kit) => {
      const { id } = await opened(kit)
      await kit.shop.auctions.bid(id, ANA, 20_000n)
      kit.clock.advance(1n)
      return bidOnce(kit, id, BOGDAN, 30_000n)
    },
  },
  {
    name: 'award',
    prepare:
      async ({ shop, clock, ...kit }) =>
      () =>
        shop.auctions.award({ product: vase({ shop, clock, ...kit }), winner: 'ana', price: 100n, payBy: clock() + DAY }),
  },
  {
    name: 'award of what a line is over for',
    prepare: async ({ shop, shelf, clock }) => {
      const product = shelf.garment('jar', { seller: MIHAI })
      await shop.cart(CARMEN).add(product)
      await shop.queue.join(product, BOGDAN)
      clock.advance(DAY)
      return () => shop.auctions.award({ product, winner: 'ana', price: 100n, payBy: clock() + DAY })
    },
  },
  {
    name: 'close of an auction',
    prepare: async (kit) => {
      const lot = await opened(kit)
      await kit.shop.auctions.bid(lot.id, ANA, 20_000n)
      await kit.shop.cart(ANA).add(kit.shelf.garment('coat'))
      kit.clock.set(lot.endsAt)
      return () => closeDue(kit.shop.context, 10)
    },
  },
  {
    name: 'close of an auction without bids',
    prepare: async (kit) => {
      const lot = await opened(kit)
      kit.clock.set(lot.endsAt)
      return () => closeDue(kit.shop.context, 10)
    },
  },
  {
    name: 'lapse of a win',
    prepare: async (kit) => {
      await won(kit)
      kit.clock.advance(3n * DAY)
      return () => driveWins(kit.shop.context, 10)
    },
  },
  {
    name: 'lapse of a win when nobody is left',
    prepare: async (kit) => {
      await ended(kit, [[ANA, 30_000n]])
      kit.clock.advance(3n * DAY)
      return () => driveWins(kit.shop.context, 10)
    },
  },
  {
    name: 'accepting an offer',
    prepare: async (kit) => {
      const id = await offered(kit)
      return () => kit.shop.auctions.accept(id, CARMEN)
    },
  },
  {
    name: 'declining a win',
    prepare: async (kit) => {
      await won(kit)
      const { id } = await winOf(kit, ANA)
      return () => kit.shop.auctions.decline(id, ANA)
    },
  },
  {
    name: 'transfer of a win',
    prepare: async (kit) => {
      await won(kit)
      const { id } = await winOf(kit, ANA)
      return () => kit.shop.auctions.transfer(id, { to: 'bogdan', ...SELLER })
    },
  },
  {
    name: 'revoking a win',
    prepare: async (kit) => {
      await won(kit)
      const { id } = await winOf(kit, ANA)
      return () => kit.shop.auctions.revoke(id, SELLER)
    },
  },
]
