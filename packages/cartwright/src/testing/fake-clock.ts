/** A clock that stands still until a test moves it: the `clock` of the shop's options. */
export interface FakeClock {
  /** The time, milliseconds since 1970 (UTC). */
  (): bigint
  advance(milliseconds: bigint): void
  set(time: bigint): void
}

/** A winter morning; any moment does. */
export const START = 1_795_000_000_000n

/**
 * Makes a clock that only a test moves, so that the last millisecond of a hold can be met exactly.
 *
 * @example
 * const clock = fakeClock()
 * const shop = await createShop({ ...options, clock })
 * clock.advance(minutes(15))
 */
export function fakeClock(start: bigint = START): FakeClock {
  let now = start
  return Object.assign(() => now, {
    advance(milliseconds: bigint): void {
      now += milliseconds
    },
    set(time: bigint): void {
      now = time
    },
  })
}
