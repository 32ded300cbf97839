import { z } from 'zod'
import type { FieldError } from '../check-input.ts'
import { ShopError } from '../errors.ts'
import { checkAddress } from '../orders/address.ts'

/** What a checkout form is checked for besides the refusal it got. */
export interface CheckoutForm {
  readonly fields: Readonly<Record<string, unknown>>
  readonly guest: boolean
  /** The ways of delivery that end in a locker. */
  readonly lockers: ReadonlySet<string>
}

/**
 * Everything that is wrong with the boxes of a refused checkout form. The refusal names only what was looked at first, and nobody wants to hear of
 * his faults one after the other.
 */
export function checkoutFaults({ fields, guest, lockers }: CheckoutForm, refused: readonly FieldError[]): readonly FieldError[] {
  const isTyped = fields.address === 'new'
  const toLocker = Object.entries(fields).some(([name, way]) => /^shipping(?:\[|$)/.test(name) && lockers.has(String(way)))
  const all = [...refused, ...(guest ? emailFaults(fields.email) : []), ...(isTyped ? addressFaults(fields, toLocker) : [])]
  const byBox = new Map(all.map((fault) => [boxOf(fault), fault]).toReversed() as [string, FieldError][])
  return [...byBox.values()].toReversed()
}

/** An address is refused by the names of its parts, and when its form is wrong by their place. */
const boxOf = ({ field }: FieldError): string => field.replace(/^address[._]/, '')

function emailFaults(email: unknown): readonly FieldError[] {
  if (email === undefined || email === '') return [{ field: 'email', code: 'required' }]
  return z.email().max(254).safeParse(email).success ? [] : [{ field: 'email', code: 'email' }]
}

function addressFaults(fields: CheckoutForm['fields'], locker: boolean): readonly FieldError[] {
  const parts = Object.entries(fields).flatMap(([name, value]) =>
    name.startsWith('address_') ? [[name.slice('address_'.length), value]] : [],
  )
  const given = Object.fromEntries(parts) as Record<string, unknown>
  const missing: readonly FieldError[] = locker && (given.locker === undefined || given.locker === '') ? LOCKER : []
  return [...errorsOf(() => checkAddress(given)), ...missing]
}

const LOCKER: readonly FieldError[] = [{ field: 'locker', code: 'required' }]

function errorsOf(check: () => unknown): readonly FieldError[] {
  try {
    check()
    return []
  } catch (error) {
    if (error instanceof ShopError) return (error.details.errors ?? []) as readonly FieldError[]
    throw error
  }
}
