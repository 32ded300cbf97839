import { type Fetch, inTurn, ask as request } from '../client/ask.ts'
import { isOlder, openTabs, pageAge, type Seen, seenIn, skewOf, type Tabs } from '../client/in-step.ts'
import type { DrawerJson } from '../client/index.ts'
import { emit, find } from './page.ts'
import { redraw } from './redraw.ts'

/** Milliseconds after which the form's own POST is better than waiting. */
const PATIENCE = 8000

let shown: Seen | null = null
let skew = 0
let tabs: Tabs

const turn = inTurn()
const send: Fetch = (address, init) => fetch(address, init)

/** One request after the other: none is overtaken, and none is given up for a newer one. */
export const ask = (address: string, init: RequestInit = {}): ReturnType<typeof request> =>
  turn(() => request(send, address, init, PATIENCE))

/** The server's time, milliseconds. */
export const serverNow = (): number => Date.now() + skew

/** What shows the lines of the cart on this page, if anything does. */
export const regionOf = (): HTMLElement | null => find('[data-cart-fragment]') ?? find('cart-drawer [data-body]')

/** Which HTML the region takes: `drawer` or `cart`. */
export const fragmentOf = (): string => regionOf()?.dataset.cartFragment ?? 'drawer'

/** Whether a body is a drawer answer, as changes and most of their refusals have it. */
export const isAnswer = (body: unknown): body is DrawerJson => (body as Partial<DrawerJson> | null)?.html !== undefined

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
export const tell = (answer: DrawerJson): void => tabs.tell(answer)

/** Reads the cart anew. Whether that worked. */
export async function refresh(): Promise<boolean> {
  const heard = await ask(`${find('cart-drawer')?.getAttribute('src') ?? '/cart/drawer'}?fragment=${fragmentOf()}`)
  const works = isAnswer(heard?.body)
  if (works) show(heard?.body as DrawerJson)
  return works
}

/** Begins to follow the cart: the time on the page, the other tabs, and a page that comes back out of the browser's memory. */
export function followCart(): void {
  const { now } = document.documentElement.dataset
  if (now) skew = skewOf(now, pageAge())
  tabs = openTabs(() => shown, refresh)
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
