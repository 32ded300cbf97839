import { money, ShopError } from 'cartwright'
import { type Route, typedNumbers } from 'cartwright/http'
import { z } from 'zod'
import type { ListingWords } from '../catalogue/listings.ts'
import { COLOURWAYS } from '../garments/colourways.ts'
import { FABRICS } from '../garments/fabrics.ts'
import type { GarmentParameters } from '../garments/garment.ts'
import { measurable } from '../garments/measures.ts'
import { MEASURE_NAMES, type MeasureName, measureFault } from '../garments/measuring.ts'
import type { Condition } from '../garments/seed.ts'
import { SILHOUETTES, type SilhouetteName } from '../garments/silhouettes.ts'
import { CURRENCY } from '../settings.ts'
import { type MeasureField, measureField } from '../views/parts/listing-fields.ts'

// A million lei. What costs more is a slip of the finger, and a cart full of it must still be a sum that fits.
const MOST_PRICE = 100_000_000n
const MOST_SIGNS = 10

const keysOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] => Object.keys(table) as Name[]
const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .regex(/^\P{C}*$/u)

const measureSchema = (name: MeasureName) =>
  z
    .union([z.number(), z.string()])
    .superRefine((value, context) => {
      const fault = measureFault(name, String(value))
      if (fault !== null) context.addIssue({ code: 'custom', message: fault })
    })
    .optional()

const measureSchemas = Object.fromEntries(MEASURE_NAMES.map((name) => [measureField(name), measureSchema(name)])) as Readonly<
  Record<MeasureField, ReturnType<typeof measureSchema>>
>

const linesOf = (text: string): string[] =>
  text
    .split(/\r\n|\r|\n/)
    .map((line) => line.trim())
    .filter(Boolean)

/** Signs of wear: text with a line for each. */
const wear = z
  .string()
  .trim()
  .max(500)
  .regex(/^[\P{C}\r\n]*$/u)
  .refine((text) => linesOf(text).length <= MOST_SIGNS, 'too_long')

/** What a seller says of a garment, as it is sent. */
interface ChangeBody extends Readonly<Partial<Record<MeasureField, string | number | undefined>>> {
  readonly name: string
  readonly price: string
  readonly condition: Condition
  readonly brand?: string | undefined
  readonly size?: string | undefined
  readonly wear?: string | undefined
}

const change = z.strictObject({
  name: words(100).min(3),
  price: z.string().max(20),
  condition: z.enum(['like_new', 'very_good', 'good']),
  brand: words(60).optional(),
  size: words(20).optional(),
  wear: wear.optional(),
  ...measureSchemas,
})
const listing = change.extend({
  silhouette: z.enum(keysOf(SILHOUETTES)),
  fabric: z.enum(keysOf(FABRICS)),
  colourway: z.enum(keysOf(COLOURWAYS)),
})

/** The body of a changed listing. */
export const changeBody: z.ZodType<ChangeBody> = change

/** The body of a new listing. */
export const listingBody: z.ZodType<ChangeBody & GarmentParameters> = listing

const typed = z.string().max(1_000).optional()

/** What was typed so far, to be drawn: nothing is checked before it is published. */
export const draftQuery: z.ZodType<Readonly<Record<string, string | undefined>>> = z.strictObject(
  Object.fromEntries([...Object.keys(listing.shape), 'next'].map((name) => [name, typed])),
)

/** What a form sends, with its numbers as they are typed. Boxes for measures that the chosen cut has not are not shown, and what was typed there is left out. */
export const typedListing: NonNullable<Route['fromForm']> = (fields) => {
  const cut = keysOf(SILHOUETTES).find((name) => name === fields.silhouette)
  const strange = cut === undefined ? [] : strangeTo(cut)
  const shown = Object.fromEntries(Object.entries(fields).filter(([name]) => !strange.some((one) => name === one)))
  return typedNumbers('price', ...MEASURE_NAMES.map(measureField))(shown)
}

const strangeTo = (cut: SilhouetteName): MeasureField[] => MEASURE_NAMES.filter((name) => !measurable(cut).includes(name)).map(measureField)

/** What a body says of a garment of this cut. Refuses measures that it has not. */
export function listingWords(body: ChangeBody, cut: SilhouetteName): ListingWords {
  const strange = strangeTo(cut).filter((field) => body[field] !== undefined)
  if (strange.length > 0) throw new ShopError('invalid_input', { errors: strange.map((field) => ({ field, code: 'not_measured' })) })
  const { name, condition, brand = null, size = null } = body
  const measures = measurable(cut).flatMap((one) => {
    const written = body[measureField(one)]
    return written === undefined ? [] : [{ name: one, centimetres: Number(written) }]
  })
  return { name, price: priceOf(body.price), condition, brand, size, measures, wear: linesOf(body.wear ?? '').join('\n') || null }
}

/** A price of more than nothing. */
export function priceOf(text: string, field = 'price'): bigint {
  const price = money(text, CURRENCY, { field })
  if (price === 0n) throw new ShopError('invalid_input', { errors: [{ field, code: 'positive' }] })
  if (price > MOST_PRICE) throw new ShopError('invalid_input', { errors: [{ field, code: 'too_big' }] })
  return price
}
