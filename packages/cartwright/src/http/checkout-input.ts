import { z } from 'zod'
import type { CheckoutChoices } from '../checkout/checkout-types.ts'
import type { PaymentMethod } from '../orders/order-view.ts'
import { listFrom } from './cart-input.ts'
import { readJsonObject } from './strict-json.ts'

const id = z.string().min(1).max(200)
const choice = z.string().max(200)
// One option for all groups, or seller id -> option id. Any text: what is not offered is `shipping_unavailable`.
const shipping = z.union([choice, z.record(z.string().max(200), choice)])
const payment = z.enum(['wallet', 'card', 'cod'])
const part = z.string().max(1000).optional()

/** An address as it was sent; `checkAddress` says what is wrong with it. */
export interface SentAddress {
  readonly [field: string]: string | undefined
}
const address: z.ZodType<string | SentAddress> = z.union([
  id,
  z.strictObject({
    id: part,
    name: part,
    line1: part,
    line2: part,
    city: part,
    county: part,
    postal_code: part,
    country: part,
    phone: part,
    email: part,
    locker: part,
  }),
])

/** What a buyer may choose, as it is sent. */
export interface SentChoices {
  readonly shipping?: string | Readonly<Record<string, string>> | undefined
  readonly payment?: PaymentMethod | undefined
  readonly use_wallet?: boolean | undefined
  readonly lines?: readonly string[] | undefined
  readonly address?: string | SentAddress | undefined
}
const choices = { shipping: shipping.optional(), use_wallet: z.boolean().optional(), lines: z.array(id).max(1000).optional() }

const quotable = { ...choices, payment: payment.optional(), address: address.optional() }

/** What a quote is asked with. */
export const checkoutQuery: z.ZodType<SentChoices> = z.strictObject(quotable)
/** The same among the other fields of the form that orders. */
export const checkoutChoices: z.ZodType<SentChoices> = z.object(quotable)

export interface CheckoutBody extends SentChoices {
  readonly payment: PaymentMethod
  readonly quote: string
  readonly email?: string | undefined
}
export const checkoutBody: z.ZodType<CheckoutBody> = z.strictObject({
  ...choices,
  payment,
  address: address.optional(),
  quote: z.string().max(200),
  email: z.email().max(254).optional(),
})

const TRUE: readonly unknown[] = ['on', '1', 'true', true]
const FALSE: readonly unknown[] = ['off', '0', 'false', false]

/**
 * Makes the flat fields of the checkout form what the schema knows: `address=new` with `address_name`, `address_line1`, ...; `shipping[<seller>]`, or
 * `shipping` as a JSON object; `use_wallet=on`; `lines` several times, as a JSON list or with commas. `address_locker` is part of the address only where
 * one of `locker_options` is chosen, when the form names them.
 */
export function checkoutFields(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const plain = new Map<string, unknown>()
  const parts = new Map<string, unknown>()
  const bySeller = new Map<string, unknown>()
  for (const [name, value] of Object.entries(fields)) {
    const seller = /^shipping\[(.*)\]$/s.exec(name)?.[1]
    if (name === 'address_locker' && !sendsToLocker(fields)) continue
    if (name.startsWith('address_')) parts.set(name.slice('address_'.length), value)
    else if (seller !== undefined) bySeller.set(seller, value)
    else if (name !== 'locker_options') plain.set(name, value)
  }
  const { address = parts.size > 0 ? 'new' : undefined } = fields
  if (address === 'new') plain.set('address', Object.fromEntries(parts))
  if (bySeller.size > 0) plain.set('shipping', Object.fromEntries([...bySeller].filter(([, value]) => value !== undefined)))
  else if (typeof fields.shipping === 'string') plain.set('shipping', readJsonObject(fields.shipping) ?? fields.shipping)
  if (TRUE.includes(fields.use_wallet)) plain.set('use_wallet', true)
  if (FALSE.includes(fields.use_wallet)) plain.set('use_wallet', false)
  if (fields.lines !== undefined) plain.set('lines', listFrom(fields.lines))
  return Object.fromEntries(plain)
}

/** The locker that a form names beside a kept address, where a parcel goes to one. */
export function lockerBeside(fields: Readonly<Record<string, unknown>>): string | null {
  const { address_locker: locker } = fields
  return typeof locker === 'string' && locker.trim() !== '' && sendsToLocker(fields) ? locker : null
}

/** Whether the form leaves open that a parcel goes to a locker. */
function sendsToLocker(fields: Readonly<Record<string, unknown>>): boolean {
  const { locker_options: options } = fields
  if (typeof options !== 'string') return true
  const lockers = options.split(',')
  return Object.entries(fields).some(([name, way]) => /^shipping(?:\[|$)/.test(name) && lockers.includes(String(way)))
}

/** The choices as the shop takes them, without the address. */
export const choicesFrom = (sent: SentChoices): Omit<CheckoutChoices, 'address'> => ({
  ...(sent.shipping !== undefined && { shipping: sent.shipping }),
  ...(sent.payment !== undefined && { payment: sent.payment }),
  ...(sent.use_wallet !== undefined && { useWallet: sent.use_wallet }),
  ...(sent.lines !== undefined && { lines: sent.lines }),
})
