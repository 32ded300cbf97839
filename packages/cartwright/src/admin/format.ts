import { type Html, html } from '../html/html.ts'
import { isoTime } from '../http/details.ts'
import type { Visit } from '../http/route.ts'
import { formatter } from '../money/money.ts'
import type { Admin } from './settings.ts'

type Locale = Visit['locale']

export const INTL: Readonly<Record<Locale, string>> = { ro: 'ro-RO', en: 'en-GB' }

/** Making a formatter costs about fifty times a call of it; there are few of them. */
const formats = new Map<string, unknown>()
export function kept<Format>(key: string, make: () => Format): Format {
  const known = formats.get(key) as Format | undefined
  if (known !== undefined) return known
  const made = make()
  formats.set(key, made)
  return made
}

/** An amount inside a sentence. */
export const amountText = (minor: bigint, currency: string, locale: Locale): string =>
  kept(`amount ${currency} ${locale}`, () => formatter(currency, INTL[locale], { display: 'code' }))(minor)

/** An amount in minor units. The isolation keeps it from being turned round inside right-to-left text. */
export const amount = (minor: bigint, currency: string, locale: Locale): Html =>
  html`<bdi dir="ltr" class="amount">${amountText(minor, currency, locale)}</bdi>`

const numberFormat = (locale: Locale): Intl.NumberFormat => kept(`number ${locale}`, () => new Intl.NumberFormat(INTL[locale]))

/** A count. */
export const count = (value: number | bigint, locale: Locale): string => numberFormat(locale).format(value)

const momentFormat = (timeZone: string, locale: Locale): Intl.DateTimeFormat =>
  kept(
    `moment ${timeZone} ${locale}`,
    () => new Intl.DateTimeFormat(INTL[locale], { dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23', timeZone }),
  )

/** Day and clock: `21.11.2026, 14:35`. */
export const moment = (at: bigint, { timeZone }: Admin, locale: Locale): Html =>
  html`<time datetime="${isoTime(at)}"><bdi dir="ltr">${momentFormat(timeZone, locale).format(Number(at))}</bdi></time>`

const MINUTE = 60_000n
const UNITS = [
  ['hour', 60n],
  ['minute', 1n],
] as const

const DAY = 86_400_000n

/** The number of the calendar day that a moment falls on in a zone. */
const dayOf = (at: bigint, timeZone: string): number =>
  Date.parse(kept(`calendar ${timeZone}`, () => new Intl.DateTimeFormat('en-CA', { timeZone })).format(Number(at))) / Number(DAY)

/** A moment, and how far it is from now. */
export const term = (at: bigint, now: bigint, admin: Admin, locale: Locale): Html =>
  html`<span>${moment(at, admin, locale)} <span class="fine">${distance(at, now, admin, locale)}</span></span>`

/** How far a moment is from now, in the largest unit that fits: `în 14 minute`, `acum 3 zile`. Days are those of the calendar. */
export function distance(at: bigint, now: bigint, { timeZone }: Pick<Admin, 'timeZone'>, locale: Locale): string {
  const format = kept(`distance ${locale}`, () => new Intl.RelativeTimeFormat(INTL[locale], { numeric: 'auto' }))
  const minutes = (at - now) / MINUTE
  const size = minutes < 0n ? -minutes : minutes
  if (size * MINUTE >= DAY) return format.format(dayOf(at, timeZone) - dayOf(now, timeZone), 'day')
  const [unit, length] = UNITS.find(([, one]) => size >= one) ?? UNITS[1]
  return format.format(Number(minutes / length), unit)
}
