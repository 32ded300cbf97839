import { z } from 'zod'
import { type FieldError, invalidInput } from '../../check-input.ts'
import type { Discount, DiscountScope, NewDiscount } from '../../discounts/discount.ts'
import type { Visit } from '../../http/route.ts'
import { typedNumbers } from '../../http/typed-numbers.ts'
import { exponentOf } from '../../money/currencies.ts'
import { readDecimal, writeDecimal } from '../../money/decimal-text.ts'
import { decimal } from '../../money/money.ts'
import { localTime, readLocalTime } from '../days.ts'
import type { Admin } from '../settings.ts'

const text = z.string().trim().max(40).optional()
const list = z.string().trim().max(20_000).optional()
const on = z.enum(['true']).optional()

/** The boxes of a discount but its code and whether it is applied by itself, by name. */
const LIMITS = [
  'starts_at',
  'ends_at',
  'max_uses',
  'max_uses_per_customer',
  'campaign',
  'min_order',
  'max_discount',
  'phase',
  'priority',
  'exclusive',
] as const
const FLAGS = ['active', 'on_wins', 'first_order'] as const
const LISTS = ['only_products', 'only_types', 'only_sellers', 'except_products', 'except_types', 'except_sellers'] as const
type TextName = (typeof LIMITS)[number] | (typeof LISTS)[number]
type FlagName = (typeof FLAGS)[number] | 'automatic'

/** A discount but its code, as texts: what is not sent is no limit, and switched off. */
export type DiscountFields = { readonly kind: 'percent' | 'fixed'; readonly value: string } & {
  readonly [Name in TextName]?: string | undefined
} & { readonly [Name in FlagName]?: 'true' | undefined }

const shapeOf = (names: readonly string[], schema: z.ZodType): Record<string, z.ZodType> =>
  Object.fromEntries(names.map((name) => [name, schema]))

/** The schema of a form with these boxes, and some of its own. */
export const fieldsSchema = <Own extends object>(own: z.ZodRawShape): z.ZodType<DiscountFields & Own> =>
  z.strictObject({
    kind: z.enum(['percent', 'fixed']),
    value: z.string().trim().min(1).max(40),
    ...shapeOf(LIMITS, text),
    ...shapeOf(FLAGS, on),
    ...shapeOf(LISTS, list),
    ...own,
  }) as unknown as z.ZodType<DiscountFields & Own>

/** What a form writes, as the schema knows it. */
export const fromForm: ReturnType<typeof typedNumbers> = typedNumbers('value', 'min_order', 'max_discount')

/** The box that only a single discount has. */
export const AUTOMATIC: z.ZodType = on

/** What was typed, as a discount without its code. Refuses with `invalid_input`, naming every field that is wrong. */
export function readFields({ shop, timeZone }: Admin, sent: DiscountFields): Omit<NewDiscount, 'code'> {
  const { currency } = shop.context.options
  const errors: FieldError[] = []
  const amount = (field: TextName | 'value'): bigint | null => {
    const typed = sent[field]
    const minor = typed === undefined ? null : readDecimal(typed, exponentOf(currency))
    if (typed !== undefined && (minor === null || minor < 0n)) errors.push({ field, code: 'amount' })
    return minor
  }
  const number = (field: TextName | 'value'): bigint | null => {
    const typed = sent[field]
    if (typed === undefined) return null
    if (/^-?\d{1,15}$/.test(typed)) return BigInt(typed)
    errors.push({ field, code: 'format' })
    return null
  }
  const time = (field: TextName | 'value'): bigint | null => {
    const typed = sent[field]
    try {
      return typed === undefined ? null : readLocalTime(typed, timeZone, field)
    } catch {
      errors.push({ field, code: 'format' })
      return null
    }
  }
  const value = sent.kind === 'fixed' ? amount('value') : readDecimal(sent.value, 2)
  if (sent.kind === 'percent' && (value === null || value <= 0n || value > 10_000n)) errors.push({ field: 'value', code: 'range' })
  if (sent.kind === 'fixed' && value === 0n) errors.push({ field: 'value', code: 'positive' })
  const [startsAt, endsAt] = [time('starts_at'), time('ends_at')]
  if (startsAt !== null && endsAt !== null && startsAt > endsAt) errors.push({ field: 'ends_at', code: 'range' })
  const discount = {
    kind: sent.kind,
    value: value ?? 0n,
    active: sent.active === 'true',
    startsAt,
    endsAt,
    maxUses: number('max_uses'),
    maxUsesPerCustomer: number('max_uses_per_customer'),
    campaign: sent.campaign?.toUpperCase() ?? null,
    minOrder: amount('min_order'),
    maxDiscount: amount('max_discount'),
    onWins: sent.on_wins === 'true',
    firstOrder: sent.first_order === 'true',
    automatic: sent.automatic === 'true',
    only: scopeOf(sent, 'only'),
    except: scopeOf(sent, 'except'),
    phase: number('phase') ?? 0n,
    priority: number('priority') ?? 0n,
    exclusive: sent.exclusive ?? null,
  }
  if (errors.length > 0) throw invalidInput(errors)
  return discount
}

