/** No page of the shop in any of its states has a fault that axe can find: light, dark, on a phone, and from right to left. */
import { strict as assert } from 'node:assert'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { after, before, describe, it } from 'node:test'
import type { AxeResults, Result, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { FILE_ENGINE } from '../../apps/revers/tests/kit/database.ts'
import { lookAt } from './kit/look.ts'
import { PHONE } from './kit/person.ts'
import { REVIEWED } from './kit/reviewed.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'
import { openTour, QUIET, ROOMS, type Room, STRICT, type Tour } from './kit/tour.ts'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
// The category holds the rule of level AAA as well.
const AA_ONLY = { 'color-contrast-enhanced': { enabled: false } }

async function scan(page: Page, look: string, options: RunOptions): Promise<readonly string[]> {
  const results = (await page.evaluate(
    (chosen) => (Reflect.get(globalThis, 'axe') as { run(root: Document, how: unknown): Promise<unknown> }).run(document, chosen),
    { ...options, resultTypes: ['violations', 'incomplete'] } as RunOptions,
  )) as AxeResults
  const places = ({ nodes }: Result): string => nodes.map(({ target }) => target.join(' ')).join(' and ')
  const why = ({ nodes }: Result): string =>
    nodes[0]?.failureSummary
      ?.replace(/^Fix any of the following:/, '')
      .replace(/\s+/g, ' ')
      .trim() ?? ''
  const doubts = results.incomplete.map((each) => ({ each, name: `${each.id}: ${why(each)}` }))
  return [
    ...results.violations.map((each) => `${look}: ${each.id} at ${places(each)}: ${why(each)}`),
    ...doubts
      .filter(({ name }) => !Object.hasOwn(REVIEWED, name))
      .map(({ each, name }) => `not decided, to be reviewed: ${name} (${look}, ${places(each)})`),
  ]
}

describe('axe finds nothing', () => {
  let shop: BrowserShop
  let tour: Tour
  before(async () => {
    shop = await openBrowserShop(FILE_ENGINE, QUIET, STRICT)
    tour = await openTour(shop.house)
  })
  after(() => shop.close())

  for (const room of Object.keys(ROOMS) as Room[]) {
    it(`on any page of ${room}, light, dark, on a phone and from right to left`, async () => {
      const faults = await lookAt(await tour(room), { browser: shop.browser, url: shop.house.url }, async ({ page }) => {
        await page.evaluate(AXE)
        const all: RunOptions = { runOnly: TAGS }
        const found = [...(await scan(page, 'light', all))]
        await page.emulateMedia({ colorScheme: 'dark' })
        found.push(...(await scan(page, 'dark', { runOnly: ['cat.color'], rules: AA_ONLY })))
        await page.emulateMedia({ colorScheme: 'light' })
        await page.setViewportSize({ width: PHONE, height: 740 })
        found.push(...(await scan(page, 'phone', all)))
        await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
        found.push(...(await scan(page, 'from right to left', all)))
        await page.setViewportSize({ width: 1_280, height: 800 })
        return found
      })
      assert.deepEqual(faults, [])
    })
  }
})
