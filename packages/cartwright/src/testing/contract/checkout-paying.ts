import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { flatShipping } from '../../index.ts'
import {
  ADDRESS,
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  fund,
  guest,
  IOANA,
  MIHAI,
  type OpenDatabase,
  refusalOf,
  requestOf,
  scenario,
  scenarioWith,
} from './kit.ts'
import { readTables } from './tables.ts'

/** The ways to pay, from the cart to the order. */
export function describePaying(open: OpenDatabase): void {
  describe('paying', () => {
    scenario(open, 'by wallet: cart, quote and order say the same; the wallet is less by the total, the item is sold', async (kit) => {
      const { shop, shelf, clock } = kit
      await fund(kit, ANA, 100_000n)
      const [coat, tea] = [
        shelf.garment('coat', { price: 28_900n, seller: MIHAI }),
        shelf.good('tea', { price: 2_400n, scale: 3, seller: IOANA }),
      ]
      clock.advance(1n)
      await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
      const cart = shop.cart(ANA)
      await cart.addMany([{ product: coat }, { product: tea, quantity: 1_250n }])
      const { view } = await cart.applyDiscount('TEN')
      const quote = await cart.quote({ address: ADDRESS, payment: 'wallet' })
      // 289.00 and 30.00, less 10 %; 5 % + 3.00 and 14.99 for each of two sellers
      assert.deepEqual(
        [view.totals.subtotal, view.totals.discount, view.totals.fees[0]?.amount, view.totals.shipping],
        [31_900n, 3_190n, 1_301n + 135n + 600n, 2_998n],
      )
      assert.equal(view.totals.total, 31_900n - 3_190n + 2_036n + 2_998n)
      const { shippingIsEstimate: _, ...seen } = view.totals
      const { shippingIsEstimate: __, ...quoted } = quote.quote.totals
      assert.deepEqual(quoted, seen)
      assert.deepEqual([quote.due, quote.walletPart], [0n, view.totals.total])

      const { order, next } = await buy(cart, { payment: 'wallet' })
      assert.deepEqual([order.state, next, order.email, order.address], ['paid', null, 'ana@example.com', ADDRESS])
      assert.deepEqual(order.totals, quote.quote.totals)
      assert.deepEqual(
        order.lines.map((line) => [line.product.name, line.quantity, line.scale, line.unitPrice, line.total]),
        [
          ['garment coat', 1n, 0, 28_900n, 28_900n],
          ['good tea', 1_250n, 3, 2_400n, 3_000n],
        ],
      )
      assert.deepEqual(order.payments, [{ method: 'wallet', amount: view.totals.total, state: 'captured', refunded: 0n }])
      assert.deepEqual(
        order.parcels.map((parcel) => [parcel.seller, parcel.state, parcel.shipping, parcel.lines.length]),
        [
          [IOANA, 'placed', 1_499n, 1],
          [MIHAI, 'placed', 1_499n, 1],
        ],
      )

      const wallet = await shop.wallets.read('ana')
      assert.deepEqual([wallet.balance, wallet.held], [100_000n - view.totals.total, 0n])
      assert.deepEqual(
        wallet.entries.map((entry) => [entry.kind, entry.amount, entry.order]),
        [
          ['pay', -view.totals.total, order.id],
          ['top_up', 100_000n, null],
        ],
      )
      assert.deepEqual(await shop.orders.find(order.id, ANA), order)
      assert.equal((await cart.read()).id, null)
      await refusalOf(shop.cart(guest('late')).add(coat), 'item_sold')
      assert.equal((await shop.availability([coat])).get('garment:coat')?.state, 'sold')
      assert.equal((await eventsOf(kit, 'claim.sold')).length, 1)
    })

    scenario(open, 'by cash on delivery: placed, to be paid at the door, with its fee', async (kit) => {
      const { shop, shelf } = kit
      const coat = shelf.garment('coat')
      const cart = shop.cart(guest('one'))
      await cart.add(coat)
      const plain = (await cart.quote({ address: ADDRESS })).quote.totals.total
      const { order } = await buy(cart, { payment: 'cod', email: 'guest@example.com' })
      assert.deepEqual([order.state, order.email, order.totals.total], ['placed', 'guest@example.com', plain + 500n])
      assert.deepEqual(order.payments, [{ method: 'cod', amount: plain + 500n, state: 'pending', refunded: 0n }])
      await refusalOf(shop.cart(ANA).add(coat), 'item_sold')
    })

    scenario(open, 'by card: the item waits, the cart is frozen, paid it is an order', async (kit) => {
      const { shop, shelf, card } = kit
      const coat = shelf.garment('coat')
      const cart = shop.cart(guest('one'))
      await cart.add(coat)
      const { order, next } = await buy(cart, { payment: 'card' })
      const attempt = await attemptOf(kit, order.id)
      assert.deepEqual([order.state, order.payments[0]?.state, next], ['placed', 'pending', `https://pay.example.com/${attempt}`])
      assert.deepEqual(card.charges.get(attempt), {
        attempt,
        order: order.id,
        amount: order.totals.total,
        currency: 'RON',
        returnPath: `/orders/${order.id}`,
      })
      const frozen = await cart.read()
      assert.deepEqual([frozen.paying, frozen.lines[0]?.state], [true, 'ok'])
      for (const change of [
        () => cart.add(shelf.garment('hat')),
        () => cart.add(coat),
        () => cart.remove(coat),
        () => cart.clear(),
        () => cart.renew(),
        () => cart.saveForLater(coat),
        () => cart.applyDiscount('NONE'),
        () => buy(cart, { payment: 'card', key: 'key-2' }),
        () => cart.update(coat, { quantity: 0n }),
      ]) {
        const refused = await changesNothing(kit, async () =>
          change().then(
            () => assert.fail('a frozen cart was changed'),
            (error: unknown) => error as { code: string },
          ),
        )
        assert.ok(['cart_changed', 'discount_invalid'].includes(refused.code), refused.code)
      }
      const paid = await shop.settle(attempt, card.pay(attempt))
      assert.deepEqual([paid.state, paid.payments[0]?.state, (await cart.read()).id], ['paid', 'captured', null])
      assert.equal((await eventsOf(kit, 'order.paid')).length, 1)
      await refusalOf(shop.cart(ANA).add(coat), 'item_sold')
    })

    scenario(open, 'by a card that answers at once', async (kit) => {
      kit.card.mood = 'succeed'
      const cart = kit.shop.cart(guest('one'))
      await cart.add(kit.shelf.garment('coat'))
      const { order, next } = await buy(cart, { payment: 'card' })
      assert.deepEqual([order.state, next], ['paid', null])
    })

    scenario(open, 'from the wallet first, the rest by card', async (kit) => {
      const { shop, shelf, card } = kit
      await fund(kit, ANA, 4_000n)
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'card', useWallet: true })
      const quote = await cart.quote(request)
      assert.deepEqual([quote.walletPart, quote.due], [4_000n, quote.quote.totals.total - 4_000n])
      const { order } = await cart.checkout(request)
      const attempt = await attemptOf(kit, order.id)
      assert.equal(card.charges.get(attempt)?.amount, quote.due)
      assert.deepEqual(order.payments, [
        { method: 'wallet', amount: 4_000n, state: 'authorized', refunded: 0n },
        { method: 'card', amount: quote.due, state: 'pending', refunded: 0n },
      ])
      assert.deepEqual([(await shop.wallets.read('ana')).balance, (await shop.wallets.read('ana')).held], [0n, 4_000n])
      await shop.settle(attempt, { state: 'failed', reason: 'card_declined' })
      assert.deepEqual([(await shop.wallets.read('ana')).balance, (await shop.wallets.read('ana')).held], [4_000n, 0n])

      const again = await buy(cart, { payment: 'card', useWallet: true })
      const second = await attemptOf(kit, again.order.id)
      const paid = await shop.settle(second, card.pay(second))
      assert.deepEqual(
        paid.payments.map((payment) => payment.state),
        ['captured', 'captured'],
      )
      const wallet = await shop.wallets.read('ana')
      assert.deepEqual([wallet.balance, wallet.held], [0n, 0n])
    })

    scenario(open, 'from the wallet first, the rest at the door', async (kit) => {
      await fund(kit, ANA, 4_000n)
      const cart = kit.shop.cart(ANA)
      await cart.add(kit.shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'cod', useWallet: true })
      assert.deepEqual(
        order.payments.map((payment) => [payment.method, payment.state]),
        [
          ['wallet', 'captured'],
          ['cod', 'pending'],
        ],
      )
      assert.equal((await kit.shop.wallets.read('ana')).balance, 0n)
    })

    scenarioWith(
      open,
      { fees: [], estimate: flatShipping({ price: 0n, id: 'letter', name: 'Letter' }) },
      'nothing due is paid by nothing',
      async (kit) => {
        const { shop, shelf } = kit
        const cart = shop.cart(ANA)
        await cart.add(shelf.garment('gift', { price: 0n }))
        const { order, next } = await buy(cart, { payment: 'card' })
        assert.deepEqual(
          [order.state, next, order.totals.total, order.payments],
          ['paid', null, 0n, [{ method: 'none', amount: 0n, state: 'captured', refunded: 0n }]],
        )
        assert.equal(kit.card.charges.size, 0)
      },
    )

    scenario(open, 'counted goods are reserved while paying, sold when paid, free when not', async (kit) => {
      const { shop, shelf, card } = kit
      const tote = shelf.article('tote')
      await shop.stock.set(tote, 5n)
      const counter = async () => {
        const [row] = (await readTables(kit.database)).stock
        return [row?.on_hand, row?.reserved, row?.sold]
      }
      const cart = shop.cart(ANA)
      await cart.add(tote, { quantity: 3n })
      const { order } = await buy(cart, { payment: 'card' })
      assert.deepEqual(await counter(), ['5', '3', '0'])
      await refusalOf(shop.cart(BOGDAN).add(tote, { quantity: 3n }), 'insufficient_stock')
      await shop.settle(await attemptOf(kit, order.id), { state: 'failed', reason: 'no' })
      assert.deepEqual(await counter(), ['5', '0', '0'])
      const again = await buy(cart, { payment: 'card' })
      const attempt = await attemptOf(kit, again.order.id)
      await shop.settle(attempt, card.pay(attempt))
      assert.deepEqual(await counter(), ['2', '0', '3'])
    })

    scenario(open, 'who may not pay like that is told so, and nothing happens', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 100n)
      const [ana, stranger] = [shop.cart(ANA), shop.cart(guest('one'))]
      await ana.add(shelf.garment('coat'))
      await stranger.add(shelf.garment('dear', { price: 150_000n }))
      await changesNothing(kit, () => refusalOf(buy(ana, { payment: 'wallet' }), 'wallet_insufficient'))
      await changesNothing(kit, () => refusalOf(buy(stranger, { payment: 'wallet' }), 'login_required'))
      await changesNothing(kit, () => refusalOf(buy(stranger, { payment: 'card', useWallet: true }), 'login_required'))
      const dear = await changesNothing(kit, () => refusalOf(buy(stranger, { payment: 'cod' }), 'payment_not_eligible'))
      assert.equal(dear.details.reason, 'amount')
      const abroad = await changesNothing(kit, () =>
        refusalOf(buy(ana, { payment: 'cod', address: { ...ADDRESS, locker: 'L1' } }), 'payment_not_eligible'),
      )
      assert.equal(abroad.details.reason, 'locker')
      await changesNothing(kit, () => refusalOf(buy(ana, { payment: 'cod', shipping: 'balloon' }), 'shipping_unavailable'))
      await changesNothing(kit, () => refusalOf(buy(shop.cart(BOGDAN), { payment: 'card' }), 'cart_empty'))
    })
  })
}
