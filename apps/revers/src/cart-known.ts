import { type CartView, decimal, productRef, type Shop } from 'cartwright'
import type { CartFacts } from 'cartwright/http'
import type { CartKnown, LineDetails, ProtectionRule, RemovedThing } from './views/cart-known.ts'

/** The code of the fee that protects buyers, as the settings name it. */
const PROTECTION = 'buyer-protection'
const HUNDREDTHS = 100
const MINUTE = 60_000n
const QUANTITY = /^[0-9]{1,9}(?:\.[0-9]{1,3})?$/

/** What the pages may say of a cart besides what the contract tells. It is asked with what has been read already: no statement more. */
export function cartKnown({ context: { options } }: Shop, { now, view, call, said }: CartFacts): CartKnown {
  const { holds, fees, currency } = options
  const kept = (call.buyer.userId === undefined ? holds.guest : holds.user) / MINUTE
  const fee = fees.find(({ code }) => code === PROTECTION)
  const money = (amount: bigint | null): string | null => (amount === null ? null : decimal(amount, currency))
  const protection: ProtectionRule | null =
    fee === undefined
      ? null
      : { percent: Number(fee.rate) / HUNDREDTHS, fixed: decimal(fee.fixed, currency), least: money(fee.min), most: money(fee.max) }
  return {
    now,
    details: new Map([...view.lines, ...view.saved].map(({ id, source }): [string, LineDetails] => [id, source?.facts ?? {}])),
    minutes: kept > 0n ? Number(kept) : null,
    protection,
    refusedCode: said?.kind === 'error' && said.field?.name === 'code' ? { code: said.field.value, text: said.text } : null,
    removed: said?.kind === 'ok' ? removedThing(call.next ?? call.url.href, call.url, view) : null,
  }
}

/** The form that removes a thing comes back to `/cart?removed=<product>`: what is named there and is not in the cart can be put back. */
function removedThing(path: string, base: URL, view: CartView): RemovedThing | null {
  const { searchParams } = new URL(path, base)
  const product = searchParams.get('removed') ?? ''
  const reference = productRef(product)
  if (reference === null || view.paying || view.has(reference)) return null
  const quantity = searchParams.get('quantity')
  return { product, quantity: quantity !== null && QUANTITY.test(quantity) ? quantity : null }
}
