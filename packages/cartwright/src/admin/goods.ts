import type { Product } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import { ShopError } from '../errors.ts'
import { type Html, html } from '../html/html.ts'
import type { Admin } from './settings.ts'

export type Goods = ReadonlyMap<string, Product>

/** The products of a whole list by key, asked at once. When their source does not answer, keys are shown. */
export async function goodsOf(admin: Admin, keys: readonly string[]): Promise<Goods> {
  try {
    return await readProducts(admin.shop.context, keys)
  } catch (error) {
    if (!(error instanceof ShopError) || error.code !== 'plugin_failed') throw error
    admin.log(error)
    return new Map()
  }
}

/** A product as a person reads it. */
export const goodName = (goods: Goods, key: string): string => goods.get(key)?.name ?? key

/** A product among the facts of a page: its name, leading to its page in the shop, and the key that lists are searched by. */
export function productFact(goods: Goods, key: string): Html {
  const good = goods.get(key)
  const code = html`<code class="fine">${key}</code>`
  if (good === undefined) return code
  return html`${good.url ? html`<a href="${good.url}">${good.name}</a>` : good.name} ${code}`
}
