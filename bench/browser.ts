/**
 * What a shopper with a slow phone waits for: sizes, the first load, the largest paint, shifts, and from the press to the drawer. Prints each figure
 * beside its limit, with a mark where it is over, and never judges: a slow machine is no failure. `npm run bench:browser` takes about a minute.
 */
import { brotliCompressSync } from 'node:zlib'
import type { BrowserContext } from 'playwright-core'
import { FILE_ENGINE } from '../apps/revers/tests/kit/database.ts'
import { products } from '../apps/revers/tests/kit/shopper.ts'
import { addButton, cartLink, drawer } from '../tests/browser/kit/buying.ts'
import { firstLoad, notedIn, noteShifts } from '../tests/browser/kit/loading.ts'
import { openWindow, PHONE } from '../tests/browser/kit/person.ts'
import { openBrowserShop } from '../tests/browser/kit/shop.ts'
import { machineFacts } from './machine.ts'

const RUNS = 5
const ADDS = 40
/** 1.6 Mbps down, 750 kbps up, 150 ms there and back, a processor four times as slow. */
const SLOW = { offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 750e3 / 8 }
const SLOWER_PROCESSOR = 4

const shop = await openBrowserShop(FILE_ENGINE)
const { url } = shop.house

function print(name: string, figure: number, limit: number, unit: string, digits = 0): void {
  const mark = figure > limit ? '  OVER' : ''
  console.log(`${name.padEnd(46)} ${figure.toFixed(digits).padStart(9)} ${unit.padEnd(6)} limit ${limit} ${unit}${mark}`)
}

/** Uses a window of its own, then closes it. */
async function inWindow<Result>(width: number, use: (context: BrowserContext) => Promise<Result>): Promise<Result> {
  const context = await openWindow(shop.browser, url, { width })
  try {
    return await use(context)
  } finally {
    await context.close()
  }
}

const at = (values: readonly number[], part: number): number =>
  values.toSorted((left, right) => left - right)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0

/** The largest paint of a page at its first sight, and of a second page after it, on a slow phone. */
const slowPaints = (second: string): Promise<readonly [first: number, next: number]> =>
  inWindow(PHONE, async (context) => {
    await noteShifts(context)
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    await session.send('Network.enable')
    await session.send('Network.emulateNetworkConditions', SLOW)
    await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER_PROCESSOR })
    const paints: number[] = []
    for (const path of ['/', second]) {
      await page.goto(path)
      await page.waitForLoadState('networkidle')
      paints.push((await notedIn(page)).paint)
    }
    return [paints[0] ?? 0, paints[1] ?? 0]
  })

/** How far things on the page move by themselves while it loads, and when the drawer opens over it, counts and ticks. */
const shifts = (path: string): Promise<readonly [loading: number, drawn: number]> =>
  inWindow(1_280, async (context) => {
    await noteShifts(context)
    const page = await context.newPage()
    await page.goto(path)
    await page.waitForLoadState('networkidle')
    const { shift: loading } = await notedIn(page)
    await addButton(page).click()
    await drawer(page).waitFor()
    await page.keyboard.press('Escape')
    await cartLink(page).click()
    await drawer(page).waitFor()
    await page.waitForTimeout(1_500)
    return [loading, (await notedIn(page)).shift - loading]
  })

/** From the press of the button to the new content of the drawer, milliseconds. */
const addTimes = (paths: readonly string[]): Promise<readonly number[]> =>
  inWindow(1_280, async (context) => {
    const page = await context.newPage()
    const times: number[] = []
    for (const path of paths) {
      await page.goto(path)
      const button = await addButton(page).elementHandle()
      times.push(
        await page.evaluate(async (pressed) => {
          const { promise, resolve } = Promise.withResolvers<void>()
          const region = document.querySelector('cart-drawer [data-body]')
          if (!region || !(pressed instanceof HTMLButtonElement)) throw new Error('no drawer, or no button')
          new MutationObserver(() => resolve()).observe(region, { childList: true, subtree: true })
          const begun = performance.now()
          pressed.click()
          await promise
          return performance.now() - begun
        }, button),
      )
    }
    return times
  })

try {
  for (const fact of machineFacts([])) console.log(fact)
  const all = await products(shop.house.visitor(), { availability: 'available', type: 'garment' })
  const [some = '/', other = '/'] = all.map((product) => product.url)
  const { bytes, script, style, fonts } = await inWindow(PHONE, (context) => firstLoad(context, '/'))
  print('script of the shop, gzip', script, 4_000, 'bytes')
  print('styles, gzip', style, 9_000, 'bytes')
  print('fonts', fonts, 65_000, 'bytes')
  print('HTML of the home page, brotli', brotliCompressSync((await shop.house.visitor().page('/')).bytes).length, 12_000, 'bytes')
  print('first load of the home page, cold', bytes, 120_000, 'bytes')

  const paints: (readonly [number, number])[] = []
  for (let run = 0; run < RUNS; run += 1) paints.push(await slowPaints(some))
  const median = (place: 0 | 1): number =>
    at(
      paints.map((pair) => pair[place]),
      0.5,
    )
  print(`largest paint, home, cold, slow phone (of ${RUNS})`, median(0), 1_500, 'ms')
  print(`largest paint, next page, slow phone (of ${RUNS})`, median(1), 600, 'ms')

  const [loading, drawn] = await shifts(other)
  print('shift while a product page loads', loading, 0.01, '', 4)
  print('shift by drawer, badge and timer', drawn, 0, '', 4)
  const articles = await products(shop.house.visitor(), { type: 'article' })
  const times = await addTimes(Array.from({ length: ADDS }, (_, index) => articles[index % articles.length]?.url ?? '/'))
  print(`press to drawer drawn anew, median of ${ADDS}`, at(times, 0.5), 100, 'ms', 1)
  print(`press to drawer drawn anew, p95 of ${ADDS}`, at(times, 0.95), 100, 'ms', 1)
} finally {
  await shop.close()
}
