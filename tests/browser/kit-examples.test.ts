/** The three example pages of the kit: each adds and removes, and all show the same cart. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import type { Browser, Locator, Page } from 'playwright-core'
import { type ServerProcess, startServer } from '../../bench/server-process.ts'
import { openBrowser } from './kit/browser.ts'
import { openPerson } from './kit/person.ts'

const START = ['--conditions=cartwright-source', '--disable-warning=ExperimentalWarning', 'examples/kit/server.ts']

describe('the example pages of the kit', () => {
  let server: ServerProcess
  let browser: Browser
  before(async () => {
    server = await startServer(START, { PORT: '0' })
    browser = await openBrowser()
  })
  after(async () => {
    await browser.close()
    await server.stop()
  })

  const add = (page: Page, place = 0): Locator => page.getByRole('button', { name: /^Add / }).nth(place)
  const lines = (page: Page): Locator => page.getByRole('listitem')

  for (const withoutScript of [false, true]) {
    it(`elements, ${withoutScript ? 'without' : 'with'} script`, async (test) => {
      const { page } = await openPerson(test, browser, server.url.origin, { withoutScript })
      await page.goto('/elements')
      await add(page).click()
      if (!withoutScript) {
        await page.getByRole('dialog').waitFor()
        await page.getByRole('dialog').locator('hold-timer').waitFor()
        await page.keyboard.press('Escape')
      }
      await page.getByRole('link', { name: /^Cart 1/ }).click()
      await lines(page).waitFor()
      await page.getByRole('button', { name: /^Remove/ }).click()
      await page
        .getByText('Your cart is empty.')
        .or(page.getByRole('heading', { name: 'Elements' }))
        .first()
        .waitFor()
      await page.goto('/cart')
      assert.equal(await lines(page).count(), 0)
    })
  }

  it('client: draws the list by itself', async (test) => {
    const { page } = await openPerson(test, browser, server.url.origin)
    await page.goto('/client')
    await add(page, 1).click()
    await lines(page).waitFor()
    assert.match((await page.getByRole('status').textContent()) ?? '', /\S/)
    await page.getByRole('button', { name: 'Remove' }).click()
    await lines(page).waitFor({ state: 'detached' })
  })

  it('React: drawn by the server, taken over in the browser, in step with the other pages', async (test) => {
    const { page, tab } = await openPerson(test, browser, server.url.origin)
    await page.goto('/react')
    await page.waitForLoadState('networkidle')
    await add(page, 2).click()
    await page.getByText('Cart: 1').waitFor()
    assert.equal(new URL(page.url()).pathname, '/react')
    const other = await tab()
    await other.goto('/client')
    await lines(other).waitFor()
    await other.getByRole('button', { name: 'Remove' }).click()
    await page.getByText('Cart: 0').waitFor()
  })
})
