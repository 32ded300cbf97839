import { type Html, html } from 'cartwright/html'
import { formatAmount, formatClock, formatDay, formatDayAndClock } from '../../i18n/format.ts'
import type { Locale } from '../../i18n/locale.ts'

/** An amount on a page. The isolation keeps `RON 289,00` from being turned round inside right-to-left text. */
export const amount = (value: string, currency: string, locale: Locale): Html =>
  html`<bdi dir="ltr">${formatAmount(value, currency, locale)}</bdi>`

/** The time of day at which something ends within the hour; a script may turn it into a countdown. */
export const clock = (iso: string, locale: Locale): Html =>
  html`<time datetime="${iso}" data-until><bdi dir="ltr">${formatClock(iso, locale)}</bdi></time>`

export const day = (iso: string, locale: Locale): Html => html`<time datetime="${iso}">${formatDay(iso, locale)}</time>`

export const dayAndClock = (iso: string, locale: Locale): Html =>
  html`<time datetime="${iso}" data-until>${formatDayAndClock(iso, locale)}</time>`

/** Unseen, and only for the script: at that moment the page is asked for anew. What is over already is not waited for. */
export const reloadAt = (iso: string | undefined, { now }: { readonly now: string }): Html =>
  html`${iso !== undefined && iso > now ? html`<hold-timer until="${iso}" hidden></hold-timer>` : ''}`

// What ends within half a day needs no date: fifteen minutes of a hold, but not the three days of a winner.
const HALF_A_DAY = 43_200_000

/** The clock for what ends soon, day and clock for what does not. */
export const until = (iso: string, { now, locale }: { readonly now: string; readonly locale: Locale }): Html =>
  Date.parse(iso) - Date.parse(now) < HALF_A_DAY ? clock(iso, locale) : dayAndClock(iso, locale)
