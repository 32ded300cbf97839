import type { DrawerJson } from '../http/wire-types.ts'

/** Which cart, and how new: what tabs tell each other. */
export interface Seen {
  readonly id: string | null
  readonly version: number
}

export const seenIn = ({ cart: { id }, version }: DrawerJson): Seen => ({ id, version })

/** Whether an answer was overtaken by the one that is shown. Versions of different carts say nothing about each other. */
export const isOlder = (answer: Seen, shown: Seen | null): boolean => shown?.id === answer.id && answer.version < shown.version

/** Whether a body is a drawer answer, as changes and most of their refusals have it. */
export function isAnswer(body: unknown): body is DrawerJson {
  const answer = body as Partial<DrawerJson> | null | undefined
  return typeof answer?.html === 'string' && Array.isArray(answer.cart?.lines) && Date.parse(answer.now as string) > 0
}

/** Listens to the other tabs of the site, and to other stores on the same page. `hear` is called with what is not known here already. */
export function hearTabs(tabs: BroadcastChannel, shown: () => Seen | null, hear: () => void): void {
  tabs.onmessage = ({ data }: MessageEvent<Seen>) => {
    const known = shown()
    if (known?.id !== data.id || known.version < data.version) hear()
  }
}

/** How far the server's clock is ahead of this machine's, in milliseconds, by an answer that came `age` milliseconds ago. */
export const skewOf = (now: string, age = 0): number => Date.parse(now) + age - Date.now()

/** Milliseconds since the page began to arrive: so old is the time that is written on it. 0 on a server. */
export function pageAge(): number {
  const [page] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return page ? performance.now() - page.responseStart : 0
}
