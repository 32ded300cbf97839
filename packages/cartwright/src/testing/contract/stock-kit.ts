import assert from 'node:assert/strict'
import type { ProductRef } from '../../index.ts'
import type { Kit } from './kit.ts'

export const MINUTE: bigint = 60_000n
/** A shop that keeps units from the add on. */
export const ADD: { readonly stock: { readonly reserve: 'add'; readonly for: bigint } } = { stock: { reserve: 'add', for: 15n * MINUTE } }

/** On hand, set aside, sold: as the shop tells them. */
export async function counterOf({ shop }: Kit, product: ProductRef): Promise<readonly bigint[]> {
  const stock = await shop.stock.read(product)
  assert.ok(stock)
  assert.equal(stock.available, stock.onHand - stock.reserved)
  return [stock.onHand, stock.reserved, stock.sold]
}

export async function toteOf({ shop, shelf }: Kit, onHand: bigint): Promise<ProductRef> {
  const tote = shelf.article('tote')
  await shop.stock.set(tote, onHand)
  return tote
}
