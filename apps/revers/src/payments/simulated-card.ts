import { type CardOutcome, type CardProvider, type CardStatus, type Database, firstOf } from 'cartwright'
import {
  addRefund,
  type Charge,
  challengeCharge,
  chargeOf,
  failCharge,
  forbidCharge,
  openCharge,
  payCharge,
  readCharge,
  refundCharge,
  refundOf,
} from './charge-rows.ts'

/** What the visitor of the simulated bank wants to happen. */
export const OUTCOMES = ['succeed', 'decline', 'challenge', 'hang', 'late'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A late payment is booked so many milliseconds after the buyer has left, and nobody is told. */
const LATE_MILLISECONDS = 3000n

/** The simulated provider: to the shop a card provider like any other, and behind it the bank's page. */
export interface SimulatedCard extends CardProvider {
  /** A payment in the books; null when there is none. */
  readonly find: (attempt: string) => Promise<Charge | null>
  /** Does what the visitor wants and answers what the provider now says of the payment. What is over stays as it is. */
  readonly decide: (attempt: string, outcome: Outcome) => Promise<CardStatus>
}

/** A card provider that keeps its books in the shop's database, so a payment outlives a restart of the shop as it would at a real bank. */
export function simulatedCard(database: Database): SimulatedCard {
  const find = async (attempt: string): Promise<Charge | null> => {
    const [rows] = await database.read(chargeOf(attempt))
    const row = firstOf(rows)
    return row === null ? null : readCharge(row)
  }
  const status = async (attempt: string): Promise<CardStatus> => {
    const charge = await find(attempt)
    return charge === null ? { state: 'unknown' } : outcomeOf(charge, database.now())
  }

  return {
    find,
    status,
    async start(charge) {
      await database.batch([openCharge(charge, database.now())])
      const known = await status(charge.attempt)
      if (known.state === 'failed') return known
      return { next: `/payments/simulated/${charge.attempt}`, reference: charge.attempt }
    },
    async cancel(attempt) {
      await database.batch([forbidCharge(attempt, database.now())])
      const known = await status(attempt)
      return known.state === 'unknown' ? { state: 'pending' } : known
    },
    async refund(attempt, amount, key) {
      const isDone = async (): Promise<boolean> => firstOf((await database.read(refundOf(attempt, key)))[0]) !== null
      if (await isDone()) return
      try {
        await database.batch([addRefund(attempt, key, amount, database.now()).orReread(), refundCharge(attempt, amount).orReread()])
      } catch (error) {
        // The same refund was asked for at the same time.
        if (!(await isDone())) throw error
      }
    },
    async decide(attempt, outcome) {
      const now = database.now()
      if (outcome === 'succeed') await database.batch([payCharge(attempt, now)])
      if (outcome === 'late') await database.batch([payCharge(attempt, now + LATE_MILLISECONDS)])
      if (outcome === 'decline') await database.batch([failCharge(attempt)])
      if (outcome === 'challenge') await database.batch([challengeCharge(attempt)])
      return status(attempt)
    },
  }
}

/** What the books say at a moment. */
function outcomeOf(charge: Charge, now: bigint): CardOutcome {
  if (charge.state === 'failed') return { state: 'failed', reason: 'declined' }
  if (charge.state !== 'paid' || charge.paidAt === null || charge.paidAt > now) return { state: 'pending' }
  return { state: 'paid', amount: charge.amount, currency: charge.currency, reference: charge.attempt }
}
