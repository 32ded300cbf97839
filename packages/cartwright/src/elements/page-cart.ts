import { hearTabs, isAnswer, isOlder, pageAge, type Seen, seenIn, skewOf } from '../client/in-step.ts'
import type { DrawerJson } from '../client/index.ts'
import { inTurn } from '../client/turn.ts'
import { emit, find, setting } from './page.ts'
import { redraw } from './redraw.ts'

/** Milliseconds after which the form's own POST is better than waiting. */
const PATIENCE = 8000

let shown: Seen | null = null
let skew = 0
let tabs: BroadcastChannel

/** One request after the other: none is overtaken, and none is given up for a newer one. Without JSON it has failed: status 500. */
export const ask = (address: string, init?: RequestInit): Promise<{ readonly status: number; readonly body: unknown }> =>
  inTurn(document)(async () => {
    try {
      const response = await fetch(address, { ...init, headers: { accept: 'application/json' }, signal: AbortSignal.timeout(PATIENCE) })
      return { status: response.status, body: await response.json() }
    } catch {
      return { status: 500, body: null }
    }
  })

/** The server's time, milliseconds. */
export const serverNow = (): number => Date.now() + skew

/** What shows the lines of the cart on this page, if anything does. */
export const regionOf = (): HTMLElement | null => find('[data-cart-fragment]') ?? find('cart-drawer [data-body]')

/** Which HTML the region takes: `drawer` or `cart`. */
export const fragmentOf = (): string => regionOf()?.dataset.cartFragment ?? 'drawer'

/** Shows an answer: badges, lines, time. One that was overtaken changes nothing. */
export function show(answer: DrawerJson): void {
  if (isOlder(seenIn(answer), shown)) return
  shown = seenIn(answer)
  skew = skewOf(answer.now)
  for (const badge of document.querySelectorAll('cart-badge')) badge.setAttribute('count', String(answer.count))
  const region = regionOf()
  if (region) redraw(region, answer.html)
  emit('cart:change', answer)
}

/** Tells the other tabs of a change. */
export const tell = (answer: DrawerJson): void => tabs.postMessage(seenIn(answer))

/** Reads the cart anew. Whether that worked. */
export async function refresh(): Promise<boolean> {
  const { body } = await ask(`${setting('src', '/cart/drawer')}?fragment=${fragmentOf()}`)
  const works = isAnswer(body)
  if (works) show(body)
  return works
}

/** Begins to follow the cart: the time on the page, the other tabs, and a page that comes back out of the browser's memory. */
export function followCart(): void {
  const { now } = document.documentElement.dataset
  if (now) skew = skewOf(now, pageAge())
  tabs = new BroadcastChannel('cartwright')
  hearTabs(tabs, () => shown, refresh)
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) void refresh()
  })
  // Not at the very moment: the server must have come to the same end, and of several lines one question is enough.
  let soon: ReturnType<typeof setTimeout>
  document.addEventListener('hold-lapsed', () => {
    clearTimeout(soon)
    soon = setTimeout(refresh, 300)
  })
}
