import { movePlaces } from '../../src/cart/move-places.ts'
import { type Actor, ownerOf, ShopError } from '../../src/index.ts'
import { ANA, BOGDAN, guest, type Kit, MIHAI } from '../../src/testing/contract/kit.ts'
import type { Action } from './actions-kit.ts'

const MINUTE = 60_000n
const SELLER: Actor = { id: MIHAI.id, role: 'seller' }
const coat = { type: 'garment', id: 'coat' } as const

/** Ana holds a coat, and some wait for it: a guest, Bogdan, another guest. */
async function waiting(kit: Kit): Promise<void> {
  const { shop, shelf, clock } = kit
  shelf.garment('coat', { seller: MIHAI })
  await shop.cart(ANA).add(coat)
  for (const buyer of [guest('one'), BOGDAN, guest('two')]) await shop.queue.join(coat, buyer)
  clock.advance(MINUTE)
}

/** A right is ended once; asked again there is none. */
const releasedOnce =
  ({ shop }: Kit) =>
  async (): Promise<unknown> => {
    await shop.claims.release(coat, { by: SELLER, reason: 'damaged' }).catch((error: unknown) => {
      if (!(error instanceof ShopError && error.code === 'not_found')) throw error
    })
    return shop.claims.find(coat)
  }

/** What is done to rights, and to the lines behind them. */
export const ON_CLAIMS: readonly Action[] = [
  {
    name: 'join of a line',
    prepare: async (kit) => {
      await waiting(kit)
      return () => kit.shop.queue.join(coat, { userId: 'carla' })
    },
  },
  {
    name: 'leave of a line',
    prepare: async (kit) => {
      await waiting(kit)
      return () => kit.shop.queue.leave(coat, BOGDAN).then(() => kit.shop.queue.places(guest('two')))
    },
  },
  {
    name: "leave of a line in one's own turn",
    prepare: async (kit) => {
      await waiting(kit)
      kit.clock.advance(19n * MINUTE)
      return () => kit.shop.queue.leave(coat, BOGDAN).then(() => kit.shop.queue.places(guest('two')))
    },
  },
  {
    name: 'take in turn',
    prepare: async (kit) => {
      await waiting(kit)
      kit.clock.advance(19n * MINUTE)
      return () => kit.shop.cart(BOGDAN).add(coat, { address: '192.0.2.7' })
    },
  },
  {
    name: 'a hold given back that others wait for',
    prepare: async (kit) => {
      await waiting(kit)
      return () => kit.shop.cart(ANA).clear()
    },
  },
  {
    name: "a guest's places at login",
    prepare: async (kit) => {
      await waiting(kit)
      const [from, to] = [ownerOf(guest('one')) ?? '', ownerOf(BOGDAN) ?? '']
      return () => movePlaces(kit.shop.context, ['garment:coat'], from, to).then(() => kit.shop.queue.places(BOGDAN))
    },
  },
  {
    name: 'release of a right by its seller',
    prepare: async (kit) => {
      await waiting(kit)
      return releasedOnce(kit)
    },
  },
  {
    name: 'reservation by a seller',
    prepare: async (kit) => {
      kit.shelf.garment('coat', { seller: MIHAI })
      await kit.shop.claims.reserve(coat, { buyer: 'ana', until: kit.clock() + MINUTE, by: SELLER })
      await kit.shop.cart(ANA).add(coat)
      return () => kit.shop.claims.reserve(coat, { buyer: 'bogdan', until: kit.clock() + 60n * MINUTE, price: 5_000n, by: SELLER })
    },
  },
]
