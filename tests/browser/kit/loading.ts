/** What a page costs the network. */
import { gzipSync } from 'node:zlib'
import type { BrowserContext, Page } from 'playwright-core'

/** What one visit had to fetch. */
export interface Loaded {
  /** All bytes that came over the wire, heads included. */
  readonly bytes: number
  /** Files by what they are, compressed as gzip would, but for fonts, which are so already. */
  readonly script: number
  readonly style: number
  readonly fonts: number
}

/** Opens a page in a window that has nothing in its cache, at the top of it, and sums up what arrives until the network is quiet. */
export async function firstLoad(context: BrowserContext, path: string): Promise<Loaded> {
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Network.enable')
  let bytes = 0
  session.on('Network.loadingFinished', ({ encodedDataLength }) => {
    bytes += encodedDataLength
  })
  const files: Promise<readonly [kind: string, size: number]>[] = []
  page.on('response', (response) => {
    const kind = response.request().resourceType()
    files.push(
      response.body().then(
        (body) => [kind, kind === 'font' ? body.length : gzipSync(body, { level: 9 }).length],
        () => [kind, 0],
      ),
    )
  })
  await page.goto(path)
  await page.waitForLoadState('networkidle')
  const sizes = await Promise.all(files)
  const sumOf = (wanted: string): number => sizes.reduce((sum, [kind, size]) => sum + (kind === wanted ? size : 0), 0)
  await page.close()
  return { bytes, script: sumOf('script'), style: sumOf('stylesheet'), fonts: sumOf('font') }
}

/** Notes the largest paint and all layout shifts of every page opened from now on, those after a press included. */
export async function noteShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const noted = { shift: 0, paint: 0 }
    Reflect.set(globalThis, 'noted', noted)
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) noted.shift += Number(Reflect.get(entry, 'value'))
    }).observe({ type: 'layout-shift', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) noted.paint = entry.startTime
    }).observe({ type: 'largest-contentful-paint', buffered: true })
  })
}

export const notedIn = (page: Page): Promise<{ readonly shift: number; readonly paint: number }> =>
  page.evaluate(() => Reflect.get(globalThis, 'noted') as { shift: number; paint: number })
