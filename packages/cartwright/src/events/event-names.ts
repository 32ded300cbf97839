import type { EventName } from './event.ts'

/** Every name; one that is missing here does not compile. */
const NAMES: Readonly<Record<EventName, true>> = {
  'cart.item_added': true,
  'cart.item_updated': true,
  'cart.item_removed': true,
  'cart.cleared': true,
  'cart.merged': true,
  'cart.checked_out': true,
  'discount.applied': true,
  'discount.removed': true,
  'claim.held': true,
  'claim.expired': true,
  'claim.released': true,
  'claim.sold': true,
  'auction.won': true,
  'auction.lapsed': true,
  'auction.offered': true,
  'order.placed': true,
  'order.paid': true,
  'order.cancelled': true,
  'order.received': true,
  'payment.started': true,
  'payment.failed': true,
  'payment.refund_due': true,
  'payment.refunded': true,
  'wallet.topped_up': true,
  'wallet.held': true,
  'wallet.paid': true,
  'wallet.released': true,
  'wallet.refunded': true,
}

/** Throws `RangeError` for a name that no event has: its listener would wait for ever. */
export function checkEventName(option: string, name: string): void {
  if (!Object.hasOwn(NAMES, name)) throw new RangeError(`${option}: there is no event ${name}`)
}
