import { isLocale, type Locale } from './i18n/locale.ts'

/** What a visitor chose for this browser; absent = never chosen. */
export interface Preferences {
  readonly locale?: Locale
  readonly theme?: Theme
}
/** `system`: as the device has it. */
export type Theme = 'light' | 'dark' | 'system'

const YEAR_SECONDS = 31_536_000
export const THEMES: readonly Theme[] = ['light', 'dark', 'system']
const isTheme = (text: string | undefined): text is Theme => THEMES.includes(text as Theme)

/** The cookie `<locale>.<theme>` in a header. */
const cookiePattern = (name: string): RegExp => new RegExp(`(?:^|;\\s*)${name}=([a-zA-Z-]*)\\.([a-z]*)(?:;|$)`)
/** Over https the name ties the cookie to this host. */
const cookieName = (isSecure: boolean): string => (isSecure ? '__Host-preferences' : 'preferences')
const isSecure = (url: string): boolean => url.startsWith('https:')
const PATTERNS = { plain: cookiePattern(cookieName(false)), secure: cookiePattern(cookieName(true)) } as const

/** Reads the choices from the cookie `<locale>.<theme>`; anything else counts as not chosen. */
export function preferencesOf(request: Request): Preferences {
  const pattern = isSecure(request.url) ? PATTERNS.secure : PATTERNS.plain
  const [, locale, theme] = pattern.exec(request.headers.get('cookie') ?? '') ?? []
  return { ...(locale !== undefined && isLocale(locale) && { locale }), ...(isTheme(theme) && { theme }) }
}

/** The header that makes a browser keep these choices for a year. */
export function preferencesCookie({ locale, theme }: Preferences, request: Request): string {
  const secure = isSecure(request.url)
  return `${cookieName(secure)}=${locale ?? ''}.${theme ?? ''}; Path=/; Max-Age=${YEAR_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`
}
