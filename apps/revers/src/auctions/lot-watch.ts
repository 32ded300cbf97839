import { type LotView, type Shop, ShopError } from 'cartwright'
import { type LotStream, openLotStream } from './lot-stream.ts'

/** How many may watch at once, and how often is looked. Times are milliseconds. */
export interface WatchLimits {
  /** Null: any number from one address. */
  readonly perAddress: number | null
  readonly inAll: number
  readonly lookEvery: number
  readonly beatEvery: number
}

/** Everybody who watches an auction, behind one look at the database a second. */
export interface LotWatch {
  /**
   * Tells one listener of every change of a lot from what he has seen on (null: nothing yet), as he writes it. Refuses with `rate_limited` for too many
   * from one address, with `unavailable` for too many in all.
   */
  watch(
    lot: LotView,
    seen: bigint | null,
    listener: { readonly address: string; readonly write: (lot: LotView) => string },
  ): ReadableStream<Uint8Array>
  /** How many watch. */
  count(): number
  /** Ends all streams and takes no more. */
  close(): void
}

interface Listener {
  readonly lot: string
  readonly stream: LotStream
}

const RETRY_SECONDS = 30
const LIVE_AT_ONCE = 100

/** Watches auctions for any number of listeners: while there are some, one question a second for all running auctions, and one for each that has just ended and is not settled. */
export function watchLots(shop: Shop, limits: WatchLimits, log: (error: unknown) => void): LotWatch {
  const listeners = new Set<Listener>()
  const perAddress = new Map<string, number>()
  let look: NodeJS.Timeout | null = null
  let beat: NodeJS.Timeout | null = null
  let isClosed = false
  let isFailing = false

  const round = async (): Promise<void> => {
    try {
      await tellAll(shop, listeners)
      isFailing = false
    } catch (error) {
      // Said once: a database that is away for an hour would be said 3,600 times.
      if (!isFailing) log(error)
      isFailing = true
    }
    look = listeners.size === 0 || isClosed ? null : setTimeout(round, limits.lookEvery)
  }
  const rest = (): void => {
    if (beat !== null) clearInterval(beat)
    beat = null
  }
  const begin = (): void => {
    look ??= setTimeout(round, limits.lookEvery)
    beat ??= setInterval(() => {
      for (const { stream } of listeners) stream.beat()
    }, limits.beatEvery)
  }
  const take = (address: string): void => {
    const here = perAddress.get(address) ?? 0
    if (limits.perAddress !== null && here >= limits.perAddress) throw new ShopError('rate_limited', { retryAfter: RETRY_SECONDS })
    if (isClosed || listeners.size >= limits.inAll) throw new ShopError('unavailable', { retryAfter: RETRY_SECONDS })
    perAddress.set(address, here + 1)
  }
  const give = (address: string): void => {
    const left = (perAddress.get(address) ?? 1) - 1
    if (left > 0) perAddress.set(address, left)
    else perAddress.delete(address)
  }

  return {
    watch(lot, seen, { address, write }) {
      take(address)
      const hasSeen = lot.version === seen && lot.state === 'live'
      const stream = openLotStream(hasSeen ? lot : null, write, () => {
        give(address)
        listeners.delete(listener)
        if (listeners.size === 0) rest()
      })
      const listener: Listener = { lot: lot.id, stream }
      listeners.add(listener)
      begin()
      // One of them sends something: the head of the answer waits for it.
      if (hasSeen) stream.beat()
      else stream.tell(lot)
      return stream.content
    },
    count: () => listeners.size,
    close() {
      isClosed = true
      if (look !== null) clearTimeout(look)
      for (const { stream } of [...listeners]) stream.end()
    },
  }
}

/** One look: all running auctions at once, and those that somebody watches and that run no more. */
async function tellAll(shop: Shop, listeners: ReadonlySet<Listener>): Promise<void> {
  if (listeners.size === 0) return
  const { items } = await shop.auctions.list({ state: 'live', limit: LIVE_AT_ONCE })
  const lots = new Map(items.map((lot) => [lot.id, lot]))
  const others = new Set([...listeners].map(({ lot }) => lot).filter((id) => !lots.has(id)))
  for (const lot of await Promise.all([...others].map((id) => shop.auctions.find(id)))) lots.set(lot.id, lot)
  for (const { lot, stream } of [...listeners]) {
    const now = lots.get(lot)
    if (now !== undefined) stream.tell(now)
  }
}
