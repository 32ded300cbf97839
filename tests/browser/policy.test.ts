/** What the browser itself keeps out of the pages, and what looking at them leaves behind in it. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { crawl } from '../../apps/revers/tests/kit/crawl.ts'
import { FILE_ENGINE } from '../../apps/revers/tests/kit/database.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'

/** What somebody's markup could try in a page, by the part of the policy that stands against it. */
const TRICKS = {
  'script-src-elem': '<script>globalThis.ran = true</script>',
  'script-src-attr': '<button onclick="globalThis.ran = true">press</button>',
  'style-src-elem': '<style>body { display: none }</style>',
  'style-src-attr': '<p style="position: fixed; inset: 0">a cover</p>',
  'img-src': '<img src="https://elsewhere.example/seen.png" alt="">',
  'frame-src': '<iframe src="https://elsewhere.example/" title="elsewhere"></iframe>',
  'object-src': '<object data="https://elsewhere.example/program"></object>',
  'base-uri': '<base href="https://elsewhere.example/">',
  'form-action': '<form id="leaving" action="https://elsewhere.example/" method="post"></form>',
}

/** Puts the markup into the page as if the server had sent it, and answers which parts of the policy kept something out. */
async function keptOut(page: Page): Promise<readonly string[]> {
  const wanted = Object.keys(TRICKS).length
  await page.evaluate((markup) => {
    const kept = new Set<string>()
    Reflect.set(globalThis, 'kept', kept)
    addEventListener('securitypolicyviolation', ({ effectiveDirective }) => kept.add(effectiveDirective))
    // Of scripts set as text none would run in any case; of such a fragment they do.
    document.body.append(document.createRange().createContextualFragment(markup))
    document.querySelector<HTMLElement>('[onclick]')?.click()
    document.querySelector<HTMLFormElement>('#leaving')?.submit()
  }, Object.values(TRICKS).join(''))
  const all = page.waitForFunction((count) => (Reflect.get(globalThis, 'kept') as Set<string>).size >= count, wanted, { timeout: 3_000 })
  await all.catch(() => null)
  return page.evaluate(() => [...(Reflect.get(globalThis, 'kept') as Set<string>)].sort())
}

describe('the browser', () => {
  let shop: BrowserShop
  before(async () => {
    shop = await openBrowserShop(FILE_ENGINE)
  })
  after(() => shop.close())

  it('keeps what slipped into a page from running, from painting and from leading away', async (test) => {
    const { page } = await shop.person(test, { expected: [/^policy: /, /Content Security Policy/, / csp$/, /status of 404/] })
    for (const path of ['/', shop.shelf.garment().url, '/cart', '/login', '/nu-exista']) {
      await page.goto(path)
      assert.deepEqual(await keptOut(page), Object.keys(TRICKS).sort(), path)
      assert.equal(await page.evaluate(() => Reflect.has(globalThis, 'ran')), false)
    }
  })

  it('keeps nothing of whoever only looks: no cookie, nothing stored', async (test) => {
    const { page, context } = await shop.person(test)
    const paths = await crawl(shop.house.visitor(), ['/'])
    assert.ok(paths.length >= 8, `${paths.length} pages`)
    for (const path of paths) {
      await page.goto(path)
      const stored = await page.evaluate(() => localStorage.length + sessionStorage.length)
      assert.deepEqual({ cookies: await context.cookies(), stored }, { cookies: [], stored: 0 }, path)
    }
  })
})
