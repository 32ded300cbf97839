/** The facts an app can listen to. */
export type EventName =
  | 'cart.item_added'
  | 'cart.item_updated'
  | 'cart.item_removed'
  | 'cart.cleared'
  | 'cart.merged'
  | 'cart.checked_out'
  | 'discount.applied'
  | 'discount.removed'
  | 'claim.held'
  | 'claim.expired'
  | 'claim.released'
  | 'claim.sold'
  | 'auction.won'
  | 'auction.lapsed'
  | 'auction.offered'
  | 'order.placed'
  | 'order.paid'
  | 'order.cancelled'
  | 'order.received'
  | 'payment.started'
  | 'payment.failed'
  | 'payment.refund_due'
  | 'wallet.topped_up'

/** A stored fact, as a handler gets it: at least once, after its batch has committed. */
export interface ShopEvent {
  readonly id: string
  /** The aggregate it belongs to: a cart id, a product key, an account. */
  readonly key: string
  /** Rises within one aggregate, so a consumer can put events in order. */
  readonly sequence: bigint
  readonly name: EventName
  readonly payload: Readonly<Record<string, unknown>>
  /** Milliseconds since 1970 (UTC). */
  readonly madeAt: bigint
}
