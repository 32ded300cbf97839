/** Opens every view of the tour, one after the other, for whatever is to be checked there. */
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openWindow, watch } from './person.ts'
import type { View } from './tour.ts'

export interface Looking {
  readonly browser: Browser
  readonly url: string
  readonly width?: number
}

/** A page with what the server sent for it. */
export interface Seen {
  readonly view: View
  readonly page: Page
  /** The document as it came, the answer to a form included. */
  readonly html: string
}

// Refusals are the point of some views; the browser tells each as an error of its own.
const REFUSED = /the server responded with a status of 4(01|02|04|09|10|22|29)/

/** Calls `check` on each view and answers what it found, each with the views it was found in; so with what went wrong in a page by itself. */
export async function lookAt(
  views: readonly View[],
  { browser, url, width = 1_280 }: Looking,
  check: (seen: Seen) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const windows = new Map<
    string,
    { context: BrowserContext; page: Page; troubles: readonly string[]; document: { html: Promise<string> } }
  >()
  const open = async (view: View) => {
    const key = JSON.stringify([...view.cookies])
    const known = windows.get(key)
    if (known) return known
    const context = await openWindow(browser, url, { cookies: view.cookies, width })
    const troubles = await watch(context)
    const page = await context.newPage()
    const document = { html: Promise.resolve('') }
    page.on('response', (response) => {
      const request = response.request()
      if (request.isNavigationRequest() && request.frame() === page.mainFrame() && response.status() !== 303)
        document.html = response.text().catch(() => '')
    })
    const opened = { context, page, troubles, document }
    windows.set(key, opened)
    return opened
  }
  const found = new Map<string, string[]>()
  const note = (what: string, { name }: View): unknown => found.set(what, [...(found.get(what) ?? []), name])
  for (const view of views) {
    const { page, troubles, document } = await open(view)
    const before = troubles.length
    try {
      await page.goto(view.path)
      await view.act?.(page)
      for (const each of await check({ view, page, html: await document.html })) note(each, view)
    } catch (error) {
      note(String(error).split('\n').slice(0, 3).join(' '), view)
    }
    for (const trouble of troubles.slice(before)) if (!REFUSED.test(trouble)) note(trouble, view)
  }
  for (const { context } of windows.values()) await context.close()
  return [...found].map(([what, where]) => `${what} [${where.length} views: ${where.slice(0, 3).join(', ')}]`)
}
