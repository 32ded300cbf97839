import type { Finding } from '../../doctor/finding.ts'
import { html, type Piece } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'
import { panel, tag } from '../frame.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { findingText } from './finding-words.ts'
import { WORDS } from './words.ts'

/** What is wrong in the books, each with its weight and the way to what it names. */
export function findingsOf(admin: Admin, { locale }: Visit, findings: readonly Finding[]): Piece {
  if (findings.length === 0) return ''
  const words = WORDS[locale]
  const rows = findings.map((finding) => {
    const { promise, level, table, key, id } = finding
    const to = pageOf(admin, finding)
    const name = `${promise} · ${table} ${key}${id === null ? '' : ` ${id}`}`
    return html`<li>${to === null ? html`<span>${name}</span>` : html`<a href="${to}">${name}</a>`}<span>${findingText(finding, locale)}</span>${tag(
      words.levels[level],
      level === 'error' ? 'bad' : 'warn',
    )}</li>`
  })
  return panel(words.findings, html`<ul class="needs">${rows}</ul>`)
}

/** Where a person looks at it; null where no page shows it. */
function pageOf(admin: Admin, { table, key, id }: Finding): string | null {
  const asked = (name: string, field: string): string => `${hrefOf(admin, name)}?${field}=${encodeURIComponent(key)}`
  switch (table) {
    case 'delivery':
      return asked('letters', 'key')
    case 'placed_order':
      return id === null ? null : hrefOf(admin, 'orders', id)
    case 'attempt':
      return hrefOf(admin, 'attempts')
    case 'refund':
      return hrefOf(admin, 'refunds')
    case 'cart':
      return hrefOf(admin, 'carts', key)
    case 'discount':
    case 'discount_customer':
    case 'redemption':
      return hrefOf(admin, 'discounts', key)
    case 'campaign':
    case 'campaign_customer':
      return asked('discounts', 'campaign')
    case 'auction_lot':
      return hrefOf(admin, 'auctions', key)
    case 'claim':
    case 'queue_place':
      return asked('claims', 'product')
    default:
      return null
  }
}
