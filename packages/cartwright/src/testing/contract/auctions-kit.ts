import type { Buyer, LotView, NewLot, ProductRef, WinView } from '../../index.ts'
import { assertAuctions } from './invariants-auctions.ts'
import { ANA, BOGDAN, type Kit, type KitOptions, MIHAI, type OpenDatabase, scenarioWith } from './kit.ts'

export const MINUTE = 60_000n
export const HOUR: bigint = 60n * MINUTE
export const DAY: bigint = 24n * HOUR

export const CARMEN: Buyer & { readonly userId: string } = { userId: 'carmen', email: 'carmen@example.com', roles: ['buyer'] }
export const DANA: Buyer & { readonly userId: string } = { userId: 'dana', email: 'dana@example.com', roles: ['buyer'] }
export const STAFF: Buyer & { readonly userId: string } = { userId: 'sorin', roles: ['staff'] }
export const BIDDERS: readonly (Buyer & { readonly userId: string })[] = [ANA, BOGDAN, CARMEN, DANA]

/** One test on a shop of its own; at its end the invariants hold, and those of auctions. */
export const auctioning = (open: OpenDatabase, title: string, run: (kit: Kit) => Promise<void>, options: KitOptions = {}): void =>
  scenarioWith(open, options, title, async (kit) => {
    await run(kit)
    await assertAuctions(kit.database)
  })

/** A vase of Mihai's that is sold by auction only. */
export const vase = ({ shelf }: Kit, id = 'vase'): ProductRef => shelf.garment(id, { auctionOnly: true, price: 50_000n, seller: MIHAI })

/** An auction of it from 100.00 on, in steps of 5.00, for a day, without a soft close. */
export const opened = (kit: Kit, rules: Partial<NewLot> = {}): Promise<LotView> =>
  kit.shop.auctions.open({ product: vase(kit), startPrice: 10_000n, step: 500n, softClose: 0n, endsAt: kit.clock() + DAY, ...rules })

/** An auction that ended with these highest bids, in this order, and is closed. */
export async function ended(kit: Kit, bids: readonly (readonly [Buyer, bigint])[], rules: Partial<NewLot> = {}): Promise<LotView> {
  const lot = await opened(kit, rules)
  for (const [buyer, most] of bids) await kit.shop.auctions.bid(lot.id, buyer, most)
  kit.clock.set(lot.endsAt)
  await kit.shop.sweep()
  return kit.shop.auctions.find(lot.id, STAFF)
}

/** What became of somebody's rights, newest first. */
export const statesOf = async ({ shop }: Kit, buyer: { readonly userId: string }): Promise<string[]> =>
  (await shop.auctions.wins(buyer.userId)).map(({ state }) => state)

/** Somebody's newest right. */
export async function winOf({ shop }: Kit, buyer: { readonly userId: string }): Promise<WinView> {
  const [win] = await shop.auctions.wins(buyer.userId)
  if (win === undefined) throw new Error(`${buyer.userId} has won nothing`)
  return win
}
