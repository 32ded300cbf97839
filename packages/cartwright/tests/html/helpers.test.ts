import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type BriefCart, type BriefLine, badge, isEmpty, link, miniCart, summary } from '../../src/html/index.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { ANA, openKit } from '../../src/testing/contract/kit.ts'

const EVIL = `"><script>alert('x')</script>&amp;`
const SPACE = '\u00a0'

const lineOf = (line: Partial<BriefLine> = {}): BriefLine => ({
  product: { name: 'Tea', url: '/tea', image: null },
  options: '',
  unique: false,
  quantity: 1n,
  scale: 0,
  total: 1_000n,
  ...line,
})
const cartOf = (...lines: BriefLine[]): BriefCart => ({
  currency: 'RON',
  lines,
  count: BigInt(lines.length),
  isEmpty: lines.length === 0,
  totals: { subtotal: lines.reduce((sum, line) => sum + line.total, 0n) },
})

/** The names of all elements and attributes, so that nothing a text brings along can hide. */
function shapeOf(html: string): string[] {
  const names: string[] = []
  const rest = html.replaceAll(/<\/?([a-z]+)((?: [a-z]+="[^"<>]*")*)>/g, (_, element: string, attributes: string) => {
    names.push(element, ...[...attributes.matchAll(/ ([a-z]+)=/g)].map((found) => found[1] ?? ''))
    return ''
  })
  assert.doesNotMatch(rest, /[<>"']/, `not escaped: ${rest}`)
  return names
}

describe('view helpers', () => {
  it('draw a view as it is', async () => {
    const kit = await openKit(async () => sqlite(':memory:'))
    const cart = kit.shop.cart(ANA)
    assert.deepEqual(
      [badge(await cart.read()), isEmpty(await cart.read()), summary(await cart.read(), 'en')],
      ['0', true, `RON${SPACE}0.00`],
    )
    await cart.add(kit.shelf.good('tea', { scale: 3, url: '/tea' }), { quantity: 1_250n })
    const { view } = await cart.add(kit.shelf.garment('coat', { name: 'Coat & hat', image: 'https://shop.test/coat.jpg' }), {
      options: { size: 'M', colour: 'blue' },
    })
    assert.deepEqual([badge(view), isEmpty(view), summary(view, 'ro')], ['2', false, `112,50${SPACE}RON`])
    assert.equal(
      miniCart(view, 'ro', { subtotal: 'Produse' }),
      '<div class="mini-cart"><ul>' +
        `<li class="mini-cart-line"><a href="/tea">good tea</a> <span class="mini-cart-quantity">× 1,25</span> <span class="mini-cart-total">12,50${SPACE}RON</span></li>` +
        '<li class="mini-cart-line"><img class="mini-cart-image" src="https://shop.test/coat.jpg" alt=""> <span>Coat &amp; hat</span> ' +
        `<span class="mini-cart-options">colour: blue, size: M</span> <span class="mini-cart-total">100,00${SPACE}RON</span></li>` +
        `</ul><p class="mini-cart-subtotal">Produse <strong>112,50${SPACE}RON</strong></p></div>`,
    )
    await kit.shop.close()
  })

  it("draw nobody's cart", () => {
    for (const nobody of [null, undefined]) {
      assert.deepEqual([badge(nobody), isEmpty(nobody), summary(nobody, 'ro', 'RON')], ['0', true, `0,00${SPACE}RON`])
      assert.equal(miniCart(nobody, 'ro', { empty: 'Gol' }), '<div class="mini-cart"><p class="mini-cart-empty">Gol</p></div>')
    }
    assert.equal(link(), '<a href="/cart">View cart</a>')
  })

  it('are exact whatever the size', () => {
    const wei = lineOf({ quantity: 123_456_789_000_000_000_000_000_001n, scale: 18, total: 2n ** 70n })
    assert.match(miniCart(cartOf(wei), 'en'), /× 123,456,789\.000000000000000001</)
    assert.equal(summary(cartOf(wei), 'en'), `RON${SPACE}11,805,916,207,174,113,034.24`)
  })

  it('escape every text', () => {
    const hostile = lineOf({ product: { name: EVIL, url: `/a${EVIL}`, image: `/b${EVIL}` }, options: JSON.stringify([[EVIL, EVIL]]) })
    const plain = lineOf({ product: { name: 'a', url: '/a', image: '/b' }, options: '[["k","v"]]' })
    assert.deepEqual(shapeOf(miniCart(cartOf(hostile), 'en', { subtotal: EVIL })), shapeOf(miniCart(cartOf(plain), 'en')))
    assert.deepEqual(shapeOf(miniCart(null, 'en', { empty: EVIL })), shapeOf(miniCart(null, 'en')))
    assert.deepEqual(shapeOf(link({ href: `/c${EVIL}`, text: EVIL, className: EVIL })), shapeOf(link({ className: 'nav' })))
    assert.equal(link({ text: `<O'Neil & "Co">` }), '<a href="/cart">&lt;O&#39;Neil &amp; &quot;Co&quot;&gt;</a>')
    assert.equal(link({ className: `x" onclick="alert(1)` }), '<a href="/cart" class="x&quot; onclick=&quot;alert(1)">View cart</a>')
  })

  it('lead nowhere but to pages', () => {
    const bad = [
      '',
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      ' javascript:alert(1)',
      'java\nscript:alert(1)',
      '\u0001javascript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      'file:///etc/passwd',
      'http://',
    ]
    for (const href of bad) {
      assert.throws(() => link({ href }), RangeError, href)
      const html = miniCart(cartOf(lineOf({ product: { name: 'Tea', url: href, image: href } })), 'en')
      assert.doesNotMatch(html, /<a |<img |script:|data:|file:/, href)
      assert.match(html, /<span>Tea<\/span>/)
    }
    for (const href of ['/cart', '/ro/cos?x=1&y=2', 'https://shop.example/cart', 'cart', '?cart', '#cart'])
      assert.match(link({ href }), /^<a href="/)
  })

  it('refuse a locale that is none', () => assert.throws(() => summary(cartOf(), 'not a locale'), RangeError))
})
