import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { type Buyer, verifyWebhook } from '../../index.ts'
import { ADDRESS, ANA, buy, changesNothing, guest, type OpenDatabase, refusalOf, requestOf, scenario } from './kit.ts'

/** What plain JavaScript may pass on: never a raw error of the language. */
const wrong = <Value>(value: unknown): Value => value as Value

/** Wrong input at the doors of the library. */
export function describeWrongInput(open: OpenDatabase): void {
  describe('wrong input', () => {
    scenario(open, 'a user id that is null or empty is none: the token decides, and nobody shares a cart', async ({ shop, shelf }) => {
      const tea = shelf.good('tea')
      const cart = (userId: unknown, token?: string) => shop.cart(wrong<Buyer>({ userId, ...(token !== undefined && { token }) }))
      await cart(null, 'one').add(tea)
      await cart('', 'two').add(shelf.good('salt'))
      const { view } = await shop.cart({ token: 'one' }).add(tea)
      assert.equal(view.count, 2n)
      assert.deepEqual(
        (await cart(undefined, 'two').read()).lines.map((line) => line.product.id),
        ['salt'],
      )
      for (const none of [null, '', undefined]) {
        assert.equal((await cart(none).read()).isEmpty, true)
        assert.throws(() => cart(none).add(tea), RangeError)
      }
    })

    scenario(open, 'a user id that cannot be one, no buyer, a name that is none', async (kit) => {
      const { shop } = kit
      const code = { code: 'invalid_input' }
      for (const userId of [5, {}, 'a\0b', '\ud800', 'x'.repeat(256)]) assert.throws(() => shop.cart(wrong({ userId })), code)
      for (const buyer of [null, undefined, 'ana', { token: 5 }, { email: 5 }]) assert.throws(() => shop.cart(wrong(buyer)), code)
      for (const name of [null, 5, '']) assert.throws(() => shop.cart(ANA, wrong({ name })), code)
      const long = 'x'.repeat(255)
      assert.equal((await shop.cart({ userId: long }).add(kit.shelf.good('tea'))).view.count, 1n)
      const cart = shop.cart(guest('one'))
      await cart.add(kit.shelf.good('salt'))
      await changesNothing(kit, async () => {
        for (const userId of ['', null, 5]) await refusalOf(cart.bindTo(wrong(userId)), 'invalid_input')
        await refusalOf(shop.login({ token: 'token-of-one' }, wrong({})), 'invalid_input')
        await refusalOf(shop.login(wrong(null), ANA), 'invalid_input')
        await refusalOf(cart.merge(wrong(null)), 'invalid_input')
      })
    })

    scenario(open, 'what is not given at all, or of another kind', async (kit) => {
      const { shop, shelf } = kit
      const [cart, tea, tote] = [shop.cart(ANA), shelf.good('tea'), shelf.article('tote')]
      await shop.stock.set(tote, 5n)
      await cart.add(tea)
      await changesNothing(kit, async () => {
        await refusalOf(cart.add(wrong(null)), 'product_not_found')
        for (const items of [null, 'tea', [null]]) await refusalOf(cart.addMany(wrong(items)), 'invalid_input')
        await refusalOf(cart.add(tea, wrong({ options: null })), 'invalid_input')
        await refusalOf(cart.update(tea, wrong(null)), 'invalid_input')
        for (const line of [undefined, null, 5]) await refusalOf(cart.remove(wrong(line)), 'item_not_found')
        assert.equal((await refusalOf(cart.applyDiscount(wrong(null)), 'discount_invalid')).details.reason, 'unknown')
        await refusalOf(cart.mergeMap(wrong(null)), 'invalid_input')
        assert.equal(await shop.discounts.find(wrong(null)), null)
        await refusalOf(shop.discounts.importCsv(wrong(null)), 'invalid_input')
        await refusalOf(shop.discounts.createMany(wrong(null)), 'invalid_input')
        for (const units of [5, -1n, null]) await refusalOf(shop.stock.set(tote, wrong(units)), 'invalid_quantity')
        await refusalOf(shop.stock.change(tote, wrong(5)), 'invalid_quantity')
        await refusalOf(shop.stock.set(wrong(null), 5n), 'product_not_found')
        await refusalOf(shop.stock.reserve(tote, 1n, wrong(null)), 'invalid_input')
      })
      const secret = 'a secret of forty characters, well kept.'
      for (const call of [null, 'call', {}, { headers: null, body: '' }, { headers: {}, body: null }])
        assert.equal(verifyWebhook(wrong(call), secret), null)
    })

    scenario(open, 'a checkout without key, quote, method or address makes no order', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'cod' })
      const { address: _, ...without } = request
      await changesNothing(kit, async () => {
        for (const key of ['', null, undefined, 5, 'x'.repeat(256), 'a\0b'])
          await refusalOf(cart.checkout({ ...request, key: wrong(key) }), 'idempotency_key_required')
        for (const nothing of [null, undefined, {}]) await refusalOf(cart.checkout(wrong(nothing)), 'idempotency_key_required')
        for (const quote of [null, 5]) await refusalOf(cart.checkout({ ...request, quote: wrong(quote) }), 'invalid_input')
        for (const payment of ['cheque', null])
          await refusalOf(cart.checkout({ ...request, payment: wrong(payment) }), 'payment_not_eligible')
        await refusalOf(cart.checkout(wrong(without)), 'address_required')
        for (const address of [{}, 'home', { ...ADDRESS, postalCode: 'x' }])
          await refusalOf(cart.checkout({ ...request, address: wrong(address) }), 'address_invalid')
        await refusalOf(cart.checkout({ ...request, lines: wrong('coat') }), 'invalid_input')
      })
      assert.equal((await buy(cart, { payment: 'cod', key: 'x'.repeat(255) })).order.state, 'placed')
    })

    scenario(open, 'a strategy that answers nonsense changes nothing', async (kit) => {
      const { shop, shelf } = kit
      const tea = shelf.good('tea')
      await shop.cart(guest('one')).add(tea)
      await shop.cart(ANA).add(tea)
      for (const answer of [10n ** 40n, -1n, 1.5, Number.NaN, null])
        await changesNothing(kit, () =>
          refusalOf(
            shop.cart(ANA).merge(guest('one'), () => wrong(answer)),
            'plugin_failed',
          ),
        )
    })

    scenario(open, 'a key that paid in one amount pays in no other', async (kit) => {
      const { shop } = kit
      await shop.wallets.topUp('ana', 500n, 'one')
      await changesNothing(kit, () => refusalOf(shop.wallets.topUp('ana', 700n, 'one'), 'idempotency_mismatch'))
      assert.equal((await shop.wallets.topUp('ana', 500n, 'one')).balance, 500n)
      assert.throws(() => shop.wallets.topUp('', 500n, 'two'), { code: 'invalid_input' })
    })
  })
}
