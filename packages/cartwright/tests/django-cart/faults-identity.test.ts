import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createShop, productRef } from '../../src/index.ts'
import {
  ADDRESS,
  ANA,
  BOGDAN,
  buy,
  changesNothing,
  guest,
  IOANA,
  MIHAI,
  refusalOf,
  scenario,
  scenarioWith,
} from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { clientOf, openStore } from '../http/site.ts'
import { DAY, holding, MINUTE, onBothEngines, PLAIN } from './engines.ts'

/** 4.4: who may see and change what. 4.5: what the tables cannot hold. */
onBothEngines('faults 4.4 and 4.5', (open) => {
  describe('4.4 identity', () => {
    it('the cookie is no number that can be counted up: forged, swapped or another’s, it opens no cart', async () => {
      const store = await openStore({}, {}, open)
      store.kit.shelf.good('tea')
      const victim = clientOf(store)
      const response = await victim.send('POST', '/cart/items', { product: 'good:tea' })
      const [header = ''] = response.headers.getSetCookie()
      assert.match(header, /HttpOnly/)
      assert.match(header, /SameSite=Lax/)
      assert.match(header, /Max-Age=\d+/)
      const [[name = '', value = ''] = []] = [...victim.cookies]
      const [token = '', expiry = '', signature = ''] = value.split('.')
      const { cart } = await readTables(store.kit.database)
      assert.ok(!value.includes(String(cart[0]?.cart_id)) && !String(cart[0]?.owner).includes(token))
      for (const forged of [
        String(cart[0]?.cart_id),
        '1',
        token,
        `${token}.${expiry}.${signature.slice(0, -1)}`,
        `${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}.${expiry}.${signature}`,
      ]) {
        const thief = clientOf(store)
        thief.cookies.set(name, forged)
        assert.equal(((await (await thief.get('/cart')).json()) as { id: unknown }).id, null, forged)
      }
      await store.kit.shop.close()
    })

    it('a GET changes nothing and makes no row; a change from another site is refused', async () => {
      const store = await openStore({}, {}, open)
      store.kit.shelf.good('tea')
      await changesNothing(store.kit, async () => {
        for (const path of ['/cart', '/cart/drawer', '/checkout']) await clientOf(store).get(path)
        const abroad = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }
        const response = await clientOf(store).submit('/cart/items', { product: 'good:tea' }, abroad)
        assert.equal(response.status, 403)
      })
      await store.kit.shop.close()
    })

    scenario(open, 'each access compares the owner: another user, another token, a line’s id, an order’s id', async (kit) => {
      const { shop, shelf } = kit
      const { view } = await shop.cart(ANA).add(shelf.good('tea'))
      const line = view.lines[0]?.id ?? ''
      const { order } = await buy(shop.cart(ANA), { payment: 'cod' })
      await shop.cart(ANA).add(shelf.good('salt'))
      for (const other of [BOGDAN, guest('one'), {}]) {
        assert.equal((await shop.cart(other).read()).id, null)
        await refusalOf(shop.orders.find(order.id, other), 'not_found')
      }
      for (const other of [BOGDAN, guest('one')]) {
        await refusalOf(shop.cart(other).update(line, { quantity: 9n }), 'item_not_found')
        await refusalOf(shop.cart(other).remove(line), 'item_not_found')
      }
    })

    scenario(open, 'after a login the old token is nobody’s: whoever kept it sees an empty cart', async ({ shop, shelf }) => {
      await shop.cart(guest('one')).add(shelf.good('tea'))
      await shop.login(guest('one'), ANA)
      assert.equal((await shop.cart(guest('one')).read()).isEmpty, true)
      assert.deepEqual(holding(await shop.cart(ANA).read()), [['tea', 1n]])
    })

    scenarioWith(
      open,
      { limits: { maxQuantity: 5n } },
      'a restore trusts nothing: neither price, nor quantity, nor code, nor product',
      async (kit) => {
        const { shop, shelf } = kit
        shelf.good('1', { price: 1_000n })
        await shop.discounts.create({ code: 'HALF', kind: 'percent', value: 5_000n, active: false })
        const payload = {
          '8:1': { quantity: 50, unit_price: '0.01', total_price: '0.50' },
          '8:404': { quantity: 1, unit_price: '1.00' },
          __discount__: { code: 'HALF' },
        }
        const { view, dropped, clamped, skipped } = await shop.cart(ANA).restore(payload, { contentTypes: { 8: 'good' } })
        assert.deepEqual([holding(view), view.lines[0]?.unitPrice, view.totals.discount], [[['1', 5n]], 1_000n, 0n])
        assert.deepEqual([dropped.length, clamped.length, skipped.length], [1, 1, 1])
      },
    )

    scenario(open, 'the price is the catalogue’s by every route, and what moved is said', async ({ shop, shelf }) => {
      const tea = shelf.good('tea', { price: 1_000n })
      await shop.cart(guest('one')).add(tea)
      shelf.change(tea, { price: 1_200n })
      const { view } = await shop.login(guest('one'), ANA)
      assert.equal(view.lines[0]?.unitPrice, 1_200n)
      assert.equal((await shop.cart(ANA).mergeMap({ tea: 1 }, 'good')).view.lines[0]?.unitPrice, 1_200n)
      assert.equal((await shop.cart(BOGDAN).restore(await shop.cart(ANA).export())).view.lines[0]?.unitPrice, 1_200n)
    })

    scenario(open, 'orders and closed carts hang on no user’s row, and cleaning leaves them', async ({ shop, shelf, clock }) => {
      await shop.cart(ANA).add(shelf.good('tea'))
      const { cart } = await shop.cart(ANA).close()
      clock.advance(1_000n * DAY)
      await shop.cleanCarts()
      assert.equal((await shop.carts.history('ana')).items[0]?.id, cart)
    })
  })

  describe('4.5 product ids', () => {
    for (const id of ['2147483648', '9007199254740993', '123e4567-e89b-12d3-a456-426614174000', 'a-slug', 'a:b']) {
      scenario(open, `${id} is added, found and removed`, async ({ shop, shelf }) => {
        const cart = shop.cart(ANA)
        const { view } = await cart.add(shelf.good(id))
        assert.deepEqual([view.has({ type: 'good', id }), productRef(`good:${id}`)?.id], [true, id])
        assert.equal((await cart.remove({ type: 'good', id })).view.isEmpty, true)
      })
    }
  })

  describe('4.5 products that are gone', () => {
    scenarioWith(
      open,
      PLAIN,
      'the line stays with its name and price, is no part of the total, and can be shown',
      async ({ shop, shelf }) => {
        const [tea, salt] = [shelf.good('tea', { name: 'Green tea' }), shelf.good('salt', { price: 300n })]
        await shop.cart(ANA).addMany([{ product: tea }, { product: salt }])
        shelf.remove(tea)
        const view = await shop.cart(ANA).read()
        const [line] = view.lines
        assert.deepEqual([line?.product.name, line?.unitPrice, line?.state, view.totals.total], ['Green tea', 1_000n, 'unavailable', 300n])
        assert.deepEqual(
          view.notices.map(({ code }) => code),
          ['unavailable'],
        )
      },
    )

    scenario(open, 'a merge and a login leave it out, and say so', async ({ shop, shelf }) => {
      const [tea, salt] = [shelf.good('tea'), shelf.good('salt')]
      await shop.cart(guest('one')).addMany([{ product: tea }, { product: salt }])
      shelf.remove(tea)
      const { view, report } = await shop.login(guest('one'), ANA)
      assert.deepEqual(holding(view), [['salt', 1n]])
      assert.deepEqual(
        report.dropped.map(({ product, reason }) => [product, reason]),
        [['good:tea', 'product_not_found']],
      )
    })
  })

  describe('4.5 lines', () => {
    scenario(open, 'stay in their order when one is updated; each has an id, and options of its own', async ({ shop, shelf }) => {
      const cart = shop.cart(ANA)
      const refs = ['c', 'a', 'b'].map((id) => shelf.good(id))
      await cart.addMany(refs.map((product) => ({ product })))
      const { view } = await cart.update(refs[0] ?? assert.fail(), { quantity: 9n })
      assert.deepEqual(
        holding(view)
          .map(([id]) => id)
          .join(''),
        'cab',
      )
      assert.equal(new Set(view.lines.map(({ id }) => id)).size, 3)
      const { view: engraved } = await cart.add(shelf.good('a'), { options: { text: 'Ana' } })
      assert.deepEqual([engraved.uniqueCount, engraved.lines[3]?.options], [4, '[["text","Ana"]]'])
    })

    scenario(open, 'a cart that is used stays, however long ago it was made', async ({ shop, shelf, clock }) => {
      await shop.cart(guest('one')).add(shelf.good('tea'))
      clock.advance(91n * DAY)
      await shop.cart(guest('one')).add(shelf.good('salt'))
      assert.equal((await shop.cleanCarts()).deleted, 0)
    })

    scenarioWith(open, PLAIN, 'three thousand million units fit on every engine; too many are refused by name', async ({ shop, shelf }) => {
      const { view } = await shop.cart(ANA).add(shelf.good('sand'), { quantity: 3_000_000_000n })
      assert.deepEqual([holding(view), view.totals.subtotal], [[['sand', 3_000_000_000n]], 3_000_000_000_000n])
      await refusalOf(shop.cart(ANA).add(shelf.good('sand'), { quantity: 10n ** 40n }), 'invalid_quantity')
    })

    for (const quantity of [1.9, 2, '2', true, Number.NaN, null, 'abc']) {
      scenario(open, `a quantity of ${String(quantity)} (${typeof quantity}) is refused, not cut to a number`, async (kit) => {
        const cart = kit.shop.cart(ANA)
        const tea = kit.shelf.good('tea')
        const given = { quantity: quantity as never }
        await changesNothing(kit, () => refusalOf(cart.add(tea, given), 'invalid_quantity'))
        await cart.add(tea)
        await changesNothing(kit, () => refusalOf(cart.update(tea, given), 'invalid_quantity'))
      })
    }
  })

  describe('4.5 what is missing', () => {
    scenarioWith(
      open,
      { stock: { reserve: 'add' } },
      'units are reserved, by add, update, many at once, merge and checkout',
      async ({ shop, shelf }) => {
        const tote = shelf.article('tote')
        await shop.stock.set(tote, 5n)
        const reserved = async () => (await shop.stock.read(tote))?.reserved
        await shop.cart(ANA).add(tote, { quantity: 2n })
        assert.equal(await reserved(), 2n)
        await shop.cart(ANA).update(tote, { quantity: 3n })
        await refusalOf(shop.cart(BOGDAN).addMany([{ product: tote, quantity: 3n }]), 'insufficient_stock')
        await shop.cart(guest('one')).add(tote, { quantity: 2n })
        await shop.login(guest('one'), ANA)
        assert.equal(await reserved(), 5n)
        await shop.cart(ANA).close()
        assert.deepEqual([await reserved(), (await shop.stock.read(tote))?.sold], [0n, 5n])
      },
    )

    scenario(open, 'an order keeps lines, prices, parcels by seller, and a guest’s address for mail', async ({ shop, shelf }) => {
      const cart = shop.cart(guest('one'))
      await cart.addMany([{ product: shelf.garment('coat', { seller: MIHAI }) }, { product: shelf.garment('hat', { seller: IOANA }) }])
      const { order } = await buy(cart, { payment: 'cod', email: 'guest@example.com', address: ADDRESS })
      shelf.change({ type: 'garment', id: 'coat' }, { price: 1n })
      const kept = await shop.orders.find(order.id, guest('one'))
      assert.deepEqual([kept.lines.length, kept.parcels.length, kept.totals.total], [2, 2, order.totals.total])
    })

    scenario(open, 'a hold ends by itself, and a line can be saved for later', async ({ shop, shelf, clock }) => {
      const coat = shelf.garment('coat')
      await shop.cart(ANA).add(coat)
      await refusalOf(shop.cart(BOGDAN).add(coat), 'item_taken')
      clock.advance(15n * MINUTE)
      await shop.cart(BOGDAN).add(coat)
      await shop.cart(BOGDAN).saveForLater(coat)
      assert.equal((await shop.cart(ANA).add(coat)).view.lines[0]?.state, 'ok')
      assert.equal((await shop.cart(BOGDAN).read()).saved.length, 1)
    })

    scenario(open, 'a merge brings the guest’s code, reports what it clamped, and closes the other cart', async ({ shop, shelf }) => {
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const tea = shelf.good('tea', { maxQuantity: 3n })
      await shop.cart(guest('one')).add(tea, { quantity: 3n })
      await shop.cart(guest('one')).applyDiscount('TEN')
      await shop.cart(ANA).add(tea, { quantity: 2n })
      const { view, report } = await shop.cart(ANA).merge(guest('one'))
      assert.deepEqual([view.discounts[0]?.code, report.clamped[0]?.quantity, view.saved[0]?.quantity], ['TEN', 2n, 2n])
      assert.equal((await shop.cart(guest('one')).read()).id, null)
    })

    scenario(
      open,
      'another shop on the same database sees the same carts: nothing is kept in a process',
      async ({ shop, shelf, database, clock }) => {
        await shop.cart(ANA).add(shelf.good('tea'))
        const other = await createShop({ database, clock, currency: 'RON', products: shelf.sources })
        assert.equal((await other.cart(ANA).read()).count, 1n)
      },
    )
  })
})
