import { cookieHeader, cookieName, readCookie } from '../sessions/cookie.ts'
import type { Flash } from './route.ts'

const NAME = 'flash'
/** Seconds: long enough for a slow redirect, short enough that nobody reads it tomorrow. */
const MAX_AGE = 60
const LONGEST = 300
const LONGEST_FIELD = 200

/** The sentence the last answer left; null for none. It is only ever shown as text, so it need not be signed. */
export function readFlash(request: Request, secure: boolean): Flash | null {
  const value = readCookie(request, cookieName(NAME, secure))
  if (value === null) return null
  try {
    const { kind, text, field } = JSON.parse(Buffer.from(value, 'base64url').toString()) as Record<string, unknown>
    if ((kind !== 'ok' && kind !== 'error') || typeof text !== 'string') return null
    return shortened({ kind, text, ...(isField(field) && { field }) })
  } catch {
    return null
  }
}

/** Leaves a sentence for the next page. */
export const writeFlash = (flash: Flash, secure: boolean): readonly [string, string] =>
  cookieHeader(NAME, Buffer.from(JSON.stringify(shortened(flash))).toString('base64url'), { secure, maxAge: MAX_AGE })

/** Takes it away, once it was shown. */
export const clearFlash = (secure: boolean): readonly [string, string] => cookieHeader(NAME, '', { secure, maxAge: 0 })

const isField = (field: unknown): field is NonNullable<Flash['field']> => {
  const { name, value } = (field ?? {}) as Record<string, unknown>
  return typeof name === 'string' && typeof value === 'string'
}

const shortened = ({ kind, text, field }: Flash): Flash => ({
  kind,
  text: text.slice(0, LONGEST),
  ...(field && { field: { name: field.name.slice(0, LONGEST_FIELD), value: field.value.slice(0, LONGEST_FIELD) } }),
})
