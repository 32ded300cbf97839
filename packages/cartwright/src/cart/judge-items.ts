import { forbiddenBy } from '../buying-rules.ts'
import type { Amount } from '../catalog/inventory.ts'
import { type Product, type ProductRef, productKey } from '../catalog/product.ts'
import { isStorable } from '../check-input.ts'
import type { Claim } from '../claims/claim.ts'
import { holdPolicy } from '../claims/hold-policy.ts'
import type { Buyer, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { MAX_QUANTITY } from '../money/quantity.ts'
import type { AddOptions } from '../shop-types.ts'
import type { Wanted } from './add-batch.ts'
import { checkPrice } from './check-price.ts'
import { boundOf } from './limits.ts'
import { checkOptions, optionsText } from './line-options.ts'
import { isSameLine, makesWay, type StoredLine, snapshotOf } from './stored-cart.ts'

export type Item = { readonly product: ProductRef } & AddOptions

/** The same counted product twice in one call is one line with the sum; the same unique one is one line, whatever its options. */
export function merged(items: readonly Item[], products: ReadonlyMap<string, Product>): Item[] {
  const byLine = new Map<string, Item>()
  for (const item of items) {
    const key = productKey(item.product)
    const product = products.get(key)
    const unique = product?.stock === 'unique'
    const one = 10n ** BigInt(product?.scale ?? 0)
    const identity = unique ? key : `${key} ${optionsText(item.options)}`
    const there = byLine.get(identity)
    if (there === undefined) byLine.set(identity, item)
    else if (!unique) {
      const { unitPrice = there.unitPrice, quantity = one } = item
      const price = unitPrice === undefined ? {} : { unitPrice }
      byLine.set(identity, { ...item, ...price, quantity: (there.quantity ?? one) + quantity })
    }
  }
  return [...byLine.values()]
}

/** The product, if this buyer may buy it; refuses with `product_not_found`, `item_sold` and what a buying rule says. */
export function buyable(context: Context, buyer: Buyer, key: string, product: Product | undefined): Product {
  if (product === undefined) throw new ShopError('product_not_found', { product: key })
  const no = forbiddenBy(context.options, buyer, product)
  if (no !== null) throw new ShopError(no.code, { product: key, ...no.details })
  if (product.sold === true) throw new ShopError('item_sold', { product: key })
  return product
}

/** What is wrong with items that no engine could store or no cart could hold; said before anything is asked. */
export function problemOf(context: Context, items: readonly Item[]): ShopError | null {
  const lines = new Set<string>()
  try {
    for (const { product, options } of items) {
      const key = productKey(product)
      if (!isStorable(key)) return new ShopError('product_not_found', { product: key.toWellFormed() })
      checkOptions(options)
      lines.add(`${key} ${optionsText(options)}`)
    }
  } catch (error) {
    if (error instanceof ShopError) return error
    throw error
  }
  const { maxLines } = context.options.limits
  return lines.size > maxLines ? new ShopError('invalid_quantity', { maxLines: BigInt(maxLines) }) : null
}

/** A line counts in the steps it began with. What is saved counts in its own, unless it cannot become a rest because there is one already. */
export function checkScale(wanted: Wanted['line'], there: readonly StoredLine[]): void {
  const old = there.find((line) => isSameLine(line, wanted))
  if (old === undefined) return
  if (old.scale === wanted.scale) {
    if (!makesWay(old, there) && old.quantity + wanted.quantity > MAX_QUANTITY)
      throw new ShopError('invalid_quantity', { product: wanted.product, scale: old.scale, max: MAX_QUANTITY })
    return
  }
  if (!makesWay(old, there)) throw new ShopError('invalid_quantity', { product: wanted.product, scale: old.scale })
}

/** What is wrong with an item by itself, before items of one line are summed. */
export function checkItem(item: Item, product: Product): void {
  const { quantity = 1n } = item
  if (typeof quantity !== 'bigint' || quantity < 1n || (product.stock === 'unique' && quantity !== 1n))
    throw new ShopError('invalid_quantity', { product: productKey(product) })
  checkPrice(product, item)
}

/** The line that an item becomes. `own`: the buyer's own right to it, won or reserved for him. */
export function decide(
  context: Context,
  item: Item,
  product: Product,
  { until, available, own }: { until: bigint; available: bigint | null; own: Claim | null },
): Wanted {
  const key = productKey(item.product)
  const scale = product.scale ?? 0
  const one = 10n ** BigInt(scale)
  const unique = product.stock === 'unique'
  const quantity = item.quantity ?? one
  if (product.auctionOnly === true && own === null) throw new ShopError('auction_only', { product: key })
  const unitPrice = own?.price ?? item.unitPrice ?? product.price
  const bound = unique ? null : boundOf(context, product, available)
  if (bound !== null && quantity > bound.most) throw new ShopError(bound.beyond.code, bound.beyond.details)
  const claims = unique && own === null && holdPolicy(context.options, key, product.seller?.id) === 'hard'
  return {
    key,
    product,
    unique,
    claims,
    turn: null,
    bound,
    line: {
      id: own?.holder ?? context.newId(),
      product: key,
      options: optionsText(item.options),
      // A right of the buyer's own outlasts the line, whether he won it or a seller reserved it.
      kind: own === null ? 'item' : 'auction_win',
      quantity: unique ? 1n : quantity,
      scale: unique ? 0 : scale,
      unitPrice,
      fixedPrice: (own !== null && own.price !== null) || item.unitPrice !== undefined,
      snapshot: snapshotOf(product),
      heldUntil: own?.expiresAt ?? (claims ? until : null),
      place: context.nextPlace(),
    },
  }
}

/** What would be in the cart of the products that an inventory is to be asked about. */
export function amountsWith(there: readonly StoredLine[], wanted: readonly Wanted[], asked: ReadonlySet<string>): Amount<Product>[] {
  const products = new Map(wanted.filter(({ key }) => asked.has(key)).map(({ key, product }) => [key, product]))
  const lines = [...there.filter((line) => !line.saved), ...wanted.map(({ line }) => line)]
  return [...products].map(([key, product]) => ({
    product,
    quantity: lines.reduce((sum, line) => (line.product === key ? sum + line.quantity : sum), 0n),
  }))
}
