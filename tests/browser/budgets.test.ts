/** What a first visit may weigh. Times are figures of the bench: a slow machine is no failure. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import type { Locator } from 'playwright-core'
import { FILE_ENGINE } from '../../apps/revers/tests/kit/database.ts'
import { addButton, badge, drawer } from './kit/buying.ts'
import { firstLoad, notedIn, noteShifts } from './kit/loading.ts'
import { PHONE } from './kit/person.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'

const KILOBYTE = 1_000

describe('budgets', () => {
  let shop: BrowserShop
  before(async () => {
    shop = await openBrowserShop(FILE_ENGINE)
  })
  after(() => shop.close())

  it('a first visit needs 120 kB at most: 4 kB of script, 9 kB of styles, 65 kB of fonts', async (test) => {
    const { context } = await shop.person(test, { width: PHONE })
    const { bytes, script, style, fonts } = await firstLoad(context, '/')
    assert.ok(script > 0 && script <= 4 * KILOBYTE, `${script} bytes of script`)
    assert.ok(style > 0 && style <= 9 * KILOBYTE, `${style} bytes of styles`)
    assert.ok(fonts <= 65 * KILOBYTE, `${fonts} bytes of fonts`)
    assert.ok(bytes > 0 && bytes <= 120 * KILOBYTE, `${bytes} bytes in all`)
  })

  it('pictures far below wait until somebody comes near', async (test) => {
    const { page } = await shop.person(test, { width: PHONE })
    await page.goto('/')
    await page.waitForLoadState('networkidle')
    const pictures = page.getByRole('main').locator('.card img')
    const isThere = (picture: Locator): Promise<boolean> => picture.evaluate((element) => (element as HTMLImageElement).naturalWidth > 0)
    assert.deepEqual([await isThere(pictures.first()), await isThere(pictures.last())], [true, false])
    await pictures.last().scrollIntoViewIfNeeded()
    await page.waitForFunction(() => [...document.querySelectorAll<HTMLImageElement>('.card img')].at(-1)?.complete)
    assert.equal(await isThere(pictures.last()), true)
  })

  it('nothing moves while a page loads, nor when the drawer opens and the badge counts', async (test) => {
    const { page, context } = await shop.person(test)
    await noteShifts(context)
    for (const path of ['/', shop.shelf.garment().url, '/cart', '/auctions']) {
      // Pictures come after the first paint, as over a slow line: those that came before it would move nothing.
      const painted = Promise.withResolvers<void>()
      await page.route('**/img/**', (route) => painted.promise.then(() => route.continue()))
      await page.goto(path, { waitUntil: 'domcontentloaded' })
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
      painted.resolve()
      await page.waitForLoadState('networkidle')
      await page.unroute('**/img/**')
      assert.ok((await notedIn(page)).shift <= 0.01, `${path} shifts by ${(await notedIn(page)).shift}`)
    }
    await page.goto(shop.shelf.garment().url)
    const place = () =>
      page.locator('header .logo, header nav, h1').evaluateAll((all) => all.map((one) => JSON.stringify(one.getBoundingClientRect())))
    const before = await place()
    await addButton(page).click()
    await drawer(page).waitFor()
    await badge(page).getByText('1').waitFor({ state: 'attached' })
    assert.deepEqual(await place(), before, 'the page under the drawer stays where it is')
  })
})
