/** The languages of revers. Romanian is the one a visitor gets who has not chosen. */
export type Language = 'ro' | 'en'

/** How pages can be written: in a language, or mirrored, which is English turned round. No page offers that: it is for looking at how they hold from right to left. */
export type Locale = Language | 'ar-XB'

export const LOCALES: readonly Language[] = ['ro', 'en']
export const CHOOSABLE: readonly Locale[] = [...LOCALES, 'ar-XB']

export const isLocale = (text: string): text is Locale => (CHOOSABLE as readonly string[]).includes(text)

/** What holds for the language of a locale. */
export const languageOf = (locale: Locale): Language => (locale === 'ro' ? 'ro' : 'en')

/** The same languages as Intl names them: amounts and dates as read in Romania, and in Europe for English. */
export const INTL_LOCALE: Readonly<Record<Locale, string>> = { ro: 'ro-RO', en: 'en-GB', 'ar-XB': 'en-GB' }

/** A table with the words of both languages, and those of the second turned round. */
export const inLocales = <Words>(ro: Words, en: Words): Readonly<Record<Locale, Words>> => ({ ro, en, 'ar-XB': turnedRound(en) })

const RIGHT_TO_LEFT = '\u202e'
const END = '\u202c'

/** Every text of a table of words between marks that turn it round, those its functions make as well. */
export function turnedRound<Words>(words: Words): Words
export function turnedRound(words: unknown): unknown {
  if (typeof words === 'string') return words === '' ? '' : RIGHT_TO_LEFT + words + END
  if (typeof words === 'function') return (...details: readonly unknown[]): unknown => turnedRound(words(...details))
  if (typeof words !== 'object' || words === null) return words
  return Object.fromEntries(Object.entries(words).map(([name, one]) => [name, turnedRound(one)]))
}
