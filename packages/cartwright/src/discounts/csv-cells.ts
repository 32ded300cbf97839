import { exponentOf } from '../money/currencies.ts'
import { readDecimal, writeDecimal } from '../money/decimal-text.ts'
import { decimal } from '../money/money.ts'
import type { Discount, DiscountScope, NewDiscount } from './discount.ts'

/** The columns of a file of discounts, in the order in which they are written. */
export const COLUMNS = [
  'code',
  'kind',
  'value',
  'currency',
  'active',
  'starts_at',
  'ends_at',
  'max_uses',
  'max_uses_per_customer',
  'campaign',
  'uses',
  'min_order',
  'max_discount',
  'on_wins',
  'only_products',
  'only_types',
  'only_sellers',
  'except_products',
  'except_types',
  'except_sellers',
  'first_order',
  'automatic',
  'phase',
  'priority',
  'exclusive',
] as const

export type Column = (typeof COLUMNS)[number]
export const NEEDED: readonly Column[] = ['code', 'kind', 'value']

/** The word for a discount that combines with everything; an empty cell means the default. */
const COMBINES = 'none'

/** A discount as cells: amounts and percentages as decimals, times as ISO 8601 in UTC, lists as JSON. */
export function cellsOf(discount: Discount, currency: string): Record<Column, string> {
  const amount = (value: bigint | null): string => (value === null ? '' : decimal(value, currency))
  const time = (value: bigint | null): string => (value === null ? '' : new Date(Number(value)).toISOString())
  const number = (value: bigint | null): string => value?.toString() ?? ''
  const list = (items: readonly string[] | undefined): string => (items === undefined ? '' : JSON.stringify(items))
  const { only, except } = discount
  return {
    code: discount.code,
    kind: discount.kind,
    value: discount.kind === 'percent' ? writeDecimal(discount.value, 2) : amount(discount.value),
    currency,
    active: yesOrNo(discount.active),
    starts_at: time(discount.startsAt),
    ends_at: time(discount.endsAt),
    max_uses: number(discount.maxUses),
    max_uses_per_customer: number(discount.maxUsesPerCustomer),
    campaign: discount.campaign ?? '',
    uses: number(discount.uses),
    min_order: amount(discount.minOrder),
    max_discount: amount(discount.maxDiscount),
    on_wins: yesOrNo(discount.onWins),
    only_products: list(only?.products),
    only_types: list(only?.types),
    only_sellers: list(only?.sellers),
    except_products: list(except?.products),
    except_types: list(except?.types),
    except_sellers: list(except?.sellers),
    first_order: yesOrNo(discount.firstOrder),
    automatic: yesOrNo(discount.automatic),
    phase: number(discount.phase),
    priority: number(discount.priority),
    exclusive: discount.exclusive ?? COMBINES,
  }
}

const yesOrNo = (on: boolean): string => (on ? 'yes' : 'no')

/** A discount from its cells; an empty cell is the default. Throws `RangeError` that names the column. */
export function discountOf(cells: Readonly<Partial<Record<Column, string>>>, currency: string): NewDiscount {
  const wrong = (column: Column, needed: string): RangeError =>
    new RangeError(`${column}: "${(cells[column] ?? '').slice(0, 60)}" is not ${needed}`)
  const cell = (column: Column): string | null => {
    const text = (cells[column] ?? '').trim()
    return text === '' ? null : text
  }
  const amount = (column: Column): bigint | null => {
    const text = cell(column)
    const value = text === null ? null : readDecimal(pointed(text), exponentOf(currency))
    if (text !== null && value === null) throw wrong(column, `an amount in ${currency}, such as 12.50`)
    return value
  }
  const number = (column: Column): bigint | null => {
    const text = cell(column)
    if (text !== null && !/^-?\d{1,18}$/.test(text)) throw wrong(column, 'a whole number')
    return text === null ? null : BigInt(text)
  }
  const time = (column: Column): bigint | null => {
    const text = cell(column)
    const parsed = text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(text) ? Date.parse(text) : Number.NaN
    // Date.parse lets 30 February through as 2 March.
    const isDay = !Number.isNaN(parsed) && new Date(parsed).toISOString().slice(0, 16) === text?.slice(0, 16)
    if (text !== null && !isDay) throw wrong(column, 'a time in UTC, such as 2030-01-31T22:00:00Z')
    return text === null ? null : BigInt(parsed)
  }
  const flag = (column: Column): boolean | undefined => {
    const text = cell(column)
    if (text !== null && text !== 'yes' && text !== 'no') throw wrong(column, 'yes or no')
    return text === null ? undefined : text === 'yes'
  }
  const scope = (side: 'only' | 'except'): DiscountScope | null => {
    const lists = (['products', 'types', 'sellers'] as const).flatMap((name) => {
      const list = listOf(cell(`${side}_${name}`))
      if (list === undefined) throw wrong(`${side}_${name}`, 'a list in JSON, such as ["hat","coat"]')
      return list === null ? [] : [[name, list] as const]
    })
    return lists.length === 0 ? null : Object.fromEntries(lists)
  }
  const kind = cell('kind')
  if (kind !== 'percent' && kind !== 'fixed') throw wrong('kind', 'percent or fixed')
  const value = kind === 'fixed' ? amount('value') : readDecimal(pointed(cell('value') ?? ''), 2)
  if (value === null) throw wrong('value', kind === 'fixed' ? 'an amount' : 'a percentage with up to two decimals')
  if (value === 0n) throw wrong('value', 'above zero')
  const unit = cell('currency')
  if (unit !== null && unit !== currency) throw wrong('currency', `${currency}, the currency of this shop`)
  const group = cell('exclusive')
  const [active, onWins, firstOrder, automatic] = [flag('active'), flag('on_wins'), flag('first_order'), flag('automatic')]
  const [usesBefore, phase, priority] = [number('uses'), number('phase'), number('priority')]
  return {
    code: cell('code') ?? '',
    kind,
    value,
    startsAt: time('starts_at'),
    endsAt: time('ends_at'),
    maxUses: number('max_uses'),
    maxUsesPerCustomer: number('max_uses_per_customer'),
    campaign: cell('campaign'),
    minOrder: amount('min_order'),
    maxDiscount: amount('max_discount'),
    only: scope('only'),
    except: scope('except'),
    ...(active !== undefined && { active }),
    ...(onWins !== undefined && { onWins }),
    ...(firstOrder !== undefined && { firstOrder }),
    ...(automatic !== undefined && { automatic }),
    ...(usesBefore !== null && { usesBefore }),
    ...(phase !== null && { phase }),
    ...(priority !== null && { priority }),
    ...(group !== null && { exclusive: group === COMBINES ? null : group }),
  }
}

/** Spreadsheets of many countries write a comma before the decimals. */
const pointed = (text: string): string => text.replace(',', '.')

/** Null for an empty cell, undefined for one that is no list of texts. */
function listOf(text: string | null): readonly string[] | null | undefined {
  if (text === null) return null
  try {
    const list: unknown = JSON.parse(text)
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : undefined
  } catch {
    return undefined
  }
}
