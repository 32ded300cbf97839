/** Every page in narrow windows, with large text, with other spacing, in forced colours and on paper; and its HTML. */
import { strict as assert } from 'node:assert'
import { after, before, describe, it } from 'node:test'
import { HtmlValidate } from 'html-validate'
import type { Page } from 'playwright-core'
import { FILE_ENGINE } from '../../apps/revers/tests/kit/database.ts'
import { addToCart, cartLink, drawer, textOf } from './kit/buying.ts'
import { lookAt } from './kit/look.ts'
import { type BrowserShop, openBrowserShop } from './kit/shop.ts'
import { openTour, QUIET, ROOMS, type Room, STRICT, type Tour } from './kit/tour.ts'

const NARROW = 320
/** The smallest width and height of what is pressed, CSS pixels (WCAG 2.5.8). */
const TARGET = 24
/** Twice the usual size. */
const LARGE = 'html{font-size:200%!important}'
/** WCAG 1.4.12. */
const SPACED = '*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}p{margin-block-end:2em!important}'

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // What the shop does on purpose: short void elements, no `type` on a button that submits, roles that say no more than the element in old readers.
    'void-style': 'off',
    'no-implicit-button-type': 'off',
    'no-redundant-role': 'off',
    'doctype-style': 'off',
    // A box without a type is one for text; what is loaded comes from this site alone; a part that scrolls has a role and a name, not an element.
    'no-implicit-input-type': 'off',
    'require-sri': 'off',
    'prefer-native-element': 'off',
    // Lines end where the template tag ends them; nobody reads them.
    'no-trailing-whitespace': 'off',
    'long-title': 'off',
    'no-inline-style': 'error',
  },
})

/** A style of the reader's own, past the page's policy. */
async function style(page: Page, css: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets = text === '' ? [] : [sheet]
  }, css)
}

/** What reaches over the edge of the window. A part that scrolls by itself may hold more than it shows. */
const overflowing = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    if (scrollWidth <= clientWidth) return []
    const wide = [...document.querySelectorAll('body *')].filter((element) => {
      const { right, left, width } = element.getBoundingClientRect()
      for (let around = element.parentElement; around !== null && around !== document.body; around = around.parentElement)
        if (getComputedStyle(around).overflowX !== 'visible') return false
      return width > 0 && (right > clientWidth + 1 || left < -1)
    })
    const name = ({ localName, className, id }: Element): string => `${localName}${id && `#${id}`}${className && `.${String(className)}`}`
    return [`too wide: ${wide.slice(0, 3).map(name).join(', ')}`]
  })

