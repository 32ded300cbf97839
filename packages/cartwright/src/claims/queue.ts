import { type Claim, isLive } from './claim.ts'

/** Somebody who waits for a unique product; places are in the order of their ids. */
export interface Place {
  readonly product: string
  readonly id: string
  /** `user:<id>` or `guest:<hash>`. */
  readonly owner: string
  readonly joinedAt: bigint
  /** When his turn was told last; null before. */
  readonly toldAt: bigint | null
}

/** A line of people as it stands. While nobody has the right, the first of `rest` has his turn. */
export interface Queue {
  /** The right is over, so turns pass. */
  readonly running: boolean
  /** Whose turns are over. */
  readonly passed: readonly Place[]
  readonly rest: readonly Place[]
  /** When the turn of the first of `rest` begins, or began; null while nobody knows. */
  readonly startsAt: bigint | null
}

/**
 * Where a line stands: by the clock alone, so nothing has to run. The right ended, or ends, at `expiresAt`; from then on each has the exclusive right to
 * take it for `turn` milliseconds, half-open, one after the other.
 */
export function queueBehind(claim: Claim, places: readonly Place[], now: bigint, turn: bigint): Queue {
  const { expiresAt } = claim
  if (expiresAt === null || isLive(claim, now)) return { running: false, passed: [], rest: places, startsAt: expiresAt }
  const over = now <= expiresAt ? 0n : (now - expiresAt) / turn
  const passed = over < BigInt(places.length) ? Number(over) : places.length
  return { running: true, passed: places.slice(0, passed), rest: places.slice(passed), startsAt: expiresAt + BigInt(passed) * turn }
}

/**
 * Who may take a product whose right is over. `own`: his turn, until when. `free`: anybody, all turns are over, or nobody waits. Who takes it leaves the line,
 * with all before him (`leaving`). `others`: when he may at the latest: at his own turn if he waits, else when all turns are over.
 */
export type Turn =
  | { readonly state: 'own'; readonly until: bigint; readonly leaving: readonly Place[] }
  | { readonly state: 'free'; readonly leaving: readonly Place[] }
  | { readonly state: 'others'; readonly availableAgainAt: bigint }

/** Whose turn it is to take a product whose right is over, as one buyer sees it. */
export function turnOf(claim: Claim, places: readonly Place[], owner: string | null, now: bigint, turn: bigint): Turn {
  const { passed, rest, startsAt } = queueBehind(claim, places, now, turn)
  const [first] = rest
  if (first === undefined || startsAt === null) return { state: 'free', leaving: passed }
  if (first.owner === owner) return { state: 'own', until: startsAt + turn, leaving: [...passed, first] }
  const own = rest.findIndex((place) => place.owner === owner)
  return { state: 'others', availableAgainAt: startsAt + BigInt(own === -1 ? rest.length : own) * turn }
}

/** When a live right leaves the thing to a buyer at the latest: at his own turn if he waits, else when all turns behind it are over; null while nobody knows. */
export function freeAt({ expiresAt }: Claim, places: readonly Place[], owner: string | null, turn: bigint): bigint | null {
  const own = places.findIndex((place) => place.owner === owner)
  return expiresAt === null ? null : expiresAt + BigInt(own === -1 ? places.length : own) * turn
}

/** The products whose right is over and which others wait for: only these need a look at who they are. */
export const awaited = (claims: ReadonlyMap<string, Claim>, products: readonly string[], now: bigint): string[] =>
  products.filter((product) => {
    const claim = claims.get(product)
    return claim !== undefined && claim.waiters > 0n && !isLive(claim, now)
  })
