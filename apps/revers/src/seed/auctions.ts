import { createShop, type LotView, type Shop } from 'cartwright'
import { productSources } from '../catalogue/sources.ts'
import { AUCTION_GARMENTS, WON_GARMENTS, type WonSeed } from '../garments/seed.ts'
import { AUCTION_STEP, CURRENCY } from '../settings.ts'

const HOUR = 3_600_000n
const SECOND = 1_000n
const RIVAL = 'buyer01'
// What the winner would have paid beyond the price.
const MARGIN = 2_000n

/** Opens the auctions that run, each once. */
export async function openAuctions(shop: Shop): Promise<void> {
  const now = shop.context.clock()
  for (const { id, price, endsInHours, reserve } of AUCTION_GARMENTS) {
    const product = { type: 'garment', id }
    if ((await lotOf(shop, product)) !== null) continue
    await shop.auctions.open({
      product,
      startPrice: price,
      ...(reserve !== null && { reservePrice: reserve }),
      endsAt: now + BigInt(endsInHours) * HOUR,
    })
  }
}

/**
 * Two auctions that are just over and won, held as any auction is, only by a clock of two hours ago: opened, bid on by two people, and closed by the sweeper
 * of today. So the winner has his time to pay from now on.
 */
export async function holdAuctionsWonBy(shop: Shop, winner: string): Promise<void> {
  const begin = shop.context.clock() - 2n * HOUR
  let then = begin
  const { db: database } = shop.context
  const earlier = await createShop({ database, currency: CURRENCY, products: productSources(database), clock: () => then })
  for (const [index, seed] of WON_GARMENTS.entries()) {
    const product = { type: 'garment', id: seed.id }
    then = begin
    // The first to end is the first in the winner's cart.
    const endsAt = begin + HOUR + BigInt(index) * SECOND
    const lot =
      (await lotOf(shop, product)) ?? (await earlier.auctions.open({ product, startPrice: seed.price, step: AUCTION_STEP, endsAt }))
    then = lot.startsAt
    for (const { bidder, most } of bidsFor(seed, winner).slice(lot.bids)) await earlier.auctions.bid(lot.id, { userId: bidder }, most)
  }
  await shop.sweep()
}

/** The winner bids more than the rival's most, and so pays one step above it. */
const bidsFor = ({ wonFor }: WonSeed, winner: string): { readonly bidder: string; readonly most: bigint }[] => [
  { bidder: RIVAL, most: wonFor - AUCTION_STEP },
  { bidder: winner, most: wonFor + MARGIN },
]

const lotOf = async (shop: Shop, product: { readonly type: string; readonly id: string }): Promise<LotView | null> =>
  (await shop.auctions.list({ product, limit: 1 })).items[0] ?? null
