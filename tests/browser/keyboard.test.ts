/** The whole purchase with the keyboard alone. After each step it is known where the focus is. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import type { Page } from 'playwright-core'
import { minor } from '../../apps/revers/tests/kit/contract.ts'
import { FILE_ENGINE } from '../../apps/revers/tests/kit/database.ts'
import { CLUJ, look, PASSWORD } from '../../apps/revers/tests/kit/shopper.ts'
import { drawer, words } from './kit/buying.ts'
import { PHONE } from './kit/person.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'

const TABS_AT_MOST = 160

/** What a screen reader would say of what has the focus, about: its kind, its name. */
const focused = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const element = document.activeElement
    if (!(element instanceof HTMLElement) || element === document.body) return 'nothing'
    const labels = element instanceof HTMLInputElement || element instanceof HTMLSelectElement ? [...(element.labels ?? [])] : []
    const name = element.getAttribute('aria-label') ?? (labels.map((label) => label.textContent).join(' ') || element.textContent)
    return `${element.localName} ${name.replace(/\s+/g, ' ').trim()}`
  })

/** Presses Tab until what is wanted has the focus, which must be seen. */
async function tabTo(page: Page, wanted: RegExp, key = 'Tab'): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < TABS_AT_MOST; presses += 1) {
    await page.keyboard.press(key)
    const now = await focused(page)
    if (wanted.test(now)) return assertSeen(page, now)
    passed.push(now)
  }
  assert.fail(`no ${wanted} by ${key}; passed ${passed.join(' | ')}`)
}

/** What has the focus is on the screen, uncovered, and has a ring around it. */
async function assertSeen(page: Page, name: string): Promise<void> {
  const [isShown, hasRing] = await page.evaluate(() => {
    const element = document.activeElement as HTMLElement
    const label = element.matches('input[type=radio],input[type=checkbox]') ? element.closest('label') : null
    const { left, top, width, height } = element.getBoundingClientRect()
    const [x, y] = [left + width / 2, top + height / 2]
    const hit = document.elementFromPoint(x, y)
    const styles = [element, label].filter((one) => one !== null).map((one) => getComputedStyle(one))
    return [
      hit !== null && (element.contains(hit) || hit.contains(element) || label?.contains(hit) === true),
      styles.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && outlineWidth !== '0px'),
    ]
  })
  assert.ok(isShown, `${name} has the focus but is covered or off the screen`)
  assert.ok(hasRing, `${name} has the focus but shows none`)
}

async function type(page: Page, label: string, text: string): Promise<void> {
  await tabTo(page, new RegExp(`^(input|select) ${label}`))
  await page.keyboard.type(text)
}

