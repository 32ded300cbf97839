/** Everything once more in a browser that runs no script: forms, their answers, and pages. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it, type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { lotsSchema, minor } from '../../apps/revers/tests/kit/contract.ts'
import type { Lot, Product } from '../../apps/revers/tests/kit/contract-types.ts'
import { FILE_ENGINE } from '../../apps/revers/tests/kit/database.ts'
import { add, look, PASSWORD, read } from '../../apps/revers/tests/kit/shopper.ts'
import { addButton, badge, begins, cartLink, choosePayment, fillAddress, payButton, shownOrder, signIn, words } from './kit/buying.ts'
import type { Person, PersonOptions } from './kit/person.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'

describe('without script', () => {
  let shop: BrowserShop
  before(async () => {
    shop = await openBrowserShop(FILE_ENGINE)
  })
  after(() => shop.close())

  const cheap = (): Product => shop.shelf.garment((product) => minor(product.price) <= 30_000n)
  const person = (test: TestContext, options: PersonOptions & { readonly name?: string } = {}): Promise<Person> =>
    shop.person(test, { withoutScript: true, ...options })
  const line = (page: Page, product: Product) => page.getByRole('listitem').filter({ has: page.getByRole('link', { name: product.name }) })

  async function take(page: Page, product: Product): Promise<void> {
    await page.goto(product.url)
    await addButton(page).click()
    await page
      .getByText(words.shop.addedLink)
      .or(page.getByRole('heading', { name: words.cart.title }))
      .first()
      .waitFor()
    await cartLink(page).click()
    await page.waitForURL('**/cart')
    await line(page, product).first().waitFor()
  }

  it('a guest buys by card, with a coupon', async (test) => {
    const { page } = await person(test)
    const garment = shop.shelf.garment((product) => minor(product.price) >= 12_000n)
    await take(page, garment)
    assert.equal(await badge(page).textContent(), '1')
    await page.getByText(words.cart.haveCode).click()
    await page.getByLabel(words.cart.code).fill('MINUS20LEI')
    await page.getByRole('button', { name: words.cart.applyCode }).click()
    await page.getByText('MINUS20LEI').first().waitFor()
    await page
      .getByRole('link', { name: begins(words.cart.checkout) })
      .first()
      .click()
    await page.getByLabel(words.checkout.email).fill('oaspete@example.com')
    await fillAddress(page)
    await choosePayment(page, 'card')
    await payButton(page).first().click()
    await page.getByRole('button', { name: words.checkout.outcomes.succeed }).click()
    await shownOrder(page)
    assert.equal((await look(shop.house.visitor(), garment)).availability, 'sold')
  })

  it('somebody signs in and pays from the wallet', async (test) => {
    const { page } = await person(test)
    const garment = cheap()
    await take(page, garment)
    await signIn(page, 'buyer01')
    await page.goto('/checkout')
    await fillAddress(page)
    await choosePayment(page, 'wallet')
    await payButton(page).first().click()
    await shownOrder(page)
    assert.equal((await look(shop.house.visitor(), garment)).availability, 'sold')
  })

  it('a wrong coupon is told beside its box, with what was typed', async (test) => {
    const { page } = await person(test, { expected: [/status of 422/] })
    await take(page, cheap())
    await page.getByText(words.cart.haveCode).click()
    await page.getByLabel(words.cart.code).fill('NUEXISTA')
    await page.getByRole('button', { name: words.cart.applyCode }).click()
    assert.equal(await page.getByLabel(words.cart.code).inputValue(), 'NUEXISTA')
    assert.equal(await page.getByLabel(words.cart.code).getAttribute('aria-invalid'), 'true')
  })

  it('a line is put aside, taken back and removed', async (test) => {
    const { page } = await person(test)
    const garment = cheap()
    await take(page, garment)
    const button = (name: string) => line(page, garment).getByRole('button', { name: begins(name) })
    await button(words.cart.saveForLater).click()
    await page.getByRole('heading', { name: words.cart.saved }).waitFor()
    assert.equal(await badge(page).textContent(), '0')
    await button(words.cart.returnToCart).click()
    await button(words.frame.remove).first().waitFor()
    assert.equal(await badge(page).textContent(), '1')
    await button(words.frame.remove).click()
    await page.getByText(words.cart.empty).waitFor()
  })

  it('somebody bids and is told where he stands', async (test) => {
    const { page } = await person(test, { name: 'buyer02' })
    const [lot] = read(await shop.house.visitor().get('/auctions'), 200, lotsSchema).items as Lot[]
    assert.ok(lot)
    await page.goto(`/auctions/${lot.id}`)
    await page.getByRole('textbox', { name: /ofert/i }).fill('333.00')
    await page.getByRole('button', { name: begins(words.shop.bid) }).click()
    await page
      .getByText(/cea mai mare ofertă/)
      .first()
      .waitFor()
    await page
      .getByRole('link', { name: begins(words.shop.refresh) })
      .first()
      .click()
    await page
      .getByText(/cea mai mare ofertă/)
      .first()
      .waitFor()
  })

  it('somebody waits in line for what another holds, and leaves the line', async (test) => {
    const garment = cheap()
    await add(shop.house.signedIn('buyer03'), garment)
    const { page } = await person(test)
    await page.goto(garment.url)
    await page.getByRole('button', { name: begins(words.shop.joinQueue) }).click()
    await page.getByText(words.shop.queuePosition(1)).first().waitFor()
    await page.goto('/queue')
    await page.getByRole('link', { name: garment.name }).first().waitFor()
    await page.getByRole('button', { name: begins(words.shop.leaveQueue) }).click()
    await page.getByText(words.market.noPlaces).waitFor()
  })

  it('a seller lists a garment, and a buyer finds it', async (test) => {
    const seller = await person(test, { name: 'mihai' })
    await seller.page.goto('/sell')
    const first = seller.page.getByRole('main').getByRole('link', { name: words.market.newListing }).first()
    if ((await first.count()) > 0) await first.click()
    await seller.page.getByLabel(words.account.listingName).fill('Rochie de probă fără script')
    await seller.page.getByLabel(words.account.listingPrice).fill('99.00')
    await seller.page.getByRole('button', { name: words.account.publish }).click()
    const { page } = await person(test)
    await page.goto('/?q=prob%C4%83')
    await page.getByRole('link', { name: 'Rochie de probă fără script' }).first().click()
    await addButton(page).waitFor()
  })

  it('an admin releases a held garment, and the journal says so', async (test) => {
    const garment = cheap()
    await add(shop.house.signedIn('buyer04'), garment)
    const { page } = await person(test)
    await signIn(page, 'admin')
    await page.goto(`/admin/claims?product=${garment.type}:${garment.id}`)
    // The words of the library's pages are its own.
    await page.getByRole('main').locator('summary', { hasText: 'Eliberează' }).click()
    await page.getByLabel('Motiv').fill('probă')
    await page.getByRole('button', { name: 'Eliberează piesa' }).click()
    await page.getByText('Făcut și notat în jurnal.').waitFor()
    assert.equal((await look(shop.house.visitor(), garment)).availability, 'available')
  })

  it('an admin who has to give the password again finds the form as it was', async (test) => {
    // The page that asks for the password, and says that it was wrong, is a 401.
    const { page } = await person(test, { expected: [/status of 401/] })
    await signIn(page, 'admin')
    await shop.house.database.query(`update login set confirmed_at = 0 where person_id = 'admin'`)
    const form = page.locator('form[action="/admin/wallets/top-up"]')
    const balance = page.getByRole('row').filter({ hasText: 'wallet:buyer09:RON' })
    await page.goto('/admin/wallets')
    const before = await balance.textContent()
    await page.getByRole('main').locator('summary', { hasText: 'Alimentează un portofel' }).click()
    await form.getByLabel('E-mail').fill('buyer09@example.com')
    await form.getByLabel('Suma').fill('12,50')
    await form.getByLabel('Motiv').fill('un gest')
    await form.getByRole('button').click()
    for (const password of ['nu este', PASSWORD]) {
      await page.getByLabel('Parola').fill(password)
      await page.getByRole('button', { name: 'Continuă' }).click()
    }
    await page.getByText('Încă nu s-a făcut nimic').waitFor()
    assert.equal(await balance.textContent(), before)
    assert.equal(await form.getByLabel('Suma').inputValue(), '12,50')
    await form.getByRole('button').click()
    await page.getByText('Făcut și notat în jurnal.').waitFor()
    assert.match(String(await balance.textContent()), /1\.012,50/)
  })

  it('language and colours are forms and stay', async (test) => {
    const { page } = await person(test)
    await page.goto('/')
    await page.getByRole('button', { name: 'English' }).click()
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    await page.getByRole('button', { name: /^dark/i }).click()
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark')
    await page.goto('/cart')
    assert.equal(await page.locator('html').getAttribute('lang'), 'en')
    assert.equal(await page.locator('html').getAttribute('data-theme'), 'dark')
  })
})
