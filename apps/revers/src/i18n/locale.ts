/** The languages of revers. Romanian is the one a visitor gets who has not chosen. */
export type Locale = 'ro' | 'en'

export const LOCALES: readonly Locale[] = ['ro', 'en']

export const isLocale = (text: string): text is Locale => (LOCALES as readonly string[]).includes(text)

/** The same languages as Intl names them: amounts and dates as read in Romania, and in Europe for English. */
export const INTL_LOCALE: Readonly<Record<Locale, string>> = { ro: 'ro-RO', en: 'en-GB' }
