import type { OrderState, ParcelState } from './order-view.ts'

/** What can be done to a parcel. */
export type ParcelMove = 'ship' | 'deliver' | 'receive' | 'return' | 'cancel'

/** From where to where each of them leads; what is not named is refused with `order_state`. */
export const PARCEL_MOVES: Readonly<Record<ParcelMove, Partial<Readonly<Record<ParcelState, ParcelState>>>>> = {
  ship: { placed: 'shipped' },
  deliver: { shipped: 'delivered' },
  receive: { shipped: 'received', delivered: 'received' },
  return: { shipped: 'returned', delivered: 'returned' },
  cancel: { placed: 'cancelled' },
}

/** How far along a parcel is; null: it does not count. */
const PLACE: Readonly<Record<ParcelState, number | null>> = {
  placed: 0,
  shipped: 1,
  delivered: 2,
  received: 2,
  returned: 2,
  cancelled: null,
}

/** An order is as far along as the last of its parcels; those that are cancelled do not hold it up, and without any other it is cancelled. */
export function orderStateOf(state: OrderState, parcels: readonly ParcelState[]): OrderState {
  const places = parcels.flatMap((parcel) => PLACE[parcel] ?? [])
  if (places.length === 0) return 'cancelled'
  const last = Math.min(...places)
  return last === 0 ? state : last === 1 ? 'shipped' : 'delivered'
}

/** Whether the money of a parcel is there, or is collected at the door: nothing is sent before. */
export const maySend = (payments: readonly { readonly method?: unknown; readonly state?: unknown }[]): boolean =>
  payments.every(({ method, state }) => state === 'captured' || state === 'refunded' || (method === 'cod' && state === 'pending'))

/** Whether all that was paid for these lines was given back: nothing of them is to be sent any more. */
export const isGivenBack = (lines: readonly { readonly paid: bigint; readonly refunded: bigint }[]): boolean =>
  lines.some(({ paid }) => paid > 0n) && lines.every(({ paid, refunded }) => paid === refunded)

/** Whether what is paid at the door has been paid for this parcel. One that came back before that is refunded when it comes back. */
export const isCollected = (parcel: ParcelState): boolean => parcel !== 'placed' && parcel !== 'shipped'
