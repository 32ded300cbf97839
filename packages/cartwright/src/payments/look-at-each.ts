import type { Context } from '../context.ts'
import type { Row, Rows, Statement } from '../storage/statement.ts'

/** How many wait for a provider at a time: one that hangs keeps the others waiting for a fraction of its deadline. */
const ABREAST = 8

interface Looking {
  /** Answers whether it has come to its end. */
  readonly look: (row: Row) => Promise<boolean>
  /** What notes that nothing came of it. */
  readonly putOff: (row: Row) => Statement
  readonly failed: (error: unknown) => void
}

/** Looks at each, a few at a time, and answers how many have come to their end. The others are put off, so that they leave the way free for what is newer. */
export async function lookAtEach(context: Context, rows: Rows, { look, putOff, failed }: Looking): Promise<number> {
  const waiting = rows.values()
  let ended = 0
  const lookOn = async (): Promise<void> => {
    for (const row of waiting) {
      try {
        if (await look(row)) {
          ended += 1
          continue
        }
      } catch (error) {
        failed(error)
      }
      await context.db.batch([putOff(row)]).catch(failed)
    }
  }
  await Promise.all(Array.from({ length: ABREAST }, lookOn))
  return ended
}
