import { productKey, type Shop } from 'cartwright'
import type { Item } from './item.ts'
import { itemsByKey, readItem } from './item-rows.ts'

/** Several things by key, in the order asked for; those that do not exist are left out. */
export async function findItems(shop: Shop, keys: readonly string[]): Promise<Item[]> {
  if (keys.length === 0) return []
  const [rows = []] = await shop.context.db.read(itemsByKey(keys))
  const found = new Map(rows.map(readItem).map((item) => [productKey(item), item]))
  return keys.flatMap((key) => found.get(key) ?? [])
}

/** Several things by key. */
export const itemMap = async (shop: Shop, keys: readonly string[]): Promise<ReadonlyMap<string, Item>> =>
  new Map((await findItems(shop, keys)).map((item) => [productKey(item), item]))

/** One thing; null when there is none. */
export const findItem = async (shop: Shop, ref: { readonly type: string; readonly id: string }): Promise<Item | null> =>
  (await findItems(shop, [productKey(ref)]))[0] ?? null
