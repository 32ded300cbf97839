import { type Html, html } from 'cartwright/html'
import type { MeasureName } from '../../garments/measuring.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { FormState } from '../types.ts'
import { choicesOf, type Field, field, selectField, textArea } from './form.ts'

export type MeasureField = `measure_${MeasureName}`

/** The field of a measure, in forms and in JSON. */
export const measureField = (name: MeasureName): MeasureField => `measure_${name}`

export interface ListingFields {
  readonly form: FormState
  /** What the shop keeps of the price, in percent. */
  readonly commission: number
  /** What there is a box for; of a garment that is being drawn, of every cut. */
  readonly measures: readonly MeasureName[]
}

/** What the boxes are called, in their order on the page. */
export function listingLabels(measures: readonly MeasureName[], locale: Locale): Readonly<Record<string, string>> {
  const { account, shop } = messagesOf(locale)
  const { listingName: name, listingPrice: price, condition, brand, size } = account
  const measured = measures.map((one) => [measureField(one), shop.measures[one]] as const)
  return { name, price, condition, brand, size, ...Object.fromEntries(measured), wear: shop.defects }
}

/** What a seller says of a garment: title, price, condition, and what helps to see whether it fits. */
export function listingFields({ form, commission, measures }: ListingFields, locale: Locale): Html {
  const { account, shop, market } = messagesOf(locale)
  const labels = listingLabels(measures, locale)
  const box = (name: string, more: Partial<Field> = {}): Field => ({ name, label: labels[name] ?? name, form, locale, ...more })
  const measured = measures.map(
    (name) => html`<div data-measure="${name}">${field(box(measureField(name), { inputmode: 'decimal' }))}</div>`,
  )
  return html`<h2>${market.facts}</h2>${field(box('name', { hint: market.titleHint, required: true }))}
<div class="fields">${field(box('price', { inputmode: 'decimal', hint: `${account.listingPriceHint} ${market.commission(commission)}`, required: true }))}
${selectField(box('condition'), choicesOf(shop.conditions))}${field(box('brand', { optional: true }))}${field(box('size', { optional: true }))}</div>
${textArea(box('wear', { hint: market.wearHint, optional: true }))}
<h2>${shop.measurements}</h2><p class="fine">${market.measuresText}</p><div class="fields measures">${measured}</div>`
}
