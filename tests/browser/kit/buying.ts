/** What shoppers do with the mouse, found by the names that a screen reader says. */
import { strict as assert } from 'node:assert'
import type { Locator, Page } from 'playwright-core'
import { type Messages, messagesOf } from '../../../apps/revers/src/i18n/messages.ts'
import type { Product } from '../../../apps/revers/tests/kit/contract-types.ts'
import { CLUJ, PASSWORD } from '../../../apps/revers/tests/kit/shopper.ts'

export const words: Messages = messagesOf('ro')

/** A name as it begins: hidden words about which thing it is may follow. */
export const begins = (text: string): RegExp => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`)

export const drawer = (page: Page): Locator => page.getByRole('dialog', { name: words.cart.title })
export const addButton = (page: Page): Locator =>
  page
    .getByRole('main')
    .getByRole('button', { name: begins(words.shop.addToCart) })
    .first()
/** The link to the cart in the head of every page. */
export const cartLink = (page: Page): Locator => page.getByRole('banner').locator('[data-cart-open]')
/** The number on it. */
export const badge = (page: Page): Locator => page.getByRole('banner').locator('cart-badge [data-count]')
/** What is wrong, as it is said at once. The places where it may come to stand are empty until then. */
export const alertOf = (page: Page): Locator => page.getByRole('alert').filter({ hasText: /\S/ }).first()
/** What a screen reader was told last: by a part of the page that is read out when it changes. */
export const said = (page: Page): Locator => page.getByRole('status').and(page.locator('[data-live]'))

/** Presses the only form of a product page; with script the drawer opens, without it the cart's page comes. */
export async function addToCart(page: Page, product: Product): Promise<void> {
  await page.goto(product.url)
  await addButton(page).click()
}

export async function signIn(page: Page, person: string): Promise<void> {
  await page.goto('/login')
  await page.getByLabel(words.account.email).fill(`${person}@example.com`)
  await page.getByLabel(words.account.password).fill(PASSWORD)
  await page.getByRole('main').getByRole('button', { name: words.account.login }).click()
  await page.waitForURL((url) => url.pathname !== '/login')
}

/** Types the address where the page asks for one. */
export async function fillAddress(page: Page): Promise<void> {
  const { checkout } = words
  await page.getByLabel(checkout.name).fill(CLUJ.name)
  await page.getByLabel(checkout.line1).fill(CLUJ.line1)
  await page.getByLabel(checkout.city).fill(CLUJ.city)
  await page.getByLabel(checkout.county).selectOption(CLUJ.county ?? '')
  await page.getByLabel(checkout.postalCode).fill(CLUJ.postal_code)
  await page.getByLabel(checkout.phone).fill(CLUJ.phone ?? '')
}

export type Method = 'wallet' | 'card' | 'cod'

export const paymentChoice = (page: Page, method: Method): Locator =>
  page.getByRole('radio', { name: begins(words.checkout.methods[method]) })

/** The button that orders: it says what it costs. */
export const payButton = (page: Page): Locator => page.getByRole('button', { name: /^(Plătește|Comandă|Plasează)/ })
export const recalculateButton = (page: Page): Locator => page.getByRole('button', { name: words.checkout.recalculate })

/** Chooses how to pay and has the totals made anew where the page does not do it by itself. */
export async function choosePayment(page: Page, method: Method): Promise<void> {
  const hasScript = await page.evaluate(() => customElements.get('cart-drawer') !== undefined)
  const isChosen = await paymentChoice(page, method).isChecked()
  await paymentChoice(page, method).check()
  if (hasScript && !isChosen) await said(page).getByText(/RON/).waitFor({ state: 'attached' })
  else await Promise.all([page.waitForNavigation(), recalculateButton(page).click()])
  assert.ok(await paymentChoice(page, method).isChecked(), `${method} stays chosen`)
}

/** Waits for the page of an order. */
export async function shownOrder(page: Page): Promise<void> {
  await page.waitForURL(/\/orders\/[^/?]+/)
  await page.getByRole('heading', { level: 1 }).waitFor()
}

export const textOf = async (place: Locator): Promise<string> => (await place.textContent()) ?? ''
