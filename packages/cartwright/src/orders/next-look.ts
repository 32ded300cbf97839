/** When something that did not come to an end is looked at again. */
export interface Waiting {
  /** How often it was looked at in vain. */
  readonly tries: bigint
  /** Milliseconds since 1970. */
  readonly at: bigint
}

const FIRST = 5_000n
const LONGEST = 60n * 60_000n
/** From here on it is the longest pause: a larger exponent would only be a larger number. */
const MOST = 10n

/** Soon at first, then after pauses that double: 5 seconds, 10, 20, and so on up to an hour. */
export function nextLook(tries: bigint, now: bigint): Waiting {
  const pause = tries >= MOST ? LONGEST : FIRST * 2n ** tries
  return { tries: tries + 1n, at: now + (pause < LONGEST ? pause : LONGEST) }
}
