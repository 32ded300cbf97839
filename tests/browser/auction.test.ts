/** An auction watched in two browsers: bids arrive by themselves, what is typed stays, and who wins pays for it. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Page } from 'playwright-core'
import { lotsSchema } from '../../apps/revers/tests/kit/contract.ts'
import type { Lot } from '../../apps/revers/tests/kit/contract-types.ts'
import { read } from '../../apps/revers/tests/kit/shopper.ts'
import { onEveryEngine } from '../../apps/revers/tests/kit/suites.ts'
import { alertOf, begins, cartLink, choosePayment, drawer, fillAddress, payButton, said, shownOrder, textOf, words } from './kit/buying.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'

onEveryEngine('an auction', (engine) => {
  let shop: BrowserShop
  let lots: readonly Lot[]
  before(async () => {
    shop = await openBrowserShop(engine, { SWEEP_SECONDS: '1' })
    lots = read(await shop.house.visitor().get('/auctions'), 200, lotsSchema).items
  })
  after(() => shop.close())

  const amountBox = (page: Page) => page.getByRole('textbox', { name: begins(words.shop.maximumBid) })
  const leading = (page: Page) =>
    page
      .getByRole('main')
      .getByText(/cea mai mare ofertă/)
      .first()
  const outbid = (page: Page) =>
    page
      .getByRole('main')
      .getByText(/depășit/)
      .first()

  async function bid(page: Page, amount: string): Promise<void> {
    await amountBox(page).fill(amount)
    await amountBox(page).press('Enter')
  }

  it('is bid on, outbid before one’s eyes, won, and paid', async (test) => {
    const lot = lots[1]
    assert.ok(lot)
    const path = `/auctions/${lot.id}`
    const [first, second] = [await shop.person(test, { name: 'buyer01' }), await shop.person(test, { name: 'buyer02' })]
    for (const { page } of [first, second]) await page.goto(path)

    await bid(first.page, '200.00')
    await leading(first.page).waitFor()
    await amountBox(first.page).fill('777.00')
    await bid(second.page, '250.00')
    await leading(second.page).waitFor()
    await outbid(first.page).waitFor()
    assert.equal(await amountBox(first.page).inputValue(), '777.00', 'what is typed stays')
    await said(first.page)
      .getByText(/depășit/)
      .waitFor({ state: 'attached' })
    assert.match(await textOf(first.page.getByRole('main')), /205,00/)

    await shop.house.database.query(`update auction_lot set ends_at = ${Date.now()} where lot_id = '${lot.id}' returning lot_id`)
    await second.page
      .getByText(/ai câștigat/i)
      .first()
      .waitFor()
    await first.page
      .getByText(/s-a încheiat/i)
      .first()
      .waitFor()
    assert.equal(await amountBox(first.page).count(), 0)

    await second.page.goto('/account/wins')
    await second.page.getByRole('link', { name: lot.product.name }).first().waitFor()
    await cartLink(second.page).click()
    await drawer(second.page).getByText(words.cart.won).first().waitFor()
    await drawer(second.page)
      .getByRole('link', { name: begins(words.cart.checkout) })
      .click()
    await fillAddress(second.page)
    await choosePayment(second.page, 'wallet')
    await payButton(second.page).first().click()
    await shownOrder(second.page)
    assert.match(await textOf(second.page.getByRole('main')), /205,00/)
    await second.page.goto('/account/wins')
    await second.page.getByText(words.account.winStates.paid).first().waitFor()
  })

  it('refuses a bid that is too low beside its box, with what was typed', async (test) => {
    const lot = lots[2]
    assert.ok(lot)
    const { page } = await shop.person(test, { name: 'buyer03', expected: [/status of 422/] })
    await page.goto(`/auctions/${lot.id}`)
    await bid(page, '1.00')
    await alertOf(page).waitFor()
    assert.equal(await amountBox(page).inputValue(), '1.00')
    assert.equal(await amountBox(page).getAttribute('aria-invalid'), 'true')
  })
})
