import type { DrawerJson } from '../http/wire-types.ts'

/** Which cart, and how new: what tabs tell each other. */
export interface Seen {
  readonly id: string | null
  readonly version: number
}

export const seenIn = ({ cart: { id }, version }: DrawerJson): Seen => ({ id, version })

/** Whether an answer was overtaken by the one that is shown. Versions of different carts say nothing about each other. */
export const isOlder = (answer: Seen, shown: Seen | null): boolean =>
  shown !== null && answer.id === shown.id && answer.version < shown.version

/** The line to the other tabs of the site, and to other stores on the same page. */
export interface Tabs {
  tell(answer: DrawerJson): void
  close(): void
}

/** Opens the line. `hear` is called with what others have changed, as long as it is not known here already. */
export function openTabs(shown: () => Seen | null, hear: () => void): Tabs {
  const channel = new BroadcastChannel('cartwright')
  channel.onmessage = ({ data }: MessageEvent<Seen>) => {
    const known = shown()
    if (known === null || known.id !== data.id || known.version < data.version) hear()
  }
  return { tell: (answer) => channel.postMessage(seenIn(answer)), close: () => channel.close() }
}

/** How far the server's clock is ahead of this machine's, in milliseconds, by an answer that came `age` milliseconds ago. */
export const skewOf = (now: string, age = 0): number => Date.parse(now) + age - Date.now()

/** Milliseconds since the page began to arrive: so old is the time that is written on it. 0 on a server. */
export function pageAge(): number {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return page === undefined ? 0 : Math.max(0, performance.now() - page.responseStart)
}
