/** The elements in pages that are not as they expect: parts of their markup missing, names taken, answers that are none. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { Browser, Page } from 'playwright-core'
import { type ServerProcess, startServer } from '../../bench/server-process.ts'
import { openBrowser } from './kit/browser.ts'
import { openPerson, type PersonOptions } from './kit/person.ts'

const START = ['--conditions=cartwright-source', '--disable-warning=ExperimentalWarning', 'examples/kit/server.ts']
const DRAWER = `<cart-drawer src="/cart/drawer" page="/cart"><dialog aria-labelledby="cart-title"><h2 id="cart-title" tabindex="-1">Your cart</h2>
<button type="button" data-close>Close</button><div data-body></div></dialog></cart-drawer>`
const LINK = '<a href="/cart" data-cart-open>Cart <cart-badge count="0"><span data-count>0</span></cart-badge></a>'
const LIVE = '<p role="status" data-live></p>'
const ADD = `<form method="post" action="/cart/items" data-cart="add"><input type="hidden" name="product" value="mug:blue"><button>Add a mug</button></form>`

describe('the elements in pages of all kinds', () => {
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

  /** A page of the site with this markup; `before` runs ahead of the elements. */
  async function open(test: TestContext, markup: string, first = '', options: PersonOptions = {}): Promise<Page> {
    const { page } = await openPerson(test, browser, server.url.origin, options)
    const script = `<script>${first}</script><script type="module" src="/elements.min.js"></script>`
    const body = `<!doctype html><html lang="en"><link rel="icon" href="data:,"><title>A page</title>${script}<body>${markup}`
    await page.route('**/page', (route) => route.fulfill({ contentType: 'text/html', body }))
    await page.goto('/page')
    return page
  }
  const pathOf = (page: Page): string => new URL(page.url()).pathname

  it('a drawer that is taken out while it is open leaves the page as it was', async (test) => {
    const page = await open(test, LINK + LIVE + DRAWER)
    await page.getByRole('link').click()
    await page.getByText('Your cart is empty.').waitFor()
    assert.equal(await page.evaluate('document.documentElement.style.overflow'), 'hidden')
    await page.evaluate(`document.querySelector('cart-drawer').remove()`)
    await page.waitForFunction(`document.documentElement.style.overflow === '' && document.querySelector('body > [data-live]')`)
  })

  it('focus goes to the link when what opened the drawer is gone', async (test) => {
    const page = await open(test, LINK + LIVE + ADD + DRAWER)
    await page.getByRole('button', { name: 'Add a mug' }).click()
    await page.getByRole('dialog').getByText('1 × Blue mug').waitFor()
    await page.evaluate(`document.querySelector('form[data-cart=add]').remove()`)
    await page.keyboard.press('Escape')
    await page.waitForFunction(`document.activeElement.matches('[data-cart-open]')`)
  })

  for (const [what, markup] of [
    ['the page itself shows the lines', `${LINK}<div data-cart-fragment="cart"></div>${DRAWER}`],
    ['the drawer has no dialog', `${LINK}<cart-drawer></cart-drawer>`],
    ['the drawer has no place for the lines', `${LINK}<cart-drawer><dialog><h2>Cart</h2></dialog></cart-drawer>`],
  ] as const) {
    it(`the link leads to the cart where ${what}`, async (test) => {
      const page = await open(test, markup)
      await page.getByRole('link').click()
      await page.waitForURL('**/cart')
    })
  }

  it('a page that shows the lines itself is filled by a form, and no empty drawer opens', async (test) => {
    const page = await open(test, `${LINK}${LIVE}${ADD}<div data-cart-fragment="cart"></div>${DRAWER}`)
    await page.getByRole('button', { name: 'Add a mug' }).click()
    await page.getByText('Added to your cart.').waitFor()
    await page.locator('[data-cart-fragment] li').waitFor()
    assert.equal(await page.getByRole('dialog').count(), 0)
  })

  it("a button's own address is where its form goes, by the script and without it", async (test) => {
    const button = `<form method="post" action="/cart/discount" data-cart="add"><input type="hidden" name="product" value="mug:blue">
<button formaction="/cart/items">Add a mug</button></form>`
    const page = await open(test, LINK + LIVE + button + DRAWER, '', { expected: [/ERR_FAILED/] })
    await page.getByRole('button', { name: 'Add a mug' }).click()
    await page.getByRole('dialog').getByText('1 × Blue mug').waitFor()
    await page.goto('/page')
    await page.route('**/cart/*', (route) => (route.request().resourceType() === 'fetch' ? route.abort() : route.continue()))
    const posted = page.waitForRequest((request) => request.method() === 'POST' && request.isNavigationRequest())
    await page.getByRole('button', { name: 'Add a mug' }).click()
    assert.equal(new URL((await posted).url()).pathname, '/cart/items')
  })

  it('an answer that only looks like one sends the form its own way', async (test) => {
    for (const body of ['{"html":"<p>hello</p>"}', '{"html":5,"cart":{"lines":[]},"now":"2026-01-01T00:00:00Z"}', 'null']) {
      const page = await open(test, LINK + LIVE + ADD + DRAWER)
      await page.route('**/cart/items', (route) =>
        route.request().resourceType() === 'fetch' ? route.fulfill({ contentType: 'application/json', body }) : route.continue(),
      )
      const posted = page.waitForRequest((request) => request.method() === 'POST' && request.isNavigationRequest())
      await page.getByRole('button', { name: 'Add a mug' }).click()
      await posted
    }
  })

  it('a name that somebody else has taken stays his, and the rest works', async (test) => {
    const taken = `customElements.define('cart-badge', class extends HTMLElement {})`
    const page = await open(test, LINK + LIVE + ADD + DRAWER, taken)
    await page.evaluate(`import('/elements.min.js?again')`)
    let posts = 0
    page.on('request', (request) => {
      if (request.method() === 'POST') posts += 1
    })
    await page.getByRole('button', { name: 'Add a mug' }).click()
    await page.getByRole('dialog').getByText('1 × Blue mug').waitFor()
    assert.equal(pathOf(page), '/page')
    assert.equal(posts, 1)
  })

  it('a timer counts to the moment it is given later', async (test) => {
    const until = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString()
    const page = await open(test, `<hold-timer until="${until(60)}" warn="Soon." gone="Over.">later</hold-timer>${LIVE}`)
    await page.getByText(/^(59:|1:00:00)/).waitFor()
    // Set while it is nowhere, it waits; a change on the page is seen at once.
    await page.evaluate(`document.createElement('hold-timer').setAttribute('until', '${until(-5)}')`)
    await page.clock.install()
    await page.evaluate(`document.querySelector('hold-timer').setAttribute('until', '${until(10)}')`)
    assert.match((await page.locator('hold-timer').textContent()) ?? '', /^(9:5|10:0)/)
  })

  it('and a store of another script make one cart of a newcomer who does two things at once', async (test) => {
    const { page } = await openPerson(test, browser, server.url.origin)
    await page.goto('/client')
    await page.waitForLoadState('networkidle')
    await page.evaluate(`(async () => {
      await import('/elements.min.js')
      document.querySelector('main').insertAdjacentHTML('beforeend', '${ADD}')
      document.querySelector('form button').click()
      document.querySelector('[data-product="hat:1"]').click()
    })()`)
    await page.getByRole('listitem').nth(1).waitFor()
    await page.reload()
    await page.getByRole('listitem').nth(1).waitFor()
  })
})
