import type { z } from 'zod'
import { ShopError } from './errors.ts'

/** What is wrong with one field. Codes are for machines and for the app's own sentences. */
export interface FieldError {
  readonly field: string
  readonly code: string
}

/** Whether a text can be stored by every engine and means the same everywhere. */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed()

/** What a caller has to give, an object or a list; refuses with `invalid_input`. */
export function given<Value extends object>(value: Value, field: string): Value {
  if (typeof value !== 'object' || value === null) throw invalidInput([{ field, code: 'required' }])
  return value
}

/** Settings of one call: throws `RangeError` for what is no object, and for a name that is none of these. */
export function checkNames(call: string, options: object, names: readonly string[]): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw new RangeError(`${call}: options must be an object`)
  const strange = Object.keys(options).find((name) => !names.includes(name))
  if (strange !== undefined) throw new RangeError(`${call}: there is no option ${strange}; there are ${names.join(', ')}`)
}

const MOST_ERRORS = 20
const LONGEST_FIELD = 100

/** Checks what was sent against a schema. Throws `invalid_input` with `errors: [{ field, code }]`. */
export function checkInput<Value>(schema: z.ZodType<Value>, sent: Readonly<Record<string, unknown>>): Value {
  const outcome = schema.safeParse(sent)
  if (outcome.success) return outcome.data
  throw invalidInput(outcome.error.issues.flatMap((issue) => errorsOf(issue, sent)))
}

/** The refusal that names these fields. At most twenty, and short: they repeat what somebody sent. */
export const invalidInput = (errors: readonly FieldError[]): ShopError =>
  new ShopError('invalid_input', {
    errors: errors.slice(0, MOST_ERRORS).map(({ field, code }) => ({ field: field.slice(0, LONGEST_FIELD), code })),
  })

type Issue = z.ZodError['issues'][number]

function errorsOf(issue: Issue, sent: unknown): FieldError[] {
  const field = issue.path.map(String).join('.')
  const within = (key: string): string => (field === '' ? key : `${field}.${key}`)
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ field: within(key), code: 'unknown_field' }))
  return [{ field, code: codeOf(issue, sent) }]
}

function codeOf(issue: Issue, sent: unknown): string {
  if (valueAt(sent, issue.path) === undefined) return 'required'
  if (issue.code === 'too_small') return issue.origin === 'string' ? 'too_short' : 'too_small'
  if (issue.code === 'too_big') return issue.origin === 'string' ? 'too_long' : 'too_big'
  if (issue.code === 'invalid_format') return issue.format === 'regex' ? 'format' : issue.format
  if (issue.code === 'invalid_value') return 'choice'
  if (issue.code === 'custom') return issue.message
  return 'invalid'
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? (inner as Record<PropertyKey, unknown>)[key] : undefined),
    value,
  )
}