function scopeOf(sent: DiscountFields, side: 'only' | 'except'): DiscountScope | null {
  const lists = (['products', 'types', 'sellers'] as const).flatMap((name) => {
    const items = (sent[`${side}_${name}`] ?? '')
      .split(/[,\n]/)
      .map((item) => item.trim())
      .filter((item) => item !== '')
    return items.length === 0 ? [] : [[name, items] as const]
  })
  return lists.length === 0 ? null : Object.fromEntries(lists)
}

/** The field a sentence of the engine speaks of, by the names it has there. */
const NAMES: readonly (readonly [pattern: RegExp, field: string])[] = [
  [/maxUsesPerCustomer/, 'max_uses_per_customer'],
  [/maxUses/, 'max_uses'],
  [/minOrder/, 'min_order'],
  [/maxDiscount/, 'max_discount'],
  [/exclusive/, 'exclusive'],
  [/priority/, 'priority'],
  [/phase/, 'phase'],
  [/ends before/, 'ends_at'],
  [/^only\.(products|types|sellers)/, 'only_$1'],
  [/^except\.(products|types|sellers)/, 'except_$1'],
  [/prefix/, 'prefix'],
  [/a name is/, 'name'],
  [/a code is/, 'code'],
]

/**
 * Values that make no sense are a mistake of whoever typed them here, and not of the program. `boxes`: what a box is called in this form where it has
 * another name, such as that of a code of which only the beginning is typed.
 */
export async function asRefusal<Result>(does: () => Promise<Result>, boxes: Readonly<Record<string, string>> = {}): Promise<Result> {
  try {
    return await does()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    // What comes before is what it is about: `discount XMAS-25: `.
    const says = error.message.replace(/^[a-z]+(?: [^:]*)?: /, '')
    const [pattern, name] = NAMES.find(([known]) => known.test(says)) ?? [/^/, 'value']
    const field = name.replace('$1', pattern.exec(says)?.[1] ?? '')
    throw invalidInput([{ field: boxes[field] ?? field, code: field === 'code' || field === 'name' ? 'format' : 'range' }])
  }
}

/** A discount as its boxes hold it. */
export function fieldsOf({ shop, timeZone }: Admin, discount: Discount, { locale }: Visit): Record<string, string> {
  const { currency } = shop.context.options
  const written = (text: string): string => (locale === 'ro' ? text.replace('.', ',') : text)
  const amount = (minor: bigint | null): string => (minor === null ? '' : written(decimal(minor, currency)))
  const time = (at: bigint | null): string => (at === null ? '' : localTime(at, timeZone))
  const number = (value: bigint | null): string => value?.toString() ?? ''
  const joined = (items: readonly string[] | undefined): string => (items ?? []).join(', ')
  const ticks = { active: discount.active, on_wins: discount.onWins, first_order: discount.firstOrder, automatic: discount.automatic }
  return {
    kind: discount.kind,
    value: discount.kind === 'percent' ? written(writeDecimal(discount.value, 2)) : amount(discount.value),
    starts_at: time(discount.startsAt),
    ends_at: time(discount.endsAt),
    max_uses: number(discount.maxUses),
    max_uses_per_customer: number(discount.maxUsesPerCustomer),
    campaign: discount.campaign ?? '',
    min_order: amount(discount.minOrder),
    max_discount: amount(discount.maxDiscount),
    only_products: joined(discount.only?.products),
    only_types: joined(discount.only?.types),
    only_sellers: joined(discount.only?.sellers),
    except_products: joined(discount.except?.products),
    except_types: joined(discount.except?.types),
    except_sellers: joined(discount.except?.sellers),
    phase: number(discount.phase),
    priority: number(discount.priority),
    exclusive: discount.exclusive ?? '',
    ...Object.fromEntries(Object.entries(ticks).flatMap(([name, isOn]) => (isOn ? [[name, 'true']] : []))),
  }
}

/** What a fresh form begins with: a code that is on, and one of its kind at a time. */
export const FRESH: Readonly<Record<string, string>> = { kind: 'percent', active: 'true', phase: '0', priority: '0', exclusive: 'code' }
