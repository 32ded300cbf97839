/** Backward steps up to this long are smoothed away; a longer one is a clock that was put right, and waiting for it would stop time. */
const SMOOTHED_MILLISECONDS = 1_000

/** How far two good clocks drift apart in the worst case: 100 millionths, 6 ms a minute. */
const DRIFT = 0.0001

/** How long a measured time is trusted before it is measured again. */
const FRESH_MILLISECONDS = 60_000

/** The time in milliseconds: the machine's own until the database's was measured. */
export class Clock {
  #start: number | null = null
  #triedAt = 0
  #measuredAt = 0
  #inexactness = 0
  #last = 0

  /** The time now; does not step back for small corrections. */
  now(): bigint {
    const time = Math.floor(this.#start === null ? Date.now() : this.#start + performance.now())
    const back = this.#last - time
    if (back <= 0 || back > SMOOTHED_MILLISECONDS) this.#last = time
    return BigInt(this.#last)
  }

  /** Whether the database's time should be measured (again). */
  get isStale(): boolean {
    return this.#start === null || performance.now() - this.#triedAt > FRESH_MILLISECONDS
  }

  /**
   * Takes over a time the database said, and counts on from it with the machine's steady clock: a wall clock that jumps does no harm.
   * A slow answer says less than a quick one, so it is passed over while an earlier one is still the better.
   * @param time what the database said
   * @param sentAt when it was asked, by `performance.now()`
   */
  measured(time: number, sentAt: number): void {
    const answeredAt = performance.now()
    const inexactness = (answeredAt - sentAt) / 2
    this.#triedAt = answeredAt
    const earlier = this.#inexactness + (answeredAt - this.#measuredAt) * DRIFT
    if (this.#start !== null && inexactness > earlier) return

    this.#start = time - (sentAt + answeredAt) / 2
    this.#measuredAt = answeredAt
    this.#inexactness = inexactness
  }
}
