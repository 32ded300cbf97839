import { setTimeout as pause } from 'node:timers/promises'
import { isConflict, isStale, postgresFault } from './postgres-faults.ts'

const LONGEST_PAUSE_MILLISECONDS = 200

/** How long one call goes on repeating what surely did nothing. */
export class Patience {
  readonly #awayMilliseconds: number
  readonly #until: number
  #awayUntil: number | null = null
  #wasStale = false
  #pauses = 0

  constructor(retryMilliseconds: number, awayMilliseconds: number) {
    this.#awayMilliseconds = awayMilliseconds
    this.#until = performance.now() + retryMilliseconds
  }

  get isOver(): boolean {
    return performance.now() >= this.#until
  }

  /** Whether to try again after this error. */
  allows(error: unknown): boolean {
    if (isConflict(error)) return !this.isOver
    if (postgresFault(error) === 'away') {
      this.#awayUntil ??= performance.now() + this.#awayMilliseconds
      return performance.now() < this.#awayUntil
    }
    if (!isStale(error) || this.#wasStale) return false
    this.#wasStale = true
    return true
  }

  /** Waits longer each time, and each caller differently: those who met once would meet again. */
  async pause(): Promise<void> {
    const longest = Math.min(LONGEST_PAUSE_MILLISECONDS, 5 * 2 ** this.#pauses)
    this.#pauses += 1
    await pause(longest * (0.5 + Math.random() / 2))
  }
}
