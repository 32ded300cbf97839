import type { ShopEvent } from '../events/event.ts'
import { type Html, html } from '../html/html.ts'
import type { Visit } from '../http/route.ts'
import { moment } from './format.ts'
import { panel } from './frame.ts'
import type { Admin } from './settings.ts'

const AT_ONCE = 200

/** What was told of one cart, oldest first: its orders' events are kept with it as well. */
export async function timeline(admin: Admin, visit: Visit, key: string, title: string): Promise<Html> {
  const { items } = await admin.shop.events.read(key, { limit: AT_ONCE })
  const entries = items.map(
    (event) =>
      html`<li>${moment(event.madeAt, admin, visit.locale)} <code>${event.name}</code> <span class="fine">${detailsOf(event)}</span></li>`,
  )
  return panel(title, html`<ol class="timeline">${entries}</ol>`)
}

/** Ids that lead nowhere from here, and what goes without saying on this page. */
const KNOWN: ReadonlySet<string> = new Set(['cart', 'line', 'order', 'attempt', 'scale', 'currency'])

const detailsOf = ({ payload }: ShopEvent): string =>
  Object.entries(payload)
    .filter(([name, value]) => !KNOWN.has(name) && (typeof value === 'string' || typeof value === 'number') && value !== '')
    .map(([name, value]) => `${name} ${value}`)
    .join(' · ')
