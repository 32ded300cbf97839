import { ask } from '../ask.ts'
import type { Context } from '../context.ts'
import { type Product, productKey, productRef } from './product.ts'

/**
 * Reads products by key from their sources: one call per type, whatever the number. Unknown products and types are absent from the answer.
 * A source that fails, hangs or answers nonsense is the refusal `plugin_failed`; one that reads the shop's own database while that is away fails as
 * the shop does.
 */
export async function readProducts(context: Context, keys: readonly string[]): Promise<Map<string, Product>> {
  const idsByType = new Map<string, Set<string>>()
  for (const key of keys) {
    const ref = productRef(key)
    if (ref === null || !Object.hasOwn(context.options.products, ref.type)) continue
    const ids = idsByType.get(ref.type) ?? new Set()
    idsByType.set(ref.type, ids.add(ref.id))
  }
  const found = new Map<string, Product>()
  await Promise.all(
    [...idsByType].map(async ([type, ids]) => {
      const source = context.options.products[type]
      if (source === undefined) return
      const answer = await ask(
        `products.${type}`,
        context.options.pluginDeadline,
        () => source.getMany([...ids]),
        (all) => wrongAnswer(type, all),
      ).catch((error: Error) => {
        throw context.db.faultOf(error.cause) === 'away' ? error.cause : error
      })
      for (const [id, product] of answer) if (ids.has(id)) found.set(productKey({ type, id }), product)
    }),
  )
  return found
}

function wrongAnswer(type: string, answer: ReadonlyMap<string, Product>): string | null {
  if (!(answer instanceof Map)) return 'getMany must answer a Map'
  for (const [id, product] of answer) {
    if (typeof product !== 'object' || product === null) return `${id} must be a product`
    if (product.type !== type || product.id !== id) return `${id} must have the type ${type} and the id it was asked by`
    if (typeof product.price !== 'bigint' || product.price < 0n) return `the price of ${id} must be a bigint from 0`
    if (product.weight !== undefined && !(typeof product.weight === 'bigint' && product.weight >= 0n))
      return `the weight of ${id} must be a bigint from 0, in grams`
    if (typeof product.currency !== 'string') return `the currency of ${id} must be a text`
    if (typeof product.name !== 'string') return `the name of ${id} must be a text`
    const scale = product.scale ?? 0
    if (!Number.isInteger(scale) || scale < 0 || scale > 18) return `the scale of ${id} must be 0 to 18`
    if (product.maxQuantity !== undefined && !(typeof product.maxQuantity === 'bigint' && product.maxQuantity >= 0n))
      return `the maxQuantity of ${id} must be a bigint from 0`
    if (!['unique', 'counted', 'unlimited'].includes(product.stock)) return `the stock of ${id} must be unique, counted or unlimited`
  }
  return null
}
