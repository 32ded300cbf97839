import assert from 'node:assert/strict'
import { describe } from 'node:test'
import type { CheckoutQuote, ErrorCode, QuoteChange } from '../../index.ts'
import {
  ADDRESS,
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  fund,
  guest,
  noticeCodes,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  requestOf,
  scenario,
  times,
} from './kit.ts'

const MINUTE = 60_000n

/** What may move between the quote and the payment, and buying some lines only. */
export function describeCheckoutChanges(open: OpenDatabase): void {
  describe('between quote and payment', () => {
    scenario(open, 'a price that moved is refused with the new quote and what has changed', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat', { price: 10_000n })
      const cart = shop.cart(ANA)
      await cart.add(coat)
      const request = await requestOf(cart, { payment: 'card' })
      for (const price of [12_000n, 8_000n]) {
        shelf.change(coat, { price })
        const refused = await changesNothing(kit, () => refusalOf(cart.checkout(request), 'quote_changed'))
        const { quote, changes } = refused.details as unknown as { quote: CheckoutQuote; changes: readonly QuoteChange[] }
        assert.equal(quote.quote.totals.subtotal, price)
        const unit = changes.find((change) => change.path === 'lines/garment:coat/unit_price')
        assert.deepEqual([unit?.before, unit?.after], ['100.00', `${price / 100n}.00`])
        const total = changes.find((change) => change.path === 'totals/total')
        assert.deepEqual(
          [total?.before, total?.after],
          ['122.99', `${((price * 105n) / 100n + 300n + 1_499n).toString().replace(/(..)$/, '.$1')}`],
        )
        assert.equal((await cart.quote(request)).quote.hash, quote.quote.hash)
      }
      shelf.change(coat, { price: 10_000n })
      assert.equal((await cart.checkout(request)).order.totals.subtotal, 10_000n)
    })

    scenario(open, 'a wrong hash, another address that costs more, another cart', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'card' })
      await changesNothing(kit, () => refusalOf(cart.checkout({ ...request, quote: 'never-seen' }), 'quote_changed'))
      await cart.add(shelf.good('tea'), { quantity: 2n })
      const more = await changesNothing(kit, () => refusalOf(cart.checkout(request), 'quote_changed'))
      const paths = (more.details.changes as readonly QuoteChange[]).map(({ path, before, after }) => [path, before, after])
      for (const change of [
        ['lines/good:tea/quantity', null, '2'],
        ['totals/subtotal', '100.00', '120.00'],
      ])
        assert.ok(
          paths.some((path) => JSON.stringify(path) === JSON.stringify(change)),
          JSON.stringify(paths),
        )
      await cart.remove(shelf.good('tea'))
      assert.equal((await cart.checkout(request)).order.lines.length, 1)
    })

    scenario(open, 'an item sold or taken is told before its price', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, BOGDAN, 100_000n)
      const [coat, hat] = [shelf.garment('coat'), shelf.garment('hat')]
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany([{ product: coat }, { product: hat }])
      const whole = await requestOf(cart, { payment: 'card' })
      const some = await requestOf(cart, { payment: 'card', lines: [view.lines[0]?.id ?? ''] })
      clock.advance(15n * MINUTE)
      shelf.change(hat, { price: 99n })
      await changesNothing(kit, () => refusalOf(cart.checkout(whole), 'quote_changed'))
      assert.equal((await changesNothing(kit, () => refusalOf(cart.checkout(some), 'cart_changed'))).details.reason, 'hold_expired')
      await shop.cart(BOGDAN).add(coat)
      for (const request of [whole, some]) {
        const taken = await changesNothing(kit, () => refusalOf(cart.checkout(request), 'item_taken'))
        assert.equal(taken.details.availableAgainAt, clock() + 15n * MINUTE)
      }
      await buy(shop.cart(BOGDAN), { payment: 'wallet' })
      for (const request of [whole, some]) await changesNothing(kit, () => refusalOf(cart.checkout(request), 'item_sold'))
    })

    scenario(open, 'a hold that lapses between quote and payment is no sale', async (kit) => {
      const { shop, shelf, clock } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'card' })
      clock.advance(15n * MINUTE)
      const refused = await changesNothing(kit, () => refusalOf(cart.checkout(request), 'quote_changed'))
      const { quote } = refused.details as unknown as { quote: CheckoutQuote }
      assert.deepEqual([quote.quote.lines, quote.cart.lines[0]?.reason], [[], 'hold_expired'])
      await cart.add(shelf.garment('coat'))
      assert.equal((await cart.checkout(request)).order.lines.length, 1)
    })

    scenario(open, 'counted goods that ran out are refused by the batch itself', async (kit) => {
      const { shop, shelf } = kit
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 10n)
      const carts = times(5, (index) => shop.cart({ userId: `u${index}` }))
      await Promise.all(carts.map((cart) => cart.add(tote, { quantity: 4n })))
      const requests = await Promise.all(carts.map((cart) => requestOf(cart, { payment: 'cod' })))
      assert.deepEqual(await outcomesOf(carts.map((cart, index) => cart.checkout(requests[index] ?? assert.fail()))), {
        ok: 2,
        insufficient_stock: 3,
      })
      const refused = await refusalOf(
        carts.at(-1)?.checkout({ ...(requests[4] ?? assert.fail()), key: 'again' }) ?? assert.fail(),
        'insufficient_stock',
      ).catch(() => null)
      if (refused !== null) assert.equal(refused.details.available, 2n)
    })
  })

  describe('some lines only', () => {
    scenario(open, 'the others stay in the cart, with their holds', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 100_000n)
      const [coat, hat, tea] = [shelf.garment('coat'), shelf.garment('hat'), shelf.good('tea')]
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany([{ product: coat }, { product: hat }, { product: tea, quantity: 3n }])
      const ids = [view.lines[2]?.id ?? '', view.lines[0]?.id ?? '']
      const { order } = await buy(cart, { payment: 'wallet', lines: ids })
      assert.deepEqual(order.lines.map((line) => line.product.id).sort(), ['coat', 'tea'])
      const left = await cart.read()
      assert.deepEqual(
        left.lines.map((line) => [line.product.id, line.state, line.heldUntil]),
        [['hat', 'ok', view.lines[1]?.heldUntil]],
      )
      const second = await buy(cart, { payment: 'wallet', key: 'key-2' })
      assert.deepEqual(
        second.order.lines.map((line) => line.product.id),
        ['hat'],
      )
      assert.equal((await shop.orders.list(ANA)).items.length, 2)
    })

    scenario(open, 'what is saved or cannot be bought stays as well', async (kit) => {
      const { shop, shelf } = kit
      const [coat, tea, gone] = [shelf.garment('coat'), shelf.good('tea'), shelf.good('gone')]
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: coat }, { product: tea }, { product: gone }])
      await cart.saveForLater(tea)
      shelf.remove(gone)
      const { order } = await buy(cart, { payment: 'cod' })
      assert.deepEqual(
        order.lines.map((line) => line.product.id),
        ['coat'],
      )
      const left = await cart.read()
      assert.deepEqual([left.lines.map((line) => line.product.id), left.saved.map((line) => line.product.id)], [['gone'], ['tea']])
    })

    scenario(open, 'a card that is declined puts them back among the others, held', async (kit) => {
      const { shop, shelf, card, clock } = kit
      const [coat, hat, tea] = [shelf.garment('coat'), shelf.garment('hat'), shelf.good('tea')]
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany([{ product: coat }, { product: hat }, { product: tea, quantity: 3n }])
      card.mood = 'decline'
      clock.advance(MINUTE)
      await refusalOf(buy(cart, { payment: 'card', lines: [view.lines[0]?.id ?? '', view.lines[2]?.id ?? ''] }), 'card_declined')
      const back = await cart.read()
      assert.deepEqual(
        back.lines.map((line) => [line.product.id, line.quantity, line.state]),
        [
          ['coat', 1n, 'ok'],
          ['hat', 1n, 'ok'],
          ['tea', 3n, 'ok'],
        ],
      )
      assert.equal(back.lines[0]?.heldUntil, clock() + 15n * MINUTE)
      card.mood = 'succeed'
      assert.equal((await buy(cart, { payment: 'card' })).order.lines.length, 3)
    })

    scenario(open, 'meanwhile the cart goes on: what comes back joins what is there', async (kit) => {
      const { shop, shelf } = kit
      const [coat, tea] = [shelf.garment('coat'), shelf.good('tea')]
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany([{ product: coat }, { product: tea, quantity: 3n }])
      const { order } = await buy(cart, { payment: 'card', lines: [view.lines[1]?.id ?? ''] })
      assert.equal((await cart.read()).paying, false)
      await cart.add(tea, { quantity: 2n })
      await cart.remove(coat)
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'no' })
      assert.deepEqual(
        (await cart.read()).lines.map((line) => [line.product.id, line.quantity]),
        [['tea', 5n]],
      )
    })

    scenario(open, 'the rest was bought meanwhile: they come back in a cart of their own', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 100_000n)
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany([{ product: shelf.garment('coat') }, { product: shelf.garment('hat') }])
      const { order } = await buy(cart, { payment: 'card', lines: [view.lines[0]?.id ?? ''] })
      await buy(cart, { payment: 'wallet', key: 'key-2' })
      assert.equal((await cart.read()).id, null)
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'no' })
      assert.deepEqual(
        (await cart.read()).lines.map((line) => [line.product.id, line.state]),
        [['coat', 'ok']],
      )
    })

    scenario(open, 'two payments for different lines, both open, both declined: nothing is lost', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany([{ product: shelf.garment('coat') }, { product: shelf.garment('hat') }])
      const first = await buy(cart, { payment: 'card', lines: [view.lines[0]?.id ?? ''] })
      const second = await buy(cart, { payment: 'card', key: 'key-2' })
      const [one, other] = [await attemptOf(kit, first.order.id), await attemptOf(kit, second.order.id)]
      // There is no open cart for the first lines to go back into: theirs takes the place, and the other payment goes on beside it.
      await shop.settle(one, { state: 'failed', reason: 'no' })
      const between = await cart.read()
      assert.deepEqual([between.paying, between.lines.map((line) => line.product.id)], [false, ['coat']])
      await shop.settle(other, { state: 'failed', reason: 'no' })
      assert.deepEqual((await cart.read()).lines.map((line) => line.product.id).sort(), ['coat', 'hat'])
      assert.equal((await buy(cart, { payment: 'cod', key: 'key-3' })).order.lines.length, 2)
    })

    scenario(open, 'checkouts of different lines at once are all made', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 1_000_000n)
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany(times(4, (index) => ({ product: shelf.garment(`coat-${index}`) })))
      const requests = await Promise.all(
        view.lines.map((line, index) => requestOf(cart, { payment: 'wallet', key: `key-${index}`, lines: [line.id] })),
      )
      assert.deepEqual(await outcomesOf(requests.map((request) => cart.checkout(request))), { ok: 4 })
      assert.equal((await cart.read()).isEmpty, true)
    })

    scenario(open, 'lines that are not there', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(guest('one'))
      await cart.add(shelf.garment('coat'))
      await changesNothing(kit, () => refusalOf(cart.quote({ lines: ['no-such'] }), 'item_not_found'))
      await changesNothing(kit, () =>
        refusalOf(cart.checkout({ payment: 'card', key: 'k', quote: 'q', address: ADDRESS, lines: ['no-such'] }), 'item_not_found'),
      )
      assert.deepEqual(noticeCodes((await cart.read()).notices), [])
    })

    scenario(open, 'a chosen line that is there and cannot be bought says why', async (kit) => {
      const { shop, shelf, clock } = kit
      const [coat, hat] = [shelf.garment('coat'), shelf.garment('hat')]
      const cart = shop.cart(ANA)
      const { view } = await cart.addMany([{ product: coat }, { product: hat }])
      const [line = ''] = view.lines.map(({ id }) => id)
      const refusedWith = async (code: ErrorCode) =>
        (await changesNothing(kit, () => refusalOf(cart.quote({ lines: [line] }), code))).details
      clock.advance(15n * MINUTE)
      assert.deepEqual(await refusedWith('cart_changed'), { line, product: 'garment:coat', reason: 'hold_expired' })
      shelf.change(coat, { currency: 'EUR' })
      assert.deepEqual(await refusedWith('cart_changed'), { line, product: 'garment:coat', reason: 'currency' })
      shelf.change(coat, { currency: 'RON', auctionOnly: true })
      assert.deepEqual(await refusedWith('auction_only'), { line, product: 'garment:coat' })
    })
  })
}
