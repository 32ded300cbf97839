import { type FieldError, isStorable } from '../check-input.ts'

const LONGEST_REASON = 500

/** What is wrong with a reason: it is for the receipt and the record, so there must be one. */
export function reasonErrors(reason: unknown): FieldError[] {
  if (typeof reason !== 'string' || reason.trim() === '') return [{ field: 'reason', code: 'required' }]
  if (reason.length > LONGEST_REASON) return [{ field: 'reason', code: 'too_long' }]
  return isStorable(reason) ? [] : [{ field: 'reason', code: 'format' }]
}
