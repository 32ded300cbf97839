import type { Discount } from '../../discounts/discount.ts'
import type { DiscountState } from '../../discounts/discount-rows.ts'
import { type Html, html } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'
import { writeDecimal } from '../../money/decimal-text.ts'
import { amount, count } from '../format.ts'
import type { Tone } from '../frame.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { WORDS } from './words.ts'

export const STATE_TONES: Readonly<Record<DiscountState, Tone>> = { active: 'ok', scheduled: 'info', ended: 'plain', off: 'warn' }

const PARTS = ['title', 'campaigns', 'generate', 'import'] as const
const PATHS = { title: [], campaigns: ['campaigns'], generate: ['generate'], import: ['import'] } as const

/** The pages about discounts, and the file of all of them. */
export function tabs(admin: Admin, { locale }: Visit, chosen: (typeof PARTS)[number]): Html {
  const words = WORDS[locale]
  const links = PARTS.map(
    (part) =>
      html`<a href="${hrefOf(admin, 'discounts', ...PATHS[part])}"${part === chosen ? html` aria-current="page"` : ''}>${words[part]}</a>`,
  )
  return html`<nav class="tabs" aria-label="${words.title}">${links}<a href="${admin.path}/discounts.csv" download>${words.export}</a></nav>`
}

/** What makes value may ask for the password again, as what moves money does. */
export const signInNote = ({ locale }: Visit): Html => html`<p class="fine">${WORDS[locale].password}</p>`

/** What it takes off: `12,5 %` or an amount. */
export function taken({ kind, value }: Discount, currency: string, { locale }: Visit): Html {
  if (kind === 'fixed') return amount(value, currency, locale)
  const percent = writeDecimal(value, 2).replace(/\.?0+$/, '')
  return html`<bdi dir="ltr">${locale === 'ro' ? `${percent.replace('.', ',')} %` : `${percent}%`}</bdi>`
}

/** How often it was used, with a bar where there is a limit. */
export function usesBar(
  { uses, maxUses }: { readonly uses: bigint; readonly maxUses: bigint | null },
  name: string,
  { locale }: Visit,
): Html {
  const words = WORDS[locale]
  if (maxUses === null) return html`${count(uses, locale)}`
  const said = words.usesOf(count(uses, locale), count(maxUses, locale))
  const bar =
    maxUses === 0n
      ? ''
      : html`<meter min="0" max="${maxUses.toString()}" value="${uses.toString()}" aria-label="${words.uses}: ${name}"></meter> `
  return html`<span>${bar}${said}</span>`
}
