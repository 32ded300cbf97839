/** Hands each free product of a seeded shop to one test only, so that tests can share a server. */
import { strict as assert } from 'node:assert'
import { openClient } from './client.ts'
import { minor } from './contract.ts'
import type { Product } from './contract-types.ts'
import { products } from './shopper.ts'

export interface Shelf {
  /** The cheapest garment nobody asked for yet that fits; of neither Mihai nor Ioana. */
  garment(fits?: (product: Product) => boolean): Product
  garments(count: number, fits?: (product: Product) => boolean): Product[]
  /** A garment of the seller whose name contains this. */
  garmentOf(seller: string): Product
  /** The counted article with the most in stock that nobody asked for yet. */
  article(fits?: (product: Product) => boolean): Product
  /** Every counted article, most in stock first; these are not handed out. */
  readonly articles: readonly Product[]
  /** The article sold by weight. */
  readonly weighed: Product
}

const stockOf = ({ stock }: Product): number => (typeof stock === 'number' ? stock : 0)
const isSpecial = ({ seller }: Product): boolean => /Mihai|Ioana/.test(seller.name)

/** Looks through the catalogue of a server once. */
export async function openShelf(url: string): Promise<Shelf> {
  const free = (await products(openClient(url))).filter(({ availability }) => availability === 'available')
  const garments = free.filter(({ stock }) => stock === 'unique').sort((left, right) => Number(minor(left.price) - minor(right.price)))
  const articles = free
    .filter(({ stock, scale }) => typeof stock === 'number' && scale === 0)
    .sort((left, right) => stockOf(right) - stockOf(left))
  const weighed = free.find(({ scale }) => scale === 3)
  assert.ok(weighed, 'nothing is sold by weight')
  const unused = [...articles]

  const take = (from: Product[], fits: (product: Product) => boolean, what: string): Product => {
    const [product] = from.splice(from.findIndex(fits), from.some(fits) ? 1 : 0)
    assert.ok(product, `the shelf has no ${what} left`)
    return product
  }
  const garment = (fits: (product: Product) => boolean = () => true): Product =>
    take(garments, (product) => !isSpecial(product) && fits(product), 'such garment')
  return {
    garment,
    garments: (count, fits) => Array.from({ length: count }, () => garment(fits)),
    garmentOf: (seller) => take(garments, (product) => product.seller.name.includes(seller), `garment of ${seller}`),
    article: (fits = () => true) => take(unused, fits, 'such article'),
    articles,
    weighed,
  }
}
