import { z } from 'zod'
import { type ProductRef, productKey } from '../catalog/product.ts'
import { checkInput, type FieldError, invalidInput, isStorable } from '../check-input.ts'
import { MAX_EXPONENT } from '../money/currencies.ts'
import { quantity } from '../money/quantity.ts'

/** One line that a payload asks for. */
export interface Wish {
  readonly product: ProductRef
  readonly options: Readonly<Record<string, string>>
  /** As it was sent; null: as it is in the cart, else one. */
  readonly quantity: string | number | null
}

/** What a payload asks for, whatever its form. */
export interface Wishes {
  readonly lines: readonly Wish[]
  readonly codes: readonly string[]
  /** Lines that cannot be read as any, by their key: of a content type that the map does not know (`content_type`), of no quantity (`invalid_quantity`). */
  readonly dropped: readonly { readonly product: string; readonly reason: string }[]
}

/** Most entries of a payload, whatever its form. */
export const MOST_ENTRIES = 2_000

/** Refuses with `invalid_input` (`too_big`) more entries than a payload may have, before any of them is looked at. */
export function checkEntries(many: number, field: string): void {
  if (many > MOST_ENTRIES) throw invalidInput([{ field, code: 'too_big' }])
}

const text = z.string().max(200).refine(isStorable, { error: 'format' })
const sentNumber = z.union([z.string().max(80), z.number()])
const sentQuantity = sentNumber.refine(isQuantity, { error: 'quantity' })
const ownForm = z.strictObject({
  version: z.literal(1),
  currency: z.string().max(20),
  lines: z.array(
    z.strictObject({
      product: z.strictObject({ type: text.min(1), id: text.min(1) }),
      options: z.record(text, text).optional(),
      quantity: sentQuantity,
      scale: z.int().min(0).max(MAX_EXPONENT).optional(),
    }),
  ),
  codes: z.array(text).max(100),
})

/** Prices and totals are let through and never looked at. */
const djangoLine = z.strictObject({
  content_type_id: z.union([z.int(), z.string().regex(/^\d+$/)]).optional(),
  object_id: z.union([z.int(), text]).optional(),
  quantity: sentNumber.optional(),
  unit_price: z.unknown().optional(),
  total_price: z.unknown().optional(),
})
const djangoDiscount = z.strictObject({ __discount__: z.strictObject({ code: text.nullable() }).nullish() })

/**
 * Checks a payload and takes it apart: our own form, or the map of django-cart with keys `"7:42"` or the older `"42"`, where the line itself holds
 * `content_type_id`. Throws `invalid_input` with the fields that are wrong; keys like `__x__` other than `__discount__` are passed over.
 * Rows of django-cart with a quantity that is none (0, below zero) are dropped, one by one; more than 2,000 entries are refused as `too_big`.
 */
export function readPayload(sent: unknown, contentTypes: Readonly<Record<string, string>>): Wishes {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) throw invalidInput([{ field: '', code: 'invalid' }])
  const payload = sent as Readonly<Record<string, unknown>>
  if (!('version' in payload || 'lines' in payload)) return readDjango(payload, contentTypes)
  if (Array.isArray(payload.lines)) checkEntries(payload.lines.length, 'lines')
  const { lines, codes } = checkInput(ownForm, payload)
  return { lines: lines.map(({ product, options, quantity }) => ({ product, options: options ?? {}, quantity })), codes, dropped: [] }
}

function readDjango(payload: Readonly<Record<string, unknown>>, contentTypes: Readonly<Record<string, string>>): Wishes {
  const keys = Object.keys(payload).filter((key) => !/^__.*__$/.test(key))
  checkEntries(keys.length, '')
  const wrong: FieldError[] = keys.filter((key) => !/^\d+(:\d+)?$/.test(key)).map((key) => ({ field: key, code: 'format' }))
  if (wrong.length > 0) throw invalidInput(wrong)
  const checked = checkInput(z.record(z.string(), djangoLine), Object.fromEntries(keys.map((key) => [key, payload[key]])))
  const discounts = '__discount__' in payload ? { __discount__: payload.__discount__ } : {}
  const { __discount__: discount } = checkInput(djangoDiscount, discounts)
  const lines: Wish[] = []
  const dropped: Wishes['dropped'][number][] = []
  for (const key of keys) {
    const line = checked[key]
    if (line === undefined) continue
    const [first = '', second] = key.split(':')
    const contentType = second === undefined ? line.content_type_id : first
    if (contentType === undefined) throw invalidInput([{ field: `${key}.content_type_id`, code: 'required' }])
    const type = Object.hasOwn(contentTypes, String(contentType)) ? contentTypes[String(contentType)] : undefined
    const id = second ?? first
    if (type === undefined) dropped.push({ product: second === undefined ? `${contentType}:${key}` : key, reason: 'content_type' })
    else if (line.quantity !== undefined && !isQuantity(line.quantity))
      dropped.push({ product: productKey({ type, id }), reason: 'invalid_quantity' })
    else lines.push({ product: { type, id }, options: {}, quantity: line.quantity ?? null })
  }
  const code = discount?.code
  return { lines, codes: code == null ? [] : [code], dropped }
}

/** Whether it is a quantity of anything at all: above zero, plain digits, with as many decimals as any product may have. */
function isQuantity(sent: string | number): boolean {
  try {
    return quantity(sent, MAX_EXPONENT) > 0n
  } catch {
    return false
  }
}
