import { describe } from 'node:test'
import { type CartView, flatShipping } from '../../src/index.ts'
import type { KitOptions, OpenDatabase } from '../../src/testing/contract/kit.ts'
import { recycled } from '../contract/recycled.ts'
import { openMemory, openPostgres } from '../storage/open-databases.ts'

/**
 * What django-cart 3.1.1 does, and where it fails, one test each: the numbers are those of the sections of the reference (2.1 to 2.20 behaviour, G1 to G17
 * and 4.3 to 4.7 faults). Where we mean to differ, the test says what ours does.
 */
export function onBothEngines(about: string, register: (open: OpenDatabase) => void): void {
  describe(`${about}, SQLite`, () => register(recycled(openMemory)))
  describe(`${about}, PostgreSQL`, () => register(recycled(openPostgres)))
}

/** A shop with nothing but goods in its total: no fees, free shipping, any quantity. */
export const PLAIN: KitOptions = { fees: [], estimate: flatShipping({ price: 0n }), limits: { maxQuantity: 10n ** 12n } }

/** What a cart holds, by product id, in the order of its lines. */
export const holding = (view: Pick<CartView, 'lines'>): readonly (readonly [string, bigint])[] =>
  view.lines.map((line) => [line.product.id, line.quantity])

export const MINUTE = 60_000n
export const DAY: bigint = 24n * 60n * MINUTE
