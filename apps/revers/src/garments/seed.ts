import type { ColourwayName } from './colourways.ts'
import type { Drawing } from './drawing.ts'
import type { GoodsName } from './goods.ts'
import { AUCTION_ROWS, GARMENT_ROWS, type GarmentRow, WON_ROWS } from './seed-rows.ts'

export type Condition = 'like_new' | 'very_good' | 'good'
export type SellerKey = 'mihai' | 'ioana' | 'mara' | 'dan' | 'radu' | 'elena' | 'vlad' | 'carmen'

/** A name in both languages of the shop. */
export interface SeedName {
  readonly ro: string
  readonly en: string
}

/** A garment: one piece in the world. The price is in bani. */
export interface GarmentSeed {
  readonly id: string
  readonly name: SeedName
  readonly drawing: Drawing
  /** Null for bags. */
  readonly size: string | null
  readonly brand: string
  readonly condition: Condition
  readonly price: bigint
  readonly seller: SellerKey
}

/** A garment under the hammer; its `price` is the start price. */
export interface AuctionSeed extends GarmentSeed {
  readonly endsInHours: number
  /** The least the seller lets it go for, in bani; null without. */
  readonly reserve: bigint | null
}

/** A garment whose auction is over; its `price` was the start price. */
export interface WonSeed extends GarmentSeed {
  readonly wonFor: bigint
}

/** An article counted in pieces, or sold by weight. `stock` is in steps of 10^-scale; the price, in bani, is for one piece or one kilogram. */
export interface ArticleSeed {
  readonly id: string
  readonly type: 'article' | 'material'
  readonly name: SeedName
  readonly drawing: Drawing
  readonly price: bigint
  readonly stock: bigint
  readonly scale: number
  readonly seller: SellerKey
}

/** The people who sell, with the names shown in the shop. */
export const SELLERS: Readonly<Record<SellerKey, { readonly name: string; readonly email: string }>> = {
  mihai: { name: 'Mihai Dobrescu', email: 'mihai@example.com' },
  ioana: { name: 'Ioana Petcu', email: 'ioana@example.com' },
  mara: { name: 'Mara Stoian', email: 'mara@example.com' },
  dan: { name: 'Dan Olteanu', email: 'dan@example.com' },
  radu: { name: 'Radu Munteanu', email: 'radu@example.com' },
  elena: { name: 'Elena Vasile', email: 'elena@example.com' },
  vlad: { name: 'Vlad Ardelean', email: 'vlad@example.com' },
  carmen: { name: 'Carmen Lupu', email: 'carmen@example.com' },
}

function garment(row: GarmentRow, id: string): GarmentSeed {
  const [ro, en, silhouette, fabric, colourway, size, brand, condition, price, seller] = row
  return { id, name: { ro, en }, drawing: { silhouette, fabric, colourway }, size: size || null, brand, condition, price, seller }
}

/** The sixty garments of the catalogue, ids 1 to 60. */
export const GARMENTS: readonly GarmentSeed[] = GARMENT_ROWS.map((row, index) => garment(row, String(index + 1)))

/** Four garments under the hammer, ids 61 to 64. */
export const AUCTION_GARMENTS: readonly AuctionSeed[] = AUCTION_ROWS.map(({ row, endsInHours, reserve }, index) => ({
  ...garment(row, String(index + 61)),
  endsInHours,
  reserve,
}))

/** Two garments just won and not yet paid, ids 65 and 66. */
export const WON_GARMENTS: readonly WonSeed[] = WON_ROWS.map(({ row, wonFor }, index) => ({ ...garment(row, String(index + 65)), wonFor }))

const counted = (
  id: string,
  ro: string,
  en: string,
  [goods, colourway]: readonly [GoodsName, ColourwayName],
  price: bigint,
  stock: bigint,
  seller: SellerKey,
): ArticleSeed => ({ id, type: 'article', name: { ro, en }, drawing: { goods, colourway }, price, stock, scale: 0, seller })

/** Twelve articles counted in pieces: some nearly gone, some plenty. */
export const ARTICLES: readonly ArticleSeed[] = [
  counted('tote-white', 'Sacoșă de pânză albă', 'White canvas tote', ['tote', 'white'], 3_900n, 500n, 'elena'),
  counted('tote-navy', 'Sacoșă de pânză bleumarin', 'Navy canvas tote', ['tote', 'navy'], 3_900n, 240n, 'elena'),
  counted('tote-forest', 'Sacoșă de pânză verde', 'Green canvas tote', ['tote', 'forest'], 3_900n, 120n, 'elena'),
  counted('tote-mustard', 'Sacoșă de pânză muștar', 'Mustard canvas tote', ['tote', 'mustard'], 4_500n, 60n, 'elena'),
  counted('tote-wine', 'Sacoșă de pânză vișinie', 'Burgundy canvas tote', ['tote', 'wine'], 4_500n, 12n, 'elena'),
  counted('tote-lilac', 'Sacoșă de pânză lila', 'Lilac canvas tote', ['tote', 'lilac'], 4_500n, 5n, 'elena'),
  counted('kit-wool', 'Set de îngrijire pentru lână', 'Wool care kit', ['kit', 'cream'], 5_900n, 200n, 'vlad'),
  counted('kit-leather', 'Set de îngrijire pentru piele', 'Leather care kit', ['kit', 'cocoa'], 6_900n, 80n, 'vlad'),
  counted('kit-denim', 'Set de îngrijire pentru denim', 'Denim care kit', ['kit', 'indigo'], 4_900n, 150n, 'vlad'),
  counted('kit-linen', 'Set de îngrijire pentru in', 'Linen care kit', ['kit', 'stone'], 5_400n, 40n, 'vlad'),
  counted('kit-stains', 'Set pentru scos pete', 'Stain removal kit', ['kit', 'sky'], 3_400n, 300n, 'carmen'),
  counted('kit-mending', 'Trusă de cusut și cârpit', 'Mending kit', ['kit', 'brick'], 2_900n, 25n, 'carmen'),
]

/** One material sold by weight: 85.00 lei a kilogram, 40 kilograms in store, counted in grams. */
export const MATERIALS: readonly ArticleSeed[] = [
  {
    id: 'wool',
    type: 'material',
    name: { ro: 'Lână reciclată, la kilogram', en: 'Recycled wool, by the kilogram' },
    drawing: { goods: 'yarn', colourway: 'rose' },
    price: 8_500n,
    stock: 40_000n,
    scale: 3,
    seller: 'carmen',
  },
]
