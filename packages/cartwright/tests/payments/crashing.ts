import type { CardCharge, CardProvider } from '../../src/payments/card.ts'
import type { Database } from '../../src/storage/database.ts'
import type { Statement } from '../../src/storage/statement.ts'
import type { SimulatedCard } from '../../src/testing/contract/simulated-card.ts'

/** Where a process may be killed: before something is done, or after it was and before anybody heard of it. */
export const STEPS = [
  'nothing',
  'before place',
  'after place',
  'before start',
  'after start',
  'before next',
  'after next',
  'before settle',
  'after settle',
  'before give back',
  'after give back',
  'before refund',
  'after refund',
  'before refunded',
  'after refunded',
] as const
export type Step = (typeof STEPS)[number]
type Doing = 'place' | 'start' | 'next' | 'settle' | 'give back' | 'refund' | 'refunded'

/** What everything of a killed process ends with. */
export class Crash extends Error {}

/** One server process: what it sees of the database and of the provider, until it is killed. */
export interface Process {
  readonly database: Database
  readonly card: CardProvider
  readonly isAlive: () => boolean
}

/** A process that is killed at a step, should it ever get there. `opened` is called when the provider has opened a payment, before its answer is heard. */
export function crashing(database: Database, card: SimulatedCard, step: Step, opened: (charge: CardCharge) => Promise<void>): Process {
  let alive = true
  const die = (): never => {
    alive = false
    throw new Crash(step)
  }
  const live = (): void => {
    if (!alive) die()
  }
  const doing = async <Answer>(what: Doing | null, act: () => Promise<Answer>): Promise<Answer> => {
    live()
    if (what !== null && step === `before ${what}`) die()
    const answer = await act()
    live()
    if (what !== null && step === `after ${what}`) die()
    return answer
  }
  return {
    isAlive: () => alive,
    database: {
      engine: database.engine,
      read: (...statements) => doing(null, () => database.read(...statements)),
      batch: (statements, receipt) => doing(nameOf(statements), () => database.batch(statements, receipt)),
      migrate: (migrations) => database.migrate(migrations),
      now: () => database.now(),
      faultOf: (error) => database.faultOf(error),
      ping: () => database.ping(),
      close: async () => undefined,
    },
    card: {
      start: (charge) =>
        doing('start', async () => {
          const answer = await card.start(charge)
          await opened(charge)
          return answer
        }),
      status: (attempt) => doing(null, () => card.status(attempt)),
      cancel: (attempt) => doing(null, () => card.cancel(attempt)),
      refund: (attempt, amount, key, reference) => doing('refund', () => card.refund(attempt, amount, key, reference)),
    },
  }
}

/** Which batch it is, by what it writes; null for the others. */
function nameOf(statements: readonly Statement[]): Doing | null {
  for (const { texts, holes } of statements) {
    const text = texts.join(' ').trim()
    if (text.startsWith('insert into placed_order')) return 'place'
    if (text.startsWith('update attempt set next_url')) return 'next'
    if (text.startsWith('update refund set state')) return 'refunded'
    if (!text.startsWith('update attempt set state')) continue
    if (holes[0] === 'refunded') return 'refunded'
    return holes[0] === 'paid' ? 'settle' : 'give back'
  }
  return null
}
