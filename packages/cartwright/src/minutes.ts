/**
 * Minutes in milliseconds, the unit of every time in the options.
 *
 * @example
 * holds: { user: minutes(15), guest: minutes(10) }
 */
export const minutes = (count: number): bigint => BigInt(Math.round(count * 60_000))
