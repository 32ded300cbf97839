import { invalidInput } from '../check-input.ts'
import { ShopError } from '../errors.ts'
import { checkAddress } from '../orders/address.ts'
import type { CheckoutRequest } from './checkout-types.ts'

const METHODS: readonly unknown[] = ['wallet', 'card', 'cod']
const LONGEST_KEY = 255

/**
 * A checkout as it may go on, its address tidied. Refuses with `idempotency_key_required` for a key that is no text of 1 to 255 characters,
 * `payment_not_eligible` for a method there is not, `address_required`, `address_invalid`, and `invalid_input` for what is of another kind than it should be.
 */
export function checkRequest(request: CheckoutRequest): CheckoutRequest {
  const sent: { readonly [Field in keyof CheckoutRequest]?: unknown } = isObject(request) ? request : {}
  if (!isText(sent.key) || sent.key === '' || sent.key.length > LONGEST_KEY) throw new ShopError('idempotency_key_required')
  if (!isText(sent.quote)) throw wrong('quote')
  if (!METHODS.includes(sent.payment)) throw new ShopError('payment_not_eligible', { reason: 'unknown' })
  if (!isAbsent(sent.lines) && !(Array.isArray(sent.lines) && sent.lines.every(isText))) throw wrong('lines')
  if (!isAbsent(sent.shipping) && !isText(sent.shipping) && !isObject(sent.shipping)) throw wrong('shipping')
  if (!isAbsent(sent.email) && !isText(sent.email)) throw wrong('email')
  if (isAbsent(sent.address)) throw new ShopError('address_required')
  return { ...request, address: checkAddress(sent.address) }
}

const wrong = (field: string): ShopError => invalidInput([{ field, code: 'invalid' }])
const isAbsent = (value: unknown): boolean => value === undefined || value === null
const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null
const isText = (value: unknown): value is string => typeof value === 'string' && value.isWellFormed() && !value.includes('\0')
