/** What is told of a line of a cart. Quantities are steps of 10^-scale units, as text. */
interface LineFact {
  readonly cart: string
  readonly line: string
  /** `type:id`. */
  readonly product: string
  readonly options: Readonly<Record<string, string>>
  readonly scale: number
  readonly before: string
  readonly after: string
}

interface DiscountFact {
  readonly cart: string
  readonly code: string
}

interface HoldFact {
  readonly product: string
  /** The line that held it. */
  readonly line: string
}

interface QueueFact {
  readonly product: string
  readonly user: string | null
}

interface WinFact {
  readonly product: string
  /** User id. */
  readonly winner: string
  readonly price: string
}

interface LotFact {
  readonly lot: string
  readonly product: string
}

interface OrderFact {
  readonly order: string
}

interface ParcelFact extends OrderFact {
  readonly seller: string
}

interface PaymentFact extends OrderFact {
  readonly attempt: string
}

interface OrderMoneyFact extends OrderFact {
  /** The wallet's account. */
  readonly wallet: string
  readonly amount: string
}

/**
 * What each event tells. All of it survives JSON, so a handler and a webhook get the same: amounts (minor units) and quantities (steps) are whole
 * numbers as text.
 */
export interface EventPayloads {
  'cart.item_added': LineFact
  /** `deleted`: the quantity was set to 0, the line is gone. */
  'cart.item_updated': LineFact & { readonly deleted: boolean }
  'cart.item_removed': LineFact
  'cart.cleared': { readonly cart: string; readonly lines: number }
  /** `from`: the cart that went into this one; `lines`: how many came. */
  'cart.merged': { readonly cart: string; readonly from: string; readonly lines: number }
  /** `order`: null for a cart that was closed without one; `total`: null for one that was closed elsewhere and carried over. */
  'cart.checked_out': { readonly cart: string; readonly order: string | null; readonly currency: string; readonly total: string | null }
  'discount.applied': DiscountFact
  'discount.removed': DiscountFact
  'claim.held': HoldFact
  'claim.expired': HoldFact
  /** `order`: only where what was sold by it is on sale again, and no hold has ended. */
  'claim.released': HoldFact & { readonly order?: string }
  /** `user`: his id; null for a guest. */
  'queue.joined': QueueFact
  'queue.left': QueueFact
  /** `until`: the end of his turn, milliseconds since 1970. */
  'queue.turn': QueueFact & { readonly until: string }
  'claim.sold': { readonly product: string; readonly order: string | null }
  'auction.won': WinFact
  'auction.lapsed': WinFact
  'auction.offered': WinFact
  /** The deadline comes near. `payBy`: milliseconds. */
  'auction.reminded': WinFact & { readonly payBy: string }
  'auction.declined': WinFact
  'auction.revoked': WinFact
  /** `from`: user id of whose it was. */
  'auction.transferred': WinFact & { readonly from: string }
  'auction.opened': LotFact
  /** `bidder`: user id. */
  'auction.bid': LotFact & { readonly bidder: string }
  'auction.unsold': LotFact
  /** `again`: the lot that begins now. */
  'auction.relisted': LotFact & { readonly again: string }
  'order.placed': PaymentFact & { readonly total: string }
  'order.paid': PaymentFact
  /** `payment`: the money did not come, or came too late. */
  'order.cancelled': OrderFact & { readonly reason: 'buyer' | 'payment' | 'seller' | 'staff' }
  'order.received': OrderFact
  /** A seller's parcel has left; `tracking`: the carrier's number, where he told one. */
  'order.shipped': ParcelFact & { readonly tracking: string | null }
  'order.delivered': ParcelFact
  'order.returned': ParcelFact
  /** One parcel is not sent; the others are. */
  'order.parcel_cancelled': ParcelFact
  /** What these lines (their ids) had taken is not this order's any more: put on sale again, or gone to somebody else before it was paid. Told once of a line. */
  'order.restocked': OrderFact & { readonly lines: readonly string[] }
  /** Money of an order goes back: what had been paid by `method`; see `OrderView.refunds`. */
  'order.refunded': OrderFact & { readonly refund: string; readonly method: string; readonly amount: string }
  /** A seller has got his money, commission and debts taken off. */
  'proceeds.released': ParcelFact & { readonly wallet: string; readonly amount: string }
  /** A refund came after the seller had his money: he gives it back, and owes what his wallet did not have (`debt`). */
  'proceeds.taken_back': ParcelFact & { readonly wallet: string; readonly amount: string; readonly debt: string }
  'payment.started': PaymentFact
  'payment.failed': PaymentFact
  'payment.refund_due': PaymentFact
  'payment.refunded': PaymentFact
  'wallet.topped_up': { readonly wallet: string; readonly amount: string; readonly key: string }
  'wallet.held': OrderMoneyFact
  'wallet.paid': OrderMoneyFact
  'wallet.released': OrderMoneyFact
  'wallet.refunded': OrderMoneyFact
  'wallet.paid_out': { readonly wallet: string; readonly amount: string; readonly key: string }
}

/** The facts an app can listen to. */
export type EventName = keyof EventPayloads

interface Stored<Name extends EventName> {
  /** The same at every delivery: what a receiver has seen already it knows by this. */
  readonly id: string
  /** The aggregate it belongs to: a cart id (orders, payments and holds too), a product key (wins too), a lot, an account. */
  readonly key: string
  /** Rises within one aggregate, so a consumer can put events in order. */
  readonly sequence: bigint
  readonly name: Name
  readonly payload: Readonly<EventPayloads[Name]>
  /** Milliseconds since 1970 (UTC). */
  readonly madeAt: bigint
}

/** A stored fact, as a handler gets it: at least once, after its batch has committed. The name tells what the payload is. */
export type ShopEvent<Name extends EventName = EventName> = { [One in Name]: Stored<One> }[Name]

/** What the place that records an event has to say; the rest is known from where it is stored. */
export type Fact<Name extends EventName> = Name extends 'cart.item_added'
  ? Omit<EventPayloads[Name], 'cart' | 'line' | 'before' | 'after'> & { readonly added: string }
  : Omit<EventPayloads[Name], 'cart'>
