import { INTL_LOCALE, type Locale } from './locale.ts'
import { remember } from './remember.ts'

/** Every clock of the shop shows this zone: parcels, auctions and holds are Romanian. */
const TIME_ZONE = 'Europe/Bucharest'

/** Making a formatter costs about 50 times a call of it, so each is made once. The keys are few: locale, currency, decimals. */
const amountFormats = new Map<string, Intl.NumberFormat>()

function amountFormat(currency: string, decimals: number, locale: Locale): Intl.NumberFormat {
  const key = `${locale} ${currency} ${decimals}`
  const known = amountFormats.get(key)
  if (known) return known
  const style = { style: 'currency', currency, minimumFractionDigits: decimals, maximumFractionDigits: decimals } as const
  const made = new Intl.NumberFormat(INTL_LOCALE[locale], style)
  amountFormats.set(key, made)
  return made
}

const writtenAmount = remember()
const decimalsOf = (amount: string): number => amount.split('.')[1]?.length ?? 0

/**
 * An amount as text for people. It is exact: the decimal string never becomes a float, and every decimal it has is shown.
 *
 * @param amount a decimal string of the contract, such as `12.00` or `-3.50`
 * @example formatAmount('1234567890123456.78', 'RON', 'ro') // '1.234.567.890.123.456,78 RON'
 */
export const formatAmount = (amount: string, currency: string, locale: Locale): string =>
  writtenAmount(`${amount} ${currency} ${locale}`, () =>
    amountFormat(currency, decimalsOf(amount), locale).format(amount as Intl.StringNumericLiteral),
  )

/** Whether a decimal string is zero, however many decimals it has. */
export const isZero = (amount: string): boolean => /^-?[0.]*$/.test(amount)

type MomentStyle = 'clock' | 'day' | 'both'

const STYLES: Readonly<Record<MomentStyle, Intl.DateTimeFormatOptions>> = {
  clock: { hour: '2-digit', minute: '2-digit' },
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  both: { day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' },
}

const momentFormats = {
  ro: momentFormatsOf('ro'),
  en: momentFormatsOf('en'),
  'ar-XB': momentFormatsOf('ar-XB'),
} as const satisfies Record<Locale, unknown>

function momentFormatsOf(locale: Locale): Readonly<Record<MomentStyle, Intl.DateTimeFormat>> {
  const make = (style: MomentStyle): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(INTL_LOCALE[locale], { ...STYLES[style], timeZone: TIME_ZONE, hourCycle: 'h23' })
  return { clock: make('clock'), day: make('day'), both: make('both') }
}

const writtenMoment = remember()
/** `2026-11-21T14:35`: no clock here shows seconds. */
const MINUTE_LENGTH = 16

const formatMoment = (iso: string, style: MomentStyle, locale: Locale): string =>
  writtenMoment(`${iso.slice(0, MINUTE_LENGTH)} ${style} ${locale}`, () => momentFormats[locale][style].format(new Date(iso)))

/** `14:35`, for what ends within the hour. */
export const formatClock = (iso: string, locale: Locale): string => formatMoment(iso, 'clock', locale)

/** `21 nov. 2026`, short enough for a column. */
export const formatDay = (iso: string, locale: Locale): string => formatMoment(iso, 'day', locale)

/** `21 noiembrie la 14:35`, for what ends another day. */
export const formatDayAndClock = (iso: string, locale: Locale): string => formatMoment(iso, 'both', locale)

/** A decimal string of the contract as people type it into a box: `120,50` in Romanian. Every digit stays. */
export const toType = (decimal: string, locale: Locale): string => (locale === 'ro' ? decimal.replace('.', ',') : decimal)

/** A quantity as people write it: `1,25` in Romanian for `1.25`. */
export const formatQuantity = (quantity: number | string, locale: Locale): string => {
  const text = String(quantity)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
  return toType(text, locale)
}
