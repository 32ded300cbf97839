/** The whole purchase by mouse: from the front page to the order, as a guest and as a user, on a desk and on a phone. */
import { strict as assert } from 'node:assert'
import { after, before, it, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { minor } from '../../apps/revers/tests/kit/contract.ts'
import type { Product } from '../../apps/revers/tests/kit/contract-types.ts'
import { look } from '../../apps/revers/tests/kit/shopper.ts'
import { onEveryEngine } from '../../apps/revers/tests/kit/suites.ts'
import {
  addButton,
  badge,
  begins,
  choosePayment,
  drawer,
  fillAddress,
  type Method,
  payButton,
  recalculateButton,
  said,
  shownOrder,
  signIn,
  textOf,
  words,
} from './kit/buying.ts'
import { type PersonOptions, PHONE } from './kit/person.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'

const GUEST = 'oaspete@example.com'

onEveryEngine('the whole purchase by mouse', (engine) => {
  let shop: BrowserShop
  before(async () => {
    shop = await openBrowserShop(engine)
  })
  after(() => shop.close())

  const cheap = (): Product => shop.shelf.garment((product) => minor(product.price) <= 30_000n)

  /** Finds the garment by its name, looks at it and takes it; the drawer shows it. */
  async function take(page: Page, garment: Product): Promise<void> {
    await page.goto('/')
    await page.getByRole('searchbox', { name: words.frame.searchLabel }).fill(garment.name)
    await page.getByRole('search').getByRole('button').click()
    await page.getByRole('main').locator(`a[href="${garment.url}"]`).first().click()
    await page.waitForURL((url) => url.pathname === garment.url)
    await addButton(page).click()
    await drawer(page).waitFor()
    await drawer(page).getByRole('link', { name: garment.name }).first().waitFor()
  }

  /** From the drawer to the order, by this payment. */
  async function pay(page: Page, method: Method, guest: boolean): Promise<void> {
    await drawer(page)
      .getByRole('link', { name: begins(words.cart.checkout) })
      .click()
    await page.waitForURL(/\/checkout/)
    if (guest) await page.getByLabel(words.checkout.email).fill(GUEST)
    await fillAddress(page)
    await choosePayment(page, method)
    await payButton(page).first().click()
    if (method === 'card') {
      await page.waitForURL(/\/payments\/simulated\//)
      await page.getByRole('button', { name: words.checkout.outcomes.succeed }).click()
    }
    await shownOrder(page)
  }

  async function buy(test: TestContext, method: Method, options: PersonOptions & { readonly name?: string } = {}): Promise<void> {
    const garment = cheap()
    const { page } = await shop.person(test, options)
    await take(page, garment)
    assert.equal(await badge(page).textContent(), '1')
    await said(page).filter({ hasText: /\S/ }).waitFor({ state: 'attached' })
    await pay(page, method, options.name === undefined)
    assert.equal(await page.getByRole('main').getByText(garment.name).first().isVisible(), true)
    assert.equal((await look(shop.house.visitor(), garment)).availability, 'sold')
    assert.equal(await badge(page).textContent(), '0')
  }

  it('a guest pays by card', (test) => buy(test, 'card'))
  it('a guest pays the courier', (test) => buy(test, 'cod'))
  it('a user pays from the wallet', (test) => buy(test, 'wallet', { name: 'buyer01' }))
  it('a user pays by card on a phone', (test) => buy(test, 'card', { name: 'buyer02', width: PHONE }))
  it('a user pays from the wallet on a phone', (test) => buy(test, 'wallet', { name: 'buyer03', width: PHONE }))

  it('who chooses another delivery sees and hears the new total, and goes on where he was', async (test) => {
    const { page } = await shop.person(test, { name: 'buyer06', expected: [/ERR_FAILED/] })
    await take(page, cheap())
    await page.goto('/checkout')
    const price = async (): Promise<string> => /[\d.,]+(?=\sRON)/.exec(await textOf(payButton(page).first()))?.[0] ?? ''
    const [before, other] = [await price(), page.getByRole('radio', { name: /Expres/ })]
    await page.getByLabel(words.checkout.city).fill('Cluj')
    await other.check()
    await said(page).getByText(/RON/).waitFor({ state: 'attached' })
    assert.notEqual(await price(), before)
    assert.ok(await other.isChecked())
    assert.ok(await other.evaluate((radio) => radio === document.activeElement))
    assert.ok((await textOf(said(page))).includes(await price()))
    assert.equal(await page.getByLabel(words.checkout.city).inputValue(), 'Cluj')
    const next = await price()
    await page.route('**/checkout/quote', (route) => route.abort())
    await Promise.all([page.waitForEvent('requestfailed'), page.getByRole('radio', { name: /locker/ }).check()])
    await page.unroute('**/checkout/quote')
    assert.equal(await price(), next, 'what cannot be asked stays as it was')
    await fillAddress(page)
    await Promise.all([page.waitForNavigation(), recalculateButton(page).click()])
    assert.notEqual(await price(), next)
  })

  it('who signs in on the way keeps the cart and pays from the wallet', async (test) => {
    const garment = cheap()
    const { page } = await shop.person(test)
    await take(page, garment)
    await signIn(page, 'buyer04')
    await page.goto('/cart')
    await page.getByRole('main').getByRole('link', { name: garment.name }).first().waitFor()
    await page
      .getByRole('main')
      .getByRole('link', { name: begins(words.cart.checkout) })
      .first()
      .click()
    await fillAddress(page)
    await choosePayment(page, 'wallet')
    await payButton(page).first().click()
    await shownOrder(page)
    assert.equal((await look(shop.house.visitor(), garment)).availability, 'sold')
  })

  it('a declined card leaves the cart as it was, and the next try succeeds', async (test) => {
    const garment = cheap()
    const { page } = await shop.person(test, { name: 'buyer05', expected: [/status of 402/] })
    await take(page, garment)
    await drawer(page)
      .getByRole('link', { name: begins(words.cart.checkout) })
      .click()
    await fillAddress(page)
    await choosePayment(page, 'card')
    await payButton(page).first().click()
    await page.getByRole('button', { name: words.checkout.outcomes.decline }).click()
    await page.waitForLoadState()
    assert.match(await textOf(page.getByRole('main')), /card/i)
    await page.goto('/checkout')
    await fillAddress(page)
    await choosePayment(page, 'card')
    await payButton(page).first().click()
    await page.getByRole('button', { name: words.checkout.outcomes.succeed }).click()
    await shownOrder(page)
    assert.equal((await look(shop.house.visitor(), garment)).availability, 'sold')
  })
})
