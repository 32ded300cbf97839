import { invalidInput } from '../check-input.ts'
import type { Visit } from '../http/route.ts'
import { INTL, kept } from './format.ts'

type Locale = Visit['locale']

const DAY = 86_400_000n

const dayFormat = (style: 'long' | 'short', locale: Locale): Intl.DateTimeFormat =>
  kept(`day ${style} ${locale}`, () => {
    const options =
      style === 'long' ? ({ weekday: 'long', day: 'numeric', month: 'long' } as const) : ({ day: 'numeric', month: 'short' } as const)
    return new Intl.DateTimeFormat(INTL[locale], { ...options, timeZone: 'UTC' })
  })

/** `marți, 14 noiembrie`, of a day as `2026-11-14`. */
export const longDay = (day: string, locale: Locale): string => dayFormat('long', locale).format(Date.parse(day))

/** `14 nov.` */
export const shortDay = (day: string, locale: Locale): string => dayFormat('short', locale).format(Date.parse(day))

/** A share as percent: `13 %`. */
export const shareOf = (part: number, whole: number, locale: Locale): string =>
  kept(`share ${locale}`, () => new Intl.NumberFormat(INTL[locale], { style: 'percent', maximumFractionDigits: 0 })).format(part / whole)

/** Year, month, day, hour and minute of a moment on the clocks of a zone, as boxes of days and times hold them: `2026-11-14T09:30`. */
export function localTime(at: bigint, timeZone: string): string {
  const format = kept(
    `local ${timeZone}`,
    () =>
      new Intl.DateTimeFormat('en-CA', {
        timeZone,
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      }),
  )
  const parts = new Map(format.formatToParts(Number(at)).map(({ type, value }) => [type, value]))
  return `${parts.get('year')}-${parts.get('month')}-${parts.get('day')}T${parts.get('hour')}:${parts.get('minute')}`
}

/** The day it is in a zone: `2026-11-14`. */
export const localDay = (at: bigint, timeZone: string): string => localTime(at, timeZone).slice(0, 10)

/** So many days before a day. */
export const dayBefore = (day: string, days: number): string =>
  new Date(Number(BigInt(Date.parse(day)) - BigInt(days) * DAY)).toISOString().slice(0, 10)

/**
 * The moment of a box of day and time, on the clocks of a zone. A time that the clocks leave out in spring is read as the next that there is; of a time
 * they show twice in autumn, the first. Refuses with `invalid_input` what is no time, naming the field.
 */
export function readLocalTime(text: string, timeZone: string, field: string): bigint {
  const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/.test(text) ? Date.parse(`${text.slice(0, 16)}:00Z`) : Number.NaN
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 16) !== text.slice(0, 16)) throw invalidInput([{ field, code: 'format' }])
  const wanted = BigInt(time)
  const offsetAt = (at: bigint): bigint => BigInt(Date.parse(`${localTime(at, timeZone)}:00Z`)) - at
  // The offset is that of the moment itself, which is not known yet: one of those around it is.
  const guesses = [offsetAt(wanted - DAY), offsetAt(wanted + DAY)].map((offset) => wanted - offset)
  return guesses.find((guess) => localTime(guess, timeZone) === text.slice(0, 16)) ?? guesses[0] ?? wanted
}
