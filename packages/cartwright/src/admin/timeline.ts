import type { Product } from '../catalog/product.ts'
import { readProducts } from '../catalog/read-products.ts'
import type { ShopEvent } from '../events/event.ts'
import { type Html, html } from '../html/html.ts'
import type { Visit } from '../http/route.ts'
import { quantityText } from '../money/quantity.ts'
import { amountText, moment } from './format.ts'
import { panel } from './frame.ts'
import { namesOf, ownerName } from './people.ts'
import type { Admin, AdminPerson } from './settings.ts'
import { SENTENCES, type Told } from './timeline-words.ts'
import { wordsOf } from './words.ts'

const AT_ONCE = 200
/** Of a cart with more events than these pages hold the oldest are shown: a page has an end. */
const PAGES = 10

/** What was told of one cart, the newest first: its orders' events are kept with it as well. */
export async function timeline(admin: Admin, visit: Visit, key: string, title: string): Promise<Html> {
  const events = await lastEvents(admin, key)
  const payloads = events.map(({ payload }) => payload as Payload)
  const [products, sellers] = await Promise.all([
    readProducts(admin.shop.context, payloads.map(({ product }) => textOf(product)).filter(Boolean)),
    namesOf(
      admin,
      payloads
        .map(({ seller }) => textOf(seller))
        .filter(Boolean)
        .map((seller) => `user:${seller}`),
    ),
  ])
  const told = (event: ShopEvent): string => SENTENCES[visit.locale][event.name](toldOf(admin, visit, event.payload, { products, sellers }))
  const entries = events.map(
    (event) => html`<li><span class="fine">${moment(event.madeAt, admin, visit.locale)}</span> ${told(event)}</li>`,
  )
  return panel(title, html`<ol class="timeline" reversed>${entries}</ol>`)
}

/** Events are read in their order, so the last ones are the end of all. */
async function lastEvents({ shop }: Admin, key: string): Promise<readonly ShopEvent[]> {
  const all: ShopEvent[] = []
  let cursor: string | null | undefined
  for (let read = 0; read < PAGES && cursor !== null; read += 1) {
    const { items, next } = await shop.events.read(key, { limit: AT_ONCE, ...(cursor !== undefined && { cursor }) })
    all.push(...items)
    cursor = next
  }
  return all.slice(-AT_ONCE).toReversed()
}

type Payload = Readonly<Record<string, unknown>>
const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
const WHOLE = /^-?\d+$/

/** What an event tells, in words and numbers of the visitor's language. */
function toldOf(
  { shop }: Admin,
  visit: Visit,
  facts: object,
  known: { readonly products: ReadonlyMap<string, Product>; readonly sellers: ReadonlyMap<string, AdminPerson> },
): Told {
  const payload = facts as Payload
  const { currency } = shop.context.options
  const money = (value: unknown): string => {
    const text = textOf(value)
    return WHOLE.test(text) ? amountText(BigInt(text), textOf(payload.currency) || currency, visit.locale) : ''
  }
  const steps = (value: unknown): string => {
    const text = textOf(value)
    return WHOLE.test(text) ? quantityText(BigInt(text), Number(textOf(payload.scale) || 0)) : ''
  }
  const product = textOf(payload.product)
  const seller = textOf(payload.seller)
  return {
    product: known.products.get(product)?.name ?? product,
    before: steps(payload.before),
    after: steps(payload.after),
    amount: money(payload.amount ?? payload.total),
    debt: money(payload.debt),
    code: textOf(payload.code),
    seller: seller === '' ? wordsOf(visit).shopItself : ownerName(visit, known.sellers, `user:${seller}`),
    tracking: textOf(payload.tracking),
    lines: Array.isArray(payload.lines) ? String(payload.lines.length) : textOf(payload.lines),
  }
}
