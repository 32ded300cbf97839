import type { CardCharge, CardOutcome, CardProvider, CardStatus } from '../../index.ts'

/** How the simulated provider answers `start`. */
export type CardMood = 'redirect' | 'succeed' | 'decline' | 'hang' | 'throw'

/** A card provider with books of its own, which a test reads and writes. */
export interface SimulatedCard extends CardProvider {
  /** What `start` does next. Default `redirect`: the buyer goes to the provider's page. */
  mood: CardMood
  /** Whether `cancel` leaves an open payment open, as a provider does that is still waiting for a bank. */
  stubborn: boolean
  /** Every charge that `start` has seen, by attempt: asking again is the same charge. */
  readonly charges: ReadonlyMap<string, CardCharge>
  readonly status: (attempt: string) => Promise<CardStatus>
  readonly cancel: (attempt: string) => Promise<CardOutcome>
  /** What was given back, by attempt: a key counts once. */
  readonly refunds: ReadonlyMap<string, bigint>
  /** Outcomes and refunds are as if nothing had happened yet; charges stay. */
  forget(): void
  /** The buyer has paid on the provider's page, what he was asked for or something else; answers what the provider would tell. */
  pay(attempt: string, otherwise?: { readonly amount?: bigint; readonly currency?: string }): CardOutcome
}

/** Makes a simulated card provider. Nothing is paid unless `mood` is `succeed` or a test calls `pay`. */
export function simulatedCard(): SimulatedCard {
  const charges = new Map<string, CardCharge>()
  const outcomes = new Map<string, CardOutcome>()
  const refunds = new Map<string, bigint>()
  const keys = new Set<string>()
  const pay: SimulatedCard['pay'] = (attempt, otherwise) => {
    const charge = charges.get(attempt)
    if (charge === undefined) throw new RangeError(`the provider knows no attempt ${attempt}`)
    const paid = { state: 'paid', amount: charge.amount, currency: charge.currency, reference: `pi-${attempt}`, ...otherwise } as const
    outcomes.set(attempt, paid)
    return paid
  }
  const card: SimulatedCard = {
    mood: 'redirect',
    stubborn: false,
    charges,
    refunds,
    pay,
    forget() {
      outcomes.clear()
      refunds.clear()
      keys.clear()
    },
    async start(charge) {
      charges.set(charge.attempt, charge)
      if (card.mood === 'hang') return new Promise(() => undefined)
      if (card.mood === 'throw') throw new Error('the provider is away')
      const over = outcomes.get(charge.attempt)
      if (over !== undefined) return over
      if (card.mood === 'succeed') return pay(charge.attempt)
      if (card.mood === 'redirect') return { next: `https://pay.example.com/${charge.attempt}`, reference: `pi-${charge.attempt}` }
      const declined = { state: 'failed', reason: 'card_declined' } as const
      outcomes.set(charge.attempt, declined)
      return declined
    },
    status: async (attempt) => outcomes.get(attempt) ?? { state: charges.has(attempt) ? 'pending' : 'unknown' },
    async cancel(attempt) {
      const known = outcomes.get(attempt)
      if (known !== undefined) return known
      if (card.stubborn) return { state: 'pending' }
      const cancelled = { state: 'failed', reason: 'cancelled' } as const
      outcomes.set(attempt, cancelled)
      return cancelled
    },
    async refund(attempt, amount, key) {
      if (keys.has(key)) return
      const paid = outcomes.get(attempt)
      const whole = (refunds.get(attempt) ?? 0n) + amount
      if (paid?.state !== 'paid' || whole > paid.amount) throw new Error(`the provider cannot give ${amount} of ${attempt} back`)
      keys.add(key)
      refunds.set(attempt, whole)
    },
  }
  return card
}
