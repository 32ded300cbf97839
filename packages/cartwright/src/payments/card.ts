/** What a card provider is told: bound to one attempt, whose id is the idempotency key at the provider. */
export interface CardCharge {
  readonly attempt: string
  readonly order: string
  /** Minor units. */
  readonly amount: bigint
  readonly currency: string
  /** Where the provider sends the buyer afterwards, relative to the shop. */
  readonly returnPath: string
}

/** A payment that was asked for, as the shop knows it. */
export interface CardAttempt extends CardCharge {
  /** What the provider called it; null when its answer to `start` was lost, or when it was never asked. */
  readonly reference: string | null
}

/** What a provider knows of an attempt. */
export type CardOutcome =
  | { readonly state: 'paid'; readonly amount: bigint; readonly currency: string; readonly reference: string }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'pending' }

/** What a provider's books say of an attempt; `unknown` when `start` was never called for it, or never arrived. */
export type CardStatus = CardOutcome | { readonly state: 'unknown' }

/**
 * A card provider, as a plain object. `start` must be idempotent per attempt; each call has the shop's plug-in deadline.
 * All are called outside any batch.
 */
export interface CardProvider {
  /** Opens the payment; answers where the buyer goes on, or the outcome when it is known at once. */
  readonly start: (charge: CardCharge) => Promise<{ readonly next: string; readonly reference: string } | CardOutcome>
  /**
   * What became of it, by the provider's own books; asked by the reconciler. `unknown` gives the buyer his cart back soon; a provider that
   * says `pending` instead is asked to start once more.
   */
  readonly status: (attempt: string, known: CardAttempt) => Promise<CardStatus>
  /** Ends a payment that is not paid yet, also one that was never started; `failed` = it can never be paid any more, nor started. */
  readonly cancel: (attempt: string, known: CardAttempt) => Promise<CardOutcome>
  /**
   * Gives money of a paid attempt back, all of it or a part; idempotent per key: the same key again, however late, moves nothing more. `reference` is
   * what the provider called the payment.
   */
  readonly refund: (attempt: string, amount: bigint, key: string, reference: string | null) => Promise<void>
}
