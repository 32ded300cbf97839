import type { Item } from '../catalogue/item.ts'
import { DEFECT_WORDS, defectsOf, measuresOf } from '../garments/measures.ts'
import {
  ARTICLES,
  type ArticleSeed,
  AUCTION_GARMENTS,
  GARMENTS,
  type GarmentSeed,
  MATERIALS,
  SELLERS,
  type SellerKey,
  WON_GARMENTS,
} from '../garments/seed.ts'
import { CURRENCY } from '../settings.ts'

const sellerOf = (key: SellerKey): Item['seller'] => ({ id: key, name: SELLERS[key].name })

/** The one sign of wear of a garment, if it has one. */
const wearOf = (seed: GarmentSeed): Item['wear'] => defectsOf(seed).map((defect) => DEFECT_WORDS[defect])[0] ?? null

const garment = (seed: GarmentSeed, more: Pick<Item, 'auctionOnly' | 'listed' | 'place'>): Item => ({
  type: 'garment',
  id: seed.id,
  name: seed.name,
  price: seed.price,
  currency: CURRENCY,
  scale: 0,
  seller: sellerOf(seed.seller),
  drawing: seed.drawing,
  brand: seed.brand,
  size: seed.size,
  condition: seed.condition,
  measures: measuresOf(seed.drawing, seed.size),
  wear: wearOf(seed),
  withdrawn: false,
  ...more,
})

const article = (seed: ArticleSeed, place: bigint): Item => ({
  type: seed.type,
  id: seed.id,
  name: seed.name,
  price: seed.price,
  currency: CURRENCY,
  scale: seed.scale,
  seller: sellerOf(seed.seller),
  drawing: seed.drawing,
  brand: null,
  size: null,
  condition: null,
  measures: [],
  wear: null,
  auctionOnly: false,
  listed: true,
  withdrawn: false,
  place,
})

/** Counted and weighed things, with what is in store. */
export const STOCKED: readonly ArticleSeed[] = [...ARTICLES, ...MATERIALS]

// From the top of the catalogue: garments, auctions, then what is counted. A new listing gets the time as its place and so stands above them all.
export const DEMO_ITEMS: readonly Item[] = [
  ...GARMENTS.map((seed, index) => garment(seed, { auctionOnly: false, listed: true, place: BigInt(1_000 - index) })),
  ...AUCTION_GARMENTS.map((seed, index) => garment(seed, { auctionOnly: true, listed: true, place: BigInt(500 - index) })),
  ...WON_GARMENTS.map((seed, index) => garment(seed, { auctionOnly: true, listed: false, place: BigInt(400 - index) })),
  ...STOCKED.map((seed, index) => article(seed, BigInt(300 - index))),
]
