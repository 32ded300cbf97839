import type { AuditView } from '../../audit/list-acts.ts'
import { html, type Piece } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'
import { writeDecimal } from '../../money/decimal-text.ts'
import { WORDS as DISCOUNT_WORDS } from '../discounts/words.ts'
import { amountText, moment } from '../format.ts'
import { WORDS as ORDER_WORDS } from '../orders/words.ts'
import { ownerName } from '../people.ts'
import { type Admin, type AdminPerson, hrefOf } from '../settings.ts'
import { wordFor, wordsOf } from '../words.ts'
import { WORDS } from './words.ts'

export type People = ReadonlyMap<string, AdminPerson>

/** Keys that keep an act from being done twice; what it was done to stands in a column of its own. */
const HIDDEN = ['key', 'order']
const PEOPLE = ['winner', 'buyer', 'seller']
const WHOLE = /^-?\d{1,18}$/
const PARCEL = 'parcel '

/** The users that are named in what an act changed, as owners. */
export const namedIn = ({ before, after }: AuditView): string[] =>
  [before, after].flatMap((facts) =>
    Object.entries(facts ?? {}).flatMap(([name, value]) => {
      if (name.startsWith(PARCEL)) return [`user:${name.slice(PARCEL.length)}`]
      if (name === 'owner') return value === null ? [] : [value]
      return value !== null && PEOPLE.includes(name) ? [`user:${value}`] : []
    }),
  )

/** What was there before and after, as words, amounts and local times. */
export function changeOf(admin: Admin, visit: Visit, act: AuditView, people: People): Piece {
  const words = WORDS[visit.locale]
  const { before, after } = act
  const names = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])].filter((name) => !HIDDEN.includes(name))
  const kind = after?.kind ?? before?.kind ?? null
  const said = names.flatMap((name) => {
    const [was, is] = [before?.[name] ?? null, after?.[name] ?? null]
    if (was === is && was !== null && name !== 'refund') return []
    const show = (value: string | null): Piece =>
      value === null ? wordsOf(visit).none : shown(admin, visit, { name, value, kind, people })
    const label = name.startsWith(PARCEL)
      ? `${words.names.parcel} ${ownerName(visit, people, `user:${name.slice(PARCEL.length)}`)}`.trim()
      : wordFor(words.names, name)
    return [html`<li>${label}: ${was === null || was === is ? show(is) : html`${show(was)} → ${show(is)}`}</li>`]
  })
  return said.length === 0 ? wordsOf(visit).none : html`<ul class="changes">${said}</ul>`
}

interface Value {
  readonly name: string
  readonly value: string
  /** Of a discount: whether its value is a percentage. */
  readonly kind: string | null
  readonly people: People
}

function shown(admin: Admin, visit: Visit, { name, value, kind, people }: Value): Piece {
  const { locale } = visit
  const { currency } = admin.shop.context.options
  const isMoney = ['amount', 'price', 'minOrder', 'maxDiscount'].includes(name) || (name === 'value' && kind === 'fixed')
  if (isMoney && WHOLE.test(value)) return html`<bdi dir="ltr">${amountText(BigInt(value), currency, locale)}</bdi>`
  if (name === 'value' && WHOLE.test(value)) {
    const text = writeDecimal(BigInt(value), 2)
    return html`<bdi dir="ltr">${locale === 'ro' ? text.replace('.', ',') : text}${kind === 'percent' ? ' %' : ''}</bdi>`
  }
  if (['startsAt', 'endsAt'].includes(name)) return timeAt(admin, visit, Date.parse(value), value)
  if (name === 'until') return timeAt(admin, visit, Number(value), value)
  if (name === 'active') return value === 'true' ? wordsOf(visit).yes : wordsOf(visit).no
  if (name === 'kind') return wordFor(DISCOUNT_WORDS[locale].kinds, value)
  if (name === 'state') return wordFor({ ...ORDER_WORDS[locale].refundStates, ...ORDER_WORDS[locale].states }, value)
  if (name.startsWith(PARCEL)) return wordFor(ORDER_WORDS[locale].parcelStates, value)
  if (name === 'owner') return ownerName(visit, people, value)
  return PEOPLE.includes(name) ? ownerName(visit, people, `user:${value}`) : value
}

const LATEST = 8_640_000_000_000_000

const timeAt = (admin: Admin, { locale }: Visit, at: number, text: string): Piece =>
  Number.isInteger(at) && Math.abs(at) < LATEST ? moment(BigInt(at), admin, locale) : text

/** The order that an act was about; null for all else. */
export const orderIn = ({ before, after }: Pick<AuditView, 'before' | 'after'>): string | null => after?.order ?? before?.order ?? null

/** The page of what an act was done to; null where it has none. */
export function pageAbout(admin: Admin, { act, key, before, after }: AuditView): string | null {
  const order = orderIn({ before, after })
  if (order !== null) return hrefOf(admin, 'orders', order)
  const [room] = act.split('.')
  if (room === 'wallet') return hrefOf(admin, 'wallets', key)
  if (act === 'discount.create_many') return `${hrefOf(admin, 'discounts')}?text=${encodeURIComponent(after?.prefix ?? key)}`
  if (room === 'discount') return hrefOf(admin, 'discounts', key)
  if (room === 'campaign') return `${hrefOf(admin, 'discounts')}?campaign=${encodeURIComponent(key)}`
  if (room === 'cart') return hrefOf(admin, 'carts', key)
  if (room === 'claim') return `${hrefOf(admin, 'claims')}?product=${encodeURIComponent(key)}`
  return act === 'auction.open' ? hrefOf(admin, 'auctions', key) : null
}
