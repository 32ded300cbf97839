import { z } from 'zod'
import type { ProductRef } from '../catalog/product.ts'
import { checkInput, type FieldError, invalidInput } from '../check-input.ts'
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
  /** Lines of a content type that the map does not know, by their key. */
  readonly strangers: readonly string[]
}

const text = z.string().max(200)
const sentQuantity = z.union([z.string().max(80), z.number()]).refine(isQuantity, { error: 'quantity' })
const ownForm = z.strictObject({
  version: z.literal(1),
  currency: z.string().max(20),
  lines: z
    .array(
      z.strictObject({
        product: z.strictObject({ type: text.min(1), id: text.min(1) }),
        options: z.record(text, text).optional(),
        quantity: sentQuantity,
        scale: z.int().min(0).max(MAX_EXPONENT).optional(),
      }),
    )
    .max(5_000),
  codes: z.array(text).max(100),
})

/** Prices and totals are let through and never looked at. */
const djangoLine = z.strictObject({
  content_type_id: z.union([z.int(), z.string().regex(/^\d+$/)]).optional(),
  object_id: z.union([z.int(), text]).optional(),
  quantity: sentQuantity.optional(),
  unit_price: z.unknown().optional(),
  total_price: z.unknown().optional(),
})
const djangoDiscount = z.strictObject({ __discount__: z.strictObject({ code: text.nullable() }).optional() })

/**
 * Checks a payload and takes it apart: our own form, or the map of django-cart with keys `"7:42"` or the older `"42"`, where the line itself holds
 * `content_type_id`. Throws `invalid_input` with the fields that are wrong; keys like `__x__` other than `__discount__` are passed over.
 */
export function readPayload(sent: unknown, contentTypes: Readonly<Record<string, string>>): Wishes {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) throw invalidInput([{ field: '', code: 'invalid' }])
  const payload = sent as Readonly<Record<string, unknown>>
  if (!('version' in payload || 'lines' in payload)) return readDjango(payload, contentTypes)
  const { lines, codes } = checkInput(ownForm, payload)
  return { lines: lines.map(({ product, options, quantity }) => ({ product, options: options ?? {}, quantity })), codes, strangers: [] }
}

function readDjango(payload: Readonly<Record<string, unknown>>, contentTypes: Readonly<Record<string, string>>): Wishes {
  const keys = Object.keys(payload).filter((key) => !/^__.*__$/.test(key))
  const wrong: FieldError[] = keys.filter((key) => !/^\d+(:\d+)?$/.test(key)).map((key) => ({ field: key, code: 'format' }))
  if (wrong.length > 0) throw invalidInput(wrong)
  const checked = checkInput(z.record(z.string(), djangoLine), Object.fromEntries(keys.map((key) => [key, payload[key]])))
  const discounts = '__discount__' in payload ? { __discount__: payload.__discount__ } : {}
  const { __discount__: discount } = checkInput(djangoDiscount, discounts)
  const lines: Wish[] = []
  const strangers: string[] = []
  for (const key of keys) {
    const line = checked[key]
    if (line === undefined) continue
    const [first = '', second] = key.split(':')
    const contentType = second === undefined ? line.content_type_id : first
    if (contentType === undefined) throw invalidInput([{ field: `${key}.content_type_id`, code: 'required' }])
    const type = Object.hasOwn(contentTypes, String(contentType)) ? contentTypes[String(contentType)] : undefined
    if (type === undefined) strangers.push(second === undefined ? `${contentType}:${key}` : key)
    else lines.push({ product: { type, id: second ?? first }, options: {}, quantity: line.quantity ?? null })
  }
  const code = discount?.code
  return { lines, codes: code == null ? [] : [code], strangers }
}

/** Whether it is a quantity of anything at all: above zero, plain digits, with as many decimals as any product may have. */
function isQuantity(sent: string | number): boolean {
  try {
    return quantity(sent, MAX_EXPONENT) > 0n
  } catch {
    return false
  }
}
