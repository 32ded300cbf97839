import { act } from '../act.ts'
import type { Context } from '../context.ts'
import { firstOf } from '../storage/database.ts'
import type { Discount, NewDiscount } from './discount.ts'
import { discountsByCode, insertDiscount, readDiscount } from './discount-rows.ts'
import { canonicalCode } from './discount-rules.ts'

/**
 * Makes a discount. Throws `RangeError` for values that make no sense; refuses with `invalid_input` when the code is there already.
 *
 * @example
 * await shop.discounts.create({ code: 'SUMMER25', kind: 'percent', value: 2500n, maxUses: 100n })
 */
export function createDiscount(context: Context, given: NewDiscount): Promise<Discount> {
  const discount = checked(given)
  return act(
    context,
    async () => {
      const taken = insertDiscount(discount, context.options.currency, context.clock()).orRefuse('invalid_input', {
        errors: [{ field: 'code', code: 'taken' }],
      })
      await context.db.batch([taken], { key: discount.code, id: context.newId() })
      return discount
    },
    async () => discount,
  )
}

function checked(given: NewDiscount): Discount {
  const code = canonicalCode(given.code)
  if (code === null) throw new RangeError(`discount ${given.code}: a code is 3 to 32 of A-Z, 0-9, _ and -`)
  if (given.value < 0n || (given.kind === 'percent' && given.value > 10_000n))
    throw new RangeError(`discount ${code}: the value must be 0 to 100 % or an amount from 0`)
  const startsAt = given.startsAt ?? null
  const endsAt = given.endsAt ?? null
  if (startsAt !== null && endsAt !== null && startsAt > endsAt) throw new RangeError(`discount ${code}: it ends before it starts`)
  return {
    code,
    kind: given.kind,
    value: given.value,
    active: given.active ?? true,
    startsAt,
    endsAt,
    maxUses: given.maxUses ?? null,
    maxUsesPerCustomer: given.maxUsesPerCustomer ?? null,
    uses: 0n,
    minOrder: given.minOrder ?? null,
    maxDiscount: given.maxDiscount ?? null,
    onWins: given.onWins ?? false,
  }
}

/** The discount behind a code; null when there is none. */
export async function findDiscount(context: Context, text: string): Promise<Discount | null> {
  const code = canonicalCode(text)
  if (code === null) return null
  const [rows] = await context.db.read(discountsByCode([code], ''))
  const row = firstOf(rows)
  return row === null ? null : readDiscount(row)
}
