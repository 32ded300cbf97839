/** Two people race for one garment in two browsers; and two tabs of one person stay in step. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import type { Page } from 'playwright-core'
import type { Product } from '../../apps/revers/tests/kit/contract-types.ts'
import { onEveryEngine } from '../../apps/revers/tests/kit/suites.ts'
import { addButton, addToCart, badge, begins, cartLink, drawer, textOf, words } from './kit/buying.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'

// Who comes second is refused, which the browser tells as an error of its own.
const REFUSED = /the server responded with a status of 409/

onEveryEngine('a race for one garment', (engine) => {
  let shop: BrowserShop
  before(async () => {
    shop = await openBrowserShop(engine)
  })
  after(() => shop.close())

  const removeButton = (page: Page, { name }: Product) =>
    drawer(page)
      .getByRole('button', { name: begins(words.frame.remove) })
      .and(page.getByRole('button', { name }))

  it('one gets it, the other sees until when, waits in line and gets it when it is let go', async (test) => {
    const garment = shop.shelf.garment()
    const people = [await shop.person(test, { expected: [REFUSED] }), await shop.person(test, { name: 'buyer01', expected: [REFUSED] })]
    const pages = people.map(({ page }) => page)
    for (const page of pages) await page.goto(garment.url)
    await Promise.all(pages.map((page) => addButton(page).click()))
    const outcome = async (page: Page): Promise<string> => {
      const lost = page.getByText(words.shop.someoneHolds)
      await drawer(page).or(lost).first().waitFor()
      return (await drawer(page).isVisible()) ? 'won' : 'lost'
    }
    const outcomes = await Promise.all(pages.map(outcome))
    assert.deepEqual(outcomes.toSorted(), ['lost', 'won'])
    const [winner, loser] = outcomes[0] === 'won' ? pages : pages.toReversed()
    assert.ok(winner && loser)

    assert.match(await textOf(loser.getByRole('main')), /până la \d{1,2}:\d{2}/)
    assert.equal(await addButton(loser).count(), 0)
    assert.equal(await badge(loser).textContent(), '0')
    await loser
      .getByRole('button', { name: begins(words.shop.joinQueue) })
      .first()
      .click()
    await loser.getByText(words.shop.queuePosition(1)).first().waitFor()

    await removeButton(winner, garment).click()
    await drawer(winner).getByText(words.cart.empty).waitFor()
    await loser.goto(garment.url)
    await loser.getByText(words.shop.queueTurn).first().waitFor()
    await addButton(loser).click()
    await drawer(loser).getByRole('link', { name: garment.name }).first().waitFor()
    await winner.goto(garment.url)
    await winner.getByText(words.shop.someoneHolds).first().waitFor()
  })

  it('two tabs of one person stay in step: badge, drawer and cart', async (test) => {
    const [first, second] = shop.shelf.garments(2)
    assert.ok(first && second)
    const person = await shop.person(test)
    const [here, there, cart] = [person.page, await person.tab(), await person.tab()]
    await there.goto('/')
    await addToCart(here, first)
    await drawer(here).waitFor()
    await badge(there).getByText('1').waitFor()
    await cart.goto('/cart')
    await cartLink(there).click()
    await drawer(there).getByRole('link', { name: first.name }).first().waitFor()

    await addToCart(here, second)
    await badge(there).getByText('2').waitFor({ state: 'attached' })
    await drawer(there).getByRole('link', { name: second.name }).first().waitFor()
    await cart.getByRole('main').getByRole('link', { name: second.name }).first().waitFor()

    await removeButton(there, first).click()
    await drawer(here).getByRole('link', { name: first.name }).first().waitFor({ state: 'detached' })
    assert.equal(await badge(here).textContent(), '1')
    await cart.getByRole('main').getByRole('link', { name: first.name }).first().waitFor({ state: 'detached' })
  })
})