/** What is pressed and smaller than a fingertip needs; links inside of sentences may be. */
const tooSmall = (page: Page): Promise<readonly string[]> =>
  page.evaluate((target) => {
    // Of a link over several lines the largest: two lines of 20 px are not 40 px to press, and where a line ends is up to the fonts of the machine.
    const pressed = (element: Element): { readonly width: number; readonly height: number } => {
      const parts = [...element.getClientRects()]
      return { width: Math.max(0, ...parts.map(({ width }) => width)), height: Math.max(0, ...parts.map(({ height }) => height)) }
    }
    const all = [...document.querySelectorAll<HTMLElement>('a[href],button,input:not([type=hidden]),select,textarea,summary')]
    const small = all.filter((element) => {
      const box = element.matches('input[type=radio],input[type=checkbox]') ? (element.closest('label') ?? element) : element
      const { width, height } = pressed(box)
      if (width === 0 || !box.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false
      const inSentence =
        getComputedStyle(element).display === 'inline' &&
        (element.parentElement?.textContent.trim().length ?? 0) > element.textContent.trim().length
      const isStretched = getComputedStyle(element, '::after').position === 'absolute'
      const isHidden = width <= 1 || height <= 1
      return !inSentence && !isStretched && !isHidden && (width < target || height < target)
    })
    const name = (element: Element | null): string => (element ? [element.localName, ...element.classList].join('.') : '')
    return small.map((element) => {
      const { width, height } = pressed(element)
      const side = height < target ? `${Math.round(height)} px high` : `${Math.round(width)} px wide`
      return `${name(element.parentElement?.parentElement ?? null)} > ${name(element.parentElement)} > ${name(element)} is ${side}`
    })
  }, TARGET)

describe('the layout of every page', () => {
  let shop: BrowserShop
  let tour: Tour
  before(async () => {
    shop = await openBrowserShop(FILE_ENGINE, QUIET, STRICT)
    tour = await openTour(shop.house)
  })
  after(() => shop.close())

  for (const room of Object.keys(ROOMS) as Room[]) {
    it(`of ${room} fits into 320 px, large text and wide spacing included, with targets that can be hit, and is valid HTML`, async () => {
      const faults = await lookAt(
        await tour(room),
        { browser: shop.browser, url: shop.house.url, width: NARROW },
        async ({ page, html }) => {
          const found = [...(await overflowing(page)).map((each) => `320 px: ${each}`), ...(await tooSmall(page))]
          await style(page, SPACED)
          found.push(...(await overflowing(page)).map((each) => `wide spacing: ${each}`))
          await style(page, LARGE)
          for (const width of [640, 1_280]) {
            await page.setViewportSize({ width, height: 800 })
            found.push(...(await overflowing(page)).map((each) => `large text, ${width} px: ${each}`))
          }
          await style(page, '')
          await page.setViewportSize({ width: NARROW, height: 800 })
          const { results } = await validator.validateString(html)
          const told = results.flatMap(({ messages }) =>
            messages.map(({ ruleId, message, selector }) => `HTML: ${ruleId}: ${message} (${selector})`),
          )
          return [...new Set([...found, ...told])]
        },
      )
      assert.deepEqual(faults, [])
    })
  }

  it('keeps its boxes and its words in forced colours', async (test) => {
    const { page } = await shop.person(test, { forcedColours: true })
    const garment = shop.shelf.garments(20).at(-1)
    assert.ok(garment)
    await addToCart(page, garment)
    await drawer(page).waitFor()
    const edge = await drawer(page).evaluate((dialog) => {
      const { borderInlineStartStyle, borderInlineStartWidth, borderInlineStartColor, backgroundColor } = getComputedStyle(dialog)
      return borderInlineStartStyle === 'none' || borderInlineStartColor === backgroundColor ? 0 : Number.parseFloat(borderInlineStartWidth)
    })
    assert.ok(edge > 0, 'without shadows and grounds, a dialog is told apart by an edge')
    const bare = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('.button')]
        .filter((button) => button.checkVisibility() && getComputedStyle(button).borderTopWidth === '0px')
        .map((button) => button.textContent.trim()),
    )
    assert.deepEqual(bare, [], 'buttons without a border are words only')
  })

  it('stands still for whoever asks for less motion', async (test) => {
    const { page } = await shop.person(test)
    await addToCart(page, shop.shelf.garment())
    await drawer(page).waitFor()
    const moving = await page.evaluate(() =>
      [...document.querySelectorAll('*')]
        .filter((element) => {
          const { transitionDuration, animationDuration } = getComputedStyle(element)
          return [transitionDuration, animationDuration].some((durations) =>
            durations.split(', ').some((each) => Number.parseFloat(each) > 0),
          )
        })
        .map(({ localName, className }) => `${localName}.${className}`),
    )
    assert.deepEqual(moving, [])
  })

  it('prints an order without what only a screen needs', async (test) => {
    const order = (await tour('checkout')).find(({ name }) => name === 'receipt')
    assert.ok(order)
    const { page } = await shop.person(test, { cookies: order.cookies })
    await page.goto(order.path)
    await page.emulateMedia({ media: 'print' })
    for (const part of [page.getByRole('navigation').first(), page.getByRole('search'), cartLink(page)])
      assert.equal(await part.isVisible().catch(() => false), false)
    assert.equal(await page.getByRole('heading', { level: 1 }).isVisible(), true)
    assert.match(await textOf(page.getByRole('main')), /RON/)
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    assert.match(ground, /rgba\(0, 0, 0, 0\)|rgb\(255, 255, 255\)/)
  })
})
