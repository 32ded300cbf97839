/** A hold that ends while somebody looks at it: he is warned, told, and may take it again; his own clock does not matter. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Page } from 'playwright-core'
import { cartSchema } from '../../apps/revers/tests/kit/contract.ts'
import { lineOf } from '../../apps/revers/tests/kit/shopper.ts'
import { onEveryEngine } from '../../apps/revers/tests/kit/suites.ts'
import { addToCart, badge, begins, cartLink, drawer, textOf, words } from './kit/buying.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'

const HOUR = 3_600_000

/** Everything that the live region has said since the page was opened. */
async function listenTo(page: Page): Promise<() => Promise<readonly string[]>> {
  const heard: string[] = []
  await page.exposeFunction('heard', (sentence: string) => {
    if (sentence.trim() !== '') heard.push(sentence)
  })
  await page.addInitScript(() => {
    addEventListener('DOMContentLoaded', () => {
      const live = document.querySelector('[role=status][data-live]')
      const tell = Reflect.get(globalThis, 'heard') as (sentence: string) => void
      if (live) new MutationObserver(() => tell(live.textContent)).observe(live, { childList: true, characterData: true, subtree: true })
    })
  })
  return async () => heard
}

const seconds = (clock: string): number => clock.split(':').reduce((sum, part) => sum * 60 + Number(part), 0)

onEveryEngine('a hold that ends', (engine) => {
  let shop: BrowserShop
  let brief: BrowserShop
  before(async () => {
    ;[shop, brief] = await Promise.all([openBrowserShop(engine), openBrowserShop(engine, { HOLD_SECONDS: '4' })])
  })
  after(() => Promise.all([shop.close(), brief.close()]))

  const timer = (page: Page) => page.locator('hold-timer').first()

  it('lapses before one’s eyes: announced, the line stays marked, and is held again with one press', async (test) => {
    const garment = brief.shelf.garment()
    const { page } = await brief.person(test)
    const heard = await listenTo(page)
    await addToCart(page, garment)
    await drawer(page).waitFor()
    await timer(drawer(page).page()).waitFor()
    assert.equal(await timer(page).getAttribute('soon'), '', 'less than two minutes are left')
    const gone = await timer(page).getAttribute('gone')
    await drawer(page).getByText(words.cart.expired).first().waitFor()
    assert.ok(
      (await heard()).some((sentence) => sentence.includes(String(gone))),
      `heard: ${(await heard()).join(' | ')}`,
    )
    assert.equal(await drawer(page).locator('hold-timer').count(), 0, 'nothing counts any more')
    await drawer(page)
      .getByRole('button', { name: begins(words.cart.holdAgain) })
      .first()
      .click()
    await drawer(page).locator('hold-timer').first().waitFor()
    assert.equal(await drawer(page).getByText(words.cart.expired).count(), 0)
  })

  it('lapses on the cart page as well, where it leaves the total', async (test) => {
    const garment = brief.shelf.garment()
    const { page } = await brief.person(test)
    await addToCart(page, garment)
    await drawer(page).waitFor()
    await page.goto('/cart')
    await page.getByRole('main').getByText(words.cart.expired).first().waitFor()
    await page
      .getByRole('main')
      .getByRole('button', { name: begins(words.cart.holdAgain) })
      .first()
      .click()
    await page.getByRole('main').locator('hold-timer').first().waitFor()
  })

  it('warns two minutes before, once, and says nothing in between', async (test) => {
    const garment = shop.shelf.garment()
    const { page } = await shop.person(test)
    await page.clock.install()
    const heard = await listenTo(page)
    await addToCart(page, garment)
    await drawer(page).waitFor()
    const warning = String(await timer(page).getAttribute('warn'))
    const count = async (): Promise<number> => (await heard()).filter((sentence) => sentence.includes(warning)).length
    await page.clock.runFor(7 * 60_000)
    assert.equal(await count(), 0)
    assert.equal(await timer(page).getAttribute('soon'), null)
    await page.clock.runFor(90_000)
    assert.equal(await count(), 1)
    assert.equal(await timer(page).getAttribute('soon'), '')
    await page.clock.runFor(20_000)
    assert.equal(await count(), 1)
  })

  it('counts down the same on a clock that is an hour wrong', async (test) => {
    const garment = shop.shelf.garment()
    const { page, context } = await shop.person(test)
    await addToCart(page, garment)
    await drawer(page).waitFor()
    for (const wrong of [HOUR, -HOUR]) {
      const tab = await context.newPage()
      await tab.clock.install({ time: Date.now() + wrong })
      await tab.goto('/')
      await cartLink(tab).click()
      await timer(drawer(tab).page()).waitFor()
      const answer = await tab.request.get('/cart', { headers: { accept: 'application/json' } })
      const until = lineOf(cartSchema.parse(await answer.json()), garment).held_until ?? ''
      const left = (Date.parse(until) - Date.now()) / 1_000
      const shown = seconds(await textOf(drawer(tab).locator('hold-timer').first()))
      assert.ok(Math.abs(shown - left) <= 2, `${shown} s are shown, ${left} s are left, the clock is wrong by ${wrong} ms`)
      await tab.close()
    }
    assert.equal(await badge(page).textContent(), '1')
  })
})
