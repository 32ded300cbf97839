import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { badge, cartHtml, readBrief, summary } from '../../src/html/index.ts'
import type { Database } from '../../src/index.ts'
import {
  ANA,
  BOGDAN,
  buy,
  changesNothing,
  guest,
  type Kit,
  type KitOptions,
  type OpenDatabase,
  openKit,
  refusalOf,
  times,
} from '../../src/testing/contract/kit.ts'

const LOCALE = { locale: 'ro' }
const ZERO = '0,00\u00a0RON'

/** The helpers that read by themselves, on one engine. */
export function describeReading(engine: string, open: OpenDatabase): void {
  let asked = 0
  const counted = async (): Promise<Database> => {
    const database = await open()
    return new Proxy(database, {
      get: (_, name: keyof Database) => {
        const member = database[name]
        if (typeof member !== 'function') return member
        return (...call: unknown[]) => {
          if (name === 'read') asked += call.length
          if (name === 'batch') asked += (call[0] as unknown[]).length
          return (member as (...call: unknown[]) => unknown).apply(database, call)
        }
      },
    })
  }
  const test = (title: string, run: (kit: Kit) => Promise<void>, options: KitOptions = {}): void => {
    it(title, async () => {
      const kit = await openKit(counted, options)
      try {
        await run(kit)
      } finally {
        await kit.shop.close()
      }
    })
  }
  const costOf = async <Answer>(action: () => Promise<Answer>): Promise<[Answer, number]> => {
    asked = 0
    const answer = await action()
    return [answer, asked]
  }

  describe(`view helpers that read, on ${engine}`, () => {
    test('ask nothing for nobody', async ({ shop }) => {
      for (const buyer of [{}, { token: '' }]) {
        const [html, cost] = await costOf(() => cartHtml(shop, buyer, LOCALE))
        assert.equal(cost, 0)
        assert.deepEqual([html.badge, html.summary, html.isEmpty, html.link], ['0', ZERO, true, '<a href="/cart">View cart</a>'])
      }
    })

    test('ask one question of a cart of any size, no product, and write nothing', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(ANA).addMany(times(50, (index) => ({ product: shelf.good(`${index}`), quantity: 2n })))
      const calls = shelf.calls()
      const [html, cost] = await costOf(() => cartHtml(shop, ANA, LOCALE))
      assert.deepEqual([cost, shelf.calls() - calls], [1, 0])
      assert.deepEqual(await changesNothing(kit, () => cartHtml(shop, ANA, LOCALE)), html)
      assert.deepEqual([html.badge, html.isEmpty, html.miniCart.match(/<li/g)?.length], ['100', false, 50])
      for (const stranger of [BOGDAN, guest('ana')]) {
        const [other, price] = await costOf(() => cartHtml(shop, stranger, LOCALE))
        assert.deepEqual([price, other.badge, other.summary, other.isEmpty], [1, '0', ZERO, true])
        await changesNothing(kit, () => cartHtml(shop, stranger, LOCALE))
      }
    })

    test('say the same as the view', async ({ shop, shelf }) => {
      const cart = shop.cart(guest('ana'))
      await cart.add(shelf.garment('coat'))
      const cup = shelf.article('cup')
      await shop.stock.set(cup, 9n)
      await cart.add(cup, { quantity: 3n })
      await cart.add(shelf.good('tea', { scale: 3 }), { quantity: 1_255n })
      await cart.add(shelf.good('later'))
      const { view } = await cart.saveForLater(shelf.good('later'))
      const brief = await readBrief(shop, guest('ana'))
      assert.deepEqual([badge(brief), summary(brief, 'ro')], [badge(view), summary(view, 'ro')])
      assert.deepEqual([brief.count, brief.totals.subtotal, brief.isEmpty], [view.count, view.totals.subtotal, view.isEmpty])
      assert.deepEqual(
        brief.lines.map(({ product, ...line }) => ({ ...line, name: product.name })),
        view.lines.map(({ product, options, unique, quantity, scale, total }) => ({
          options,
          unique,
          quantity,
          scale,
          total,
          name: product.name,
        })),
      )
    })

    test('call a cart that was ordered empty', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await buy(cart, { payment: 'cod' })
      assert.equal((await cartHtml(shop, ANA, LOCALE)).isEmpty, true)
    })

    test('call a cart empty in which everything is saved for later', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      await cart.add(shelf.good('tea'))
      await cart.saveForLater(shelf.good('tea'))
      const { badge: number, isEmpty } = await cartHtml(shop, ANA, LOCALE)
      assert.deepEqual([number, isEmpty], ['0', true])
    })

    test('know carts by their names', async ({ shop, shelf }) => {
      await shop.cart(ANA, { name: 'wishes' }).add(shelf.good('tea'), { quantity: 2n })
      assert.equal((await cartHtml(shop, ANA, { ...LOCALE, name: 'wishes' })).badge, '2')
      assert.equal((await cartHtml(shop, ANA, LOCALE)).badge, '0')
      await refusalOf(cartHtml(shop, ANA, { ...LOCALE, name: 'No name!' }), 'invalid_input')
    })

    test(
      'link to the cart where the shop has it, and never name it',
      async ({ shop, shelf }) => {
        const { view } = await shop.cart(ANA).add(shelf.good('tea'))
        const html = await cartHtml(shop, ANA, { ...LOCALE, link: { text: 'Coș', className: 'nav' } })
        assert.equal(html.link, '<a href="/ro/cos" class="nav">Coș</a>')
        const all = Object.values(html).join(' ')
        for (const secret of [view.id, view.lines[0]?.id, 'ana']) assert.equal(all.includes(String(secret)), false)
      },
      { cartUrl: '/ro/cos' },
    )
  })
}
