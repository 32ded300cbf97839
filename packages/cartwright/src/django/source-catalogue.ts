import { productKey, productRef } from '../catalog/product.ts'
import type { Context } from '../context.ts'
import type { Source } from '../storage/open-source.ts'
import type { Catalogue, Listed, Products } from './judge-lines.ts'
import { amountOf } from './read-amount.ts'
import { contentTypes, productRows } from './read-source.ts'

/** What is known of product types where no shop is at hand to ask. */
export interface TypeFacts {
  /** Types of which each product is one piece. */
  readonly unique: readonly string[]
  /** Decimals of quantities by type. Default 0. */
  readonly scales: Readonly<Record<string, number>>
}

/**
 * Products as the source itself knows them, for an import without the shop's own catalogue: those of `app_label.model` are rows of the table
 * `app_label_model`. Where there is no such table every product is taken to exist, and the table is named in `notChecked`.
 */
export async function sourceCatalogue(
  context: Context,
  source: Source,
  map: Readonly<Record<string, string>>,
  { unique, scales }: TypeFacts,
): Promise<Products> {
  const known = await contentTypes(source)
  const tables = new Map<string, string[]>()
  for (const [name, type] of Object.entries(map)) {
    const found = known.find((one) => one.id === name || one.name === name)
    tables.set(type, [...(tables.get(type) ?? []), (found?.name ?? `content type ${name}`).replace('.', '_')])
  }
  const missing = new Set<string>()
  const { currency } = context.options

  const listOf = async (type: string, ids: readonly string[]): Promise<[string, Listed][]> => {
    const rows = new Map<string, { name: string | null; price: string | null }>()
    let isKnown = true
    for (const table of tables.get(type) ?? []) {
      const found = await productRows(source, table, ids)
      if (found === null) {
        missing.add(table)
        isKnown = false
      } else for (const [id, row] of found) rows.set(id, row)
    }
    return ids.flatMap((id): [string, Listed][] => {
      const row = rows.get(id)
      if (row === undefined && isKnown) return []
      const price = row?.price == null ? null : amountOf(row.price, currency)
      const stock = unique.includes(type) ? ('unique' as const) : ('unlimited' as const)
      const product = { type, id, name: row?.name ?? `${type} ${id}`, price: price ?? 0n, currency, stock, scale: scales[type] ?? 0 }
      return [[productKey({ type, id }), { product, priced: price !== null }]]
    })
  }

  const catalogue: Catalogue = async (keys) => {
    const refs = keys.flatMap((key) => productRef(key) ?? [])
    const found = new Map<string, Listed>()
    for (const [type, some] of Map.groupBy(refs, (ref) => ref.type)) {
      for (const [key, listed] of await listOf(
        type,
        some.map((ref) => ref.id),
      ))
        found.set(key, listed)
    }
    return found
  }
  return { catalogue, notChecked: () => [...missing].sort() }
}
