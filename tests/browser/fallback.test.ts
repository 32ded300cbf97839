/** When something between the page and the shop fails, the form goes its own way; and other things that people do to shops. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import type { Page, Route } from 'playwright-core'
import { cartSchema, minor } from '../../apps/revers/tests/kit/contract.ts'
import type { Product } from '../../apps/revers/tests/kit/contract-types.ts'
import { FILE_ENGINE } from '../../apps/revers/tests/kit/database.ts'
import { cartOf, nameOf, ordersOf } from '../../apps/revers/tests/kit/shopper.ts'
import { addButton, addToCart, badge, begins, cartLink, drawer, fillAddress, payButton, shownOrder, words } from './kit/buying.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'

const MARKUP = '"><img src=x onerror=alert(1)>'

describe('when things go wrong', () => {
  let shop: BrowserShop
  before(async () => {
    shop = await openBrowserShop(FILE_ENGINE)
  })
  after(() => shop.close())

  /** Requests of the script, not those of forms. */
  const isScript = (route: Route): boolean => route.request().resourceType() === 'fetch'
  const cart = async (page: Page) =>
    cartSchema.parse(await (await page.request.get('/cart', { headers: { accept: 'application/json' } })).json())

  /** Adds the garment while the script's own request meets with this, and sees that the form's own POST has added it once. */
  async function addDespite(page: Page, garment: Product, fate: (route: Route) => Promise<void>): Promise<void> {
    await page.goto(garment.url)
    await page.route('**/cart/items', (route) => (isScript(route) ? fate(route) : route.continue()))
    const [posted] = await Promise.all([
      page.waitForRequest((request) => request.method() === 'POST' && request.isNavigationRequest()),
      addButton(page).click(),
    ])
    await page.waitForLoadState()
    assert.equal(new URL(posted.url()).pathname, '/cart/items')
    await badge(page).getByText('1').waitFor({ state: 'attached' })
    assert.deepEqual(
      (await cart(page)).lines.map(({ product }) => product.id),
      [garment.id],
    )
  }

  it('no network: the page stays, says so beside the form, and adds once there is one again', async (test) => {
    const garment = shop.shelf.garment()
    const { page } = await shop.person(test, { expected: [/ERR_INTERNET_DISCONNECTED/] })
    await page.goto(garment.url)
    await page.context().setOffline(true)
    await addButton(page).click()
    await page.getByRole('alert').filter({ hasText: words.frame.offline }).waitFor()
    assert.equal(new URL(page.url()).pathname, garment.url)
    await page.context().setOffline(false)
    await addButton(page).click()
    await drawer(page).waitFor()
    assert.equal((await cart(page)).lines.length, 1)
  })

  it('a 503 in answer to the script', async (test) => {
    const { page } = await shop.person(test, { expected: [/status of 503/] })
    await addDespite(page, shop.shelf.garment(), (route) =>
      route.fulfill({ status: 503, contentType: 'application/problem+json', body: '{"code":"unavailable"}' }),
    )
  })

  it('a connection that breaks', async (test) => {
    const { page } = await shop.person(test, { expected: [/ERR_CONNECTION_RESET/] })
    await addDespite(page, shop.shelf.garment(), (route) => route.abort('connectionreset'))
  })

  it('an answer that is no JSON', async (test) => {
    const { page } = await shop.person(test)
    await addDespite(page, shop.shelf.garment(), (route) => route.fulfill({ status: 200, contentType: 'text/html', body: '<p>Proxy</p>' }))
  })

  it('an answer that is lost after the shop has done it: still one line', async (test) => {
    const { page } = await shop.person(test, { expected: [/ERR_FAILED/] })
    const article = shop.shelf.article()
    await page.goto(article.url)
    await page.route('**/cart/items', async (route) => {
      if (!isScript(route)) return route.continue()
      await route.fetch()
      return route.abort()
    })
    await Promise.all([page.waitForNavigation(), addButton(page).click()])
    const { lines } = await cart(page)
    assert.deepEqual(
      lines.map(({ product, quantity }) => [product.id, Number(quantity)]),
      [[article.id, 1]],
    )
  })

  it('a shop that does not answer for eight seconds', async (test) => {
    const { page } = await shop.person(test)
    await page.clock.install()
    const garment = shop.shelf.garment()
    await page.goto(garment.url)
    await page.route('**/cart/items', (route) => (isScript(route) ? undefined : route.continue()))
    await addButton(page).click()
    assert.equal(await addButton(page).getAttribute('aria-disabled'), 'true')
    assert.equal(await addButton(page).isDisabled(), true, 'told as busy, and still focusable')
    assert.equal(await addButton(page).getAttribute('disabled'), null)
    await Promise.all([page.waitForNavigation(), page.clock.runFor(9_000)])
    assert.equal((await cart(page)).lines.length, 1)
  })

  it('five quick presses are one addition', async (test) => {
    const { page } = await shop.person(test)
    const article = shop.shelf.article()
    await page.goto(article.url)
    await addButton(page).evaluate((button) => {
      for (let press = 0; press < 5; press += 1) (button as HTMLButtonElement).click()
    })
    await drawer(page).waitFor()
    assert.deepEqual(
      (await cart(page)).lines.map(({ quantity }) => Number(quantity)),
      [1],
    )
  })

  it('a double click on the button that pays is one order, and Back after paying sells nothing twice', async (test) => {
    const { page } = await shop.person(test, { name: 'buyer01', expected: [/status of 409/] })
    await addToCart(
      page,
      shop.shelf.garment((product) => minor(product.price) <= 30_000n),
    )
    await drawer(page).waitFor()
    await page.goto('/checkout?payment=wallet')
    await fillAddress(page)
    await payButton(page).first().dblclick()
    await shownOrder(page)
    const buyer = shop.house.signedIn('buyer01')
    assert.equal((await ordersOf(buyer)).length, 1)
    await page.goBack()
    if (await payButton(page).first().isVisible()) {
      await payButton(page).first().click()
      await page.waitForLoadState()
    }
    assert.equal((await ordersOf(buyer)).length, 1)
    assert.deepEqual((await cartOf(buyer)).lines, [])
  })

  it('a page that comes back out of the browser’s memory shows the cart as it is now', async (test) => {
    const { page } = await shop.person(test)
    // Not by another tab, which would tell this one.
    const addElsewhere = (): Promise<unknown> =>
      page.request.post('/cart/items', { form: { product: nameOf(shop.shelf.garment()) }, headers: { origin: shop.house.url } })
    await page.goto('/')
    await addElsewhere()
    await page.goto('/help')
    await page.goBack()
    await badge(page).getByText('1').waitFor({ state: 'attached' })
    // This browser is started without that memory; what it would tell the page is told here.
    await addElsewhere()
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })))
    await badge(page).getByText('2').waitFor({ state: 'attached' })
  })

  it('a link that would lead to another site leads to this one', async (test) => {
    for (const next of ['//evil.example', '/\\evil.example', 'https://evil.example/']) {
      const { page } = await shop.person(test)
      await page.goto(`/login?next=${encodeURIComponent(next)}`)
      await page.getByLabel(words.account.email).fill('buyer02@example.com')
      await page.getByLabel(words.account.password).fill('parola-demo-1')
      await page.getByRole('main').getByRole('button', { name: words.account.login }).click()
      await page.waitForURL((url) => url.pathname !== '/login')
      assert.equal(new URL(page.url()).origin, shop.house.url)
    }
  })

  it('markup typed into every box of every form is shown as it was typed', async (test) => {
    const { page } = await shop.person(test, { name: 'mihai', expected: [/status of 4(02|09|22|29)/, /status of 404/] })
    page.on('dialog', () => assert.fail('a script ran'))
    const [article] = shop.shelf.articles
    assert.ok(article)
    await addToCart(page, article)
    await drawer(page).waitFor()
    const typed = page.locator('main form:has(input:not([type=hidden],[type=radio],[type=checkbox]), textarea)')
    for (const path of ['/', '/cart', '/checkout', '/addresses', '/account', '/sell', '/sell/new', '/wallet', '/register']) {
      for (let index = 0; ; index += 1) {
        await page.goto(path)
        if (index >= (await typed.count())) break
        const form = typed.nth(index)
        await form.evaluate((element, markup) => {
          const target = element as HTMLFormElement
          target.noValidate = true
          for (const box of target.querySelectorAll<HTMLInputElement>('input:not([type=hidden],[type=radio],[type=checkbox]),textarea'))
            box.value = markup
        }, MARKUP)
        const before = page.url()
        await form.evaluate((element) => (element as HTMLFormElement).requestSubmit())
        await page.waitForLoadState('networkidle')
        assert.equal(await page.locator('img[src="x"]').count(), 0, `${path}, form ${index}, from ${before}`)
      }
    }
  })

  it('the drawer that cannot be read leads to the page of the cart', async (test) => {
    const { page } = await shop.person(test, { expected: [/ERR_FAILED/] })
    await page.goto('/')
    await page.route('**/cart/drawer*', (route) => route.abort())
    await cartLink(page).click()
    await page.waitForURL('**/cart')
    await page
      .getByRole('heading', { name: begins(words.cart.title) })
      .first()
      .waitFor()
  })
})
