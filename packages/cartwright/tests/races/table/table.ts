import type { PlainOptions } from './acts.ts'
import type { Field } from './field.ts'
import { ON_CARTS } from './rows-carts.ts'
import { ON_DISCOUNTS } from './rows-discounts.ts'
import { ON_MONEY } from './rows-money.ts'
import { ON_RULES } from './rows-rules.ts'
import { ON_THINGS } from './rows-things.ts'

/** One row of the race table: what is done at once, and what must hold. */
export interface Row {
  /** Its number, and what it says. */
  readonly name: string
  readonly options?: PlainOptions
  /** Prepares everything, lets `parallel` acts go at once, and proves what must hold; the invariants are proved after it. */
  readonly run: (field: Field, parallel: number) => Promise<void>
}

/** Every row that is about the library, in the order of its number. The others are about HTTP; see `elsewhere.ts`. */
export const ROWS: readonly Row[] = [...ON_DISCOUNTS, ...ON_THINGS, ...ON_CARTS, ...ON_MONEY, ...ON_RULES].sort(
  (left, right) => numberOf(left.name) - numberOf(right.name),
)

/** The number of a row: 7 of `C7 cart swap`. */
export function numberOf(name: string): number {
  return Number(/^C(\d+) /.exec(name)?.[1])
}
