import { z } from 'zod'
import type { Fragment } from './drawer.ts'

/*
 * What changes of the cart take. Strict: a price, a seller or a role in the body is refused, not ignored. Lengths are generous; the rules of the
 * shop say what is possible.
 */

const fragment = z.enum(['drawer', 'cart']).optional()
const id = z.string().min(1).max(200)
/** Read later, when the scale of the product is known. */
const quantity = z.union([z.string().max(80), z.number()])

interface WithFragment {
  readonly fragment?: Fragment | undefined
}

export const noBody: z.ZodType<WithFragment> = z.strictObject({ fragment })
export const fragmentQuery: z.ZodType<WithFragment> = z.strictObject({ fragment })

export interface AddBody extends WithFragment {
  readonly product: string
  readonly quantity?: string | number | undefined
}
export const addBody: z.ZodType<AddBody> = z.strictObject({
  product: z
    .string()
    .max(300)
    .regex(/^[^:]+:.+$/s),
  quantity: quantity.optional(),
  fragment,
})

export const updateBody: z.ZodType<WithFragment & { readonly quantity: string | number }> = z.strictObject({ quantity, fragment })

export const discountBody: z.ZodType<WithFragment & { readonly code: string }> = z.strictObject({ code: z.string().max(200), fragment })
export const removeDiscountBody: z.ZodType<WithFragment & { readonly code?: string | undefined }> = z.strictObject({
  code: z.string().max(200).optional(),
  fragment,
})

export const lineBody: z.ZodType<WithFragment & { readonly line: string }> = z.strictObject({ line: id, fragment })

export const noticesBody: z.ZodType<WithFragment & { readonly codes?: readonly string[] | undefined }> = z.strictObject({
  codes: z.array(z.string().max(100)).max(100).optional(),
  fragment,
})

/** A list in a form: a field that comes several times, a JSON list, or words with commas between them. */
export function listFrom(value: unknown): unknown {
  if (typeof value !== 'string') return value
  if (!value.startsWith('[')) return value.split(',').map((word) => word.trim())
  try {
    return JSON.parse(value) as unknown
  } catch {
    return value
  }
}
