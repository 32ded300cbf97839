import type { LotState } from '../../auctions/lot.ts'
import type { Buyer } from '../../context.ts'
import { type Html, html } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'
import type { Tone } from '../frame.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { WORDS } from './words.ts'

/** Staff see the winner, and who bids up to what. */
export const STAFF: Buyer = { roles: ['staff'] }

export const LOT_TONES: Readonly<Record<LotState, Tone>> = { live: 'info', closed: 'warn', won: 'ok', unsold: 'plain' }

/** The two lists about auctions. */
export function tabs(admin: Admin, { locale }: Visit, chosen: 'auctions' | 'wins'): Html {
  const words = WORDS[locale]
  const links = (['auctions', 'wins'] as const).map(
    (name) => html`<a href="${hrefOf(admin, name)}"${name === chosen ? html` aria-current="page"` : ''}>${words[name]}</a>`,
  )
  return html`<nav class="tabs" aria-label="${words.tabs}">${links}</nav>`
}
