import { productRef } from '../catalog/product.ts'
import { MAX_AMOUNT } from '../money/money.ts'
import { WHOLE_RATE } from '../money/rounding.ts'
import { campaignName } from './campaign.ts'
import type { Discount, DiscountScope, NewDiscount } from './discount.ts'
import { canonicalCode } from './discount-rules.ts'

/** The group of typed codes that say nothing of their own: one of them at a time. */
export const CODES = 'code'
/** Combines with nothing. */
export const ALONE = '*'

const MOST_IN_LIST = 1_000
const SCOPE_FIELDS = ['products', 'types', 'sellers'] as const

const FIELDS: Readonly<Record<keyof Required<NewDiscount>, true>> = {
  code: true,
  kind: true,
  value: true,
  active: true,
  startsAt: true,
  endsAt: true,
  maxUses: true,
  maxUsesPerCustomer: true,
  campaign: true,
  usesBefore: true,
  minOrder: true,
  maxDiscount: true,
  onWins: true,
  only: true,
  except: true,
  firstOrder: true,
  automatic: true,
  phase: true,
  priority: true,
  exclusive: true,
}

/** Refuses what a discount does not have, and what is not to be given here; throws `RangeError` naming the field. */
export function checkFields(given: object, fixed: readonly string[] = []): void {
  const strange = Object.keys(given).find((name) => !Object.hasOwn(FIELDS, name))
  if (strange !== undefined) throw new RangeError(`discount: there is no field ${strange}; there are ${Object.keys(FIELDS).join(', ')}`)
  const kept = fixed.find((name) => Object.hasOwn(given, name))
  if (kept !== undefined) throw new RangeError(`discount: the field ${kept} cannot be given here`)
}

/** Puts the defaults into a new discount. Throws `RangeError` with one clear line for values that make no sense. */
export function checkedDiscount(given: NewDiscount): Discount {
  const code = canonicalCode(given.code)
  if (code === null) throw new RangeError(`discount ${given.code}: a code is 3 to 32 of A-Z, 0-9, _ and -`)
  const automatic = given.automatic ?? false
  const usesBefore = given.usesBefore ?? 0n
  const discount: Discount = {
    code,
    kind: given.kind,
    value: given.value,
    active: given.active ?? true,
    startsAt: given.startsAt ?? null,
    endsAt: given.endsAt ?? null,
    maxUses: given.maxUses ?? null,
    maxUsesPerCustomer: given.maxUsesPerCustomer ?? null,
    campaign: given.campaign === undefined || given.campaign === null ? null : campaignName(given.campaign),
    uses: usesBefore,
    usesBefore,
    minOrder: given.minOrder ?? null,
    maxDiscount: given.maxDiscount ?? null,
    onWins: given.onWins ?? false,
    only: scopeOf(code, 'only', given.only ?? null),
    except: scopeOf(code, 'except', given.except ?? null),
    firstOrder: given.firstOrder ?? false,
    automatic,
    phase: given.phase ?? 0n,
    priority: given.priority ?? 0n,
    exclusive: given.exclusive === undefined ? (automatic ? null : CODES) : given.exclusive,
    version: 1n,
  }
  const problem = problemOf(discount)
  if (problem !== null) throw new RangeError(`discount ${code}: ${problem}`)
  return discount
}

function problemOf(discount: Discount): string | null {
  const { kind, value, startsAt, endsAt, maxUses, maxUsesPerCustomer, usesBefore, minOrder, maxDiscount, exclusive } = discount
  if (kind !== 'percent' && kind !== 'fixed') return 'the kind must be percent or fixed'
  const { phase, priority } = discount
  for (const [name, number] of Object.entries({
    value,
    phase,
    priority,
    startsAt,
    endsAt,
    maxUses,
    maxUsesPerCustomer,
    usesBefore,
    minOrder,
    maxDiscount,
  }))
    if (number !== null && typeof number !== 'bigint') return `${name} must be a bigint`
  if (value < 0n || value > (kind === 'percent' ? WHOLE_RATE : MAX_AMOUNT)) return 'the value must be 0 to 100 % or an amount from 0'
  if (startsAt !== null && endsAt !== null && startsAt > endsAt) return 'it ends before it starts'
  const amounts = { maxUses, maxUsesPerCustomer, usesBefore, minOrder, maxDiscount, startsAt, endsAt }
  for (const [name, amount] of Object.entries(amounts))
    if (amount !== null && (amount < 0n || amount > MAX_AMOUNT)) return `${name} must not be negative, and below 2^63`
  if (maxUses !== null && usesBefore > maxUses) return 'it was used more often than maxUses'
  if (discount.phase < 0n || discount.phase > 99n) return 'the phase must be 0 to 99'
  if (discount.priority < -1_000_000n || discount.priority > 1_000_000n) return 'the priority must be -1000000 to 1000000'
  if (exclusive !== null && exclusive !== ALONE && (!/^[a-z][a-z0-9_-]{0,31}$/.test(exclusive) || exclusive === 'none'))
    return 'an exclusive group is * or up to 32 of a-z, 0-9, _ and -, beginning with a letter, and not none'
  return null
}

/** The lists that are given, each without doubles and in one order. */
function scopeOf(code: string, field: string, scope: DiscountScope | null): DiscountScope | null {
  if (scope === null) return null
  const lists = SCOPE_FIELDS.flatMap((name) => {
    const list = scope[name]
    if (list === undefined) return []
    const wrong = list.find((item) => item === '' || (name === 'products' && productRef(item) === null))
    if (list.length === 0 || list.length > MOST_IN_LIST || wrong !== undefined)
      throw new RangeError(`discount ${code}: ${field}.${name} must name 1 to ${MOST_IN_LIST}${name === 'products' ? ' keys type:id' : ''}`)
    return [[name, [...new Set(list)].sort()] as const]
  })
  return lists.length === 0 ? null : Object.fromEntries(lists)
}