describe('with the keyboard alone', () => {
  let shop: BrowserShop
  before(async () => {
    shop = await openBrowserShop(FILE_ENGINE)
  })
  after(() => shop.close())

  const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const cheap = () => shop.shelf.garment((product) => minor(product.price) <= 30_000n)

  async function typeAddress(page: Page): Promise<void> {
    await type(page, words.checkout.name, CLUJ.name)
    await type(page, words.checkout.line1, CLUJ.line1)
    await type(page, words.checkout.city, CLUJ.city)
    await type(page, words.checkout.county, 'Cluj')
    await type(page, words.checkout.postalCode, CLUJ.postal_code)
    await type(page, words.checkout.phone, CLUJ.phone ?? '')
  }

  /** Radios are one stop: the arrows choose. */
  async function chooseByArrows(page: Page, method: 'card' | 'cod' | 'wallet'): Promise<void> {
    await page.keyboard.press('Tab')
    const names = Object.values(words.checkout.methods).map(escaped).join('|')
    if (!new RegExp(`^input (${names})`).test(await focused(page))) await tabTo(page, new RegExp(`^input (${names})`))
    for (let presses = 0; presses < 4; presses += 1) {
      if (new RegExp(`^input ${escaped(words.checkout.methods[method])}`).test(await focused(page))) return page.keyboard.press('Space')
      await page.keyboard.press('ArrowDown')
    }
    assert.fail(`the arrows do not reach ${method}: ${await focused(page)}`)
  }

  for (const [who, width] of [
    ['guest', 1_280],
    ['guest', PHONE],
    ['user', 1_280],
  ] as const) {
    it(`a ${who} finds, takes and buys a garment, ${width} px wide`, async (test) => {
      const garment = cheap()
      const { page } = await shop.person(test, { width })
      await page.goto('/')
      await page.keyboard.press('Tab')
      assert.equal(await focused(page), `a ${words.frame.skip}`)
      await page.keyboard.press('Enter')
      assert.equal(await page.evaluate(() => document.activeElement?.id), 'main')

      await page.goto('/')
      await tabTo(page, new RegExp(`^input ${words.frame.searchLabel}`))
      await page.keyboard.type(garment.name)
      await page.keyboard.press('Enter')
      await page.waitForURL(/q=/)
      await tabTo(page, new RegExp(`^a ${escaped(garment.name)}`))
      await page.keyboard.press('Enter')
      await page.waitForURL((url) => url.pathname.startsWith('/p/'))
      const product = new URL(page.url()).pathname

      await tabTo(page, new RegExp(`^button ${words.shop.addToCart}`))
      await page.keyboard.press('Enter')
      await drawer(page).waitFor()
      assert.equal(await focused(page), `h2 ${words.cart.title}`)
      await page.keyboard.press('Escape')
      await drawer(page).waitFor({ state: 'hidden' })
      assert.equal(await focused(page), `a ${words.shop.addedLink}`, 'focus is back where the button was')

      if (who === 'user') {
        await page.goto('/login')
        await type(page, words.account.email, 'buyer01@example.com')
        await type(page, words.account.password, PASSWORD)
        await page.keyboard.press('Enter')
        await page.waitForURL((url) => url.pathname !== '/login')
      }
      await page.goto('/cart')
      await tabTo(page, new RegExp(`^a ${words.cart.checkout}`))
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/checkout/)
      if (who === 'guest') await type(page, words.checkout.email, 'oaspete@example.com')
      await typeAddress(page)
      await chooseByArrows(page, who === 'guest' ? 'card' : 'wallet')
      await tabTo(page, new RegExp(`^button ${words.checkout.recalculate}`))
      await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')])
      await tabTo(page, /^button (Plătește|Comandă|Plasează)/)
      await page.keyboard.press('Enter')
      if (who === 'guest') {
        await page.waitForURL(/\/payments\//)
        await tabTo(page, new RegExp(`^button ${words.checkout.outcomes.succeed}`))
        await page.keyboard.press('Enter')
      }
      await page.waitForURL(/\/orders\//)
      const type_id = product.split('/').slice(2)
      assert.equal((await look(shop.house.visitor(), { type: type_id[0] as 'garment', id: type_id[1] ?? '' })).availability, 'sold')
    })
  }

  it('stays inside the drawer, goes on to the next line after a removal, and back to the link', async (test) => {
    const { page } = await shop.person(test)
    const garments = shop.shelf.garments(3)
    for (const { url } of garments) {
      await page.goto(url)
      await tabTo(page, new RegExp(`^button ${words.shop.addToCart}`))
      await page.keyboard.press('Space')
      await drawer(page).waitFor()
      await page.keyboard.press('Escape')
    }
    await page.goto('/')
    await tabTo(page, new RegExp(`^a ${words.frame.cart}`))
    await page.keyboard.press('Enter')
    await drawer(page).waitFor()
    assert.equal(await focused(page), `h2 ${words.cart.title}`)
    await drawer(page)
      .getByRole('link', { name: garments[0]?.name ?? '' })
      .first()
      .waitFor()
    for (const key of ['Tab', 'Shift+Tab']) {
      for (let presses = 0; presses < 25; presses += 1) {
        await page.keyboard.press(key)
        const where = await page.evaluate(() => {
          const element = document.activeElement
          return element === document.body || element?.closest('dialog') !== null ? 'inside' : element?.outerHTML
        })
        assert.equal(where, 'inside')
      }
    }
    const lines = drawer(page).locator('[data-line]')
    for (let left = 3; left > 0; left -= 1) {
      if (!new RegExp(`^button ${words.frame.remove}`).test(await focused(page)))
        await tabTo(page, new RegExp(`^button ${words.frame.remove}`), left === 3 ? 'Shift+Tab' : 'Tab')
      await page.keyboard.press('Enter')
      await page.waitForFunction((count) => document.querySelectorAll('dialog[open] [data-line]').length < count, left)
      const now = await focused(page)
      if (left > 1) assert.match(now, new RegExp(`^button ${words.frame.remove}`), 'the focus goes on to the next removal')
      else assert.match(now, /^h2/, 'nothing is left: the focus is on the heading')
    }
    assert.equal(await lines.count(), 0)
    await page.keyboard.press('Escape')
    await drawer(page).waitFor({ state: 'hidden' })
    assert.match(await focused(page), new RegExp(`^a ${words.frame.cart}`))
  })
})
