import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  createShop,
  flatShipping,
  flatTax,
  type ShippingCalculator,
  type ShippingOption,
  type Shop,
  type ShopOptions,
  type TaxCalculator,
} from '../../index.ts'
import {
  ADDRESS,
  ANA,
  buy,
  changesNothing,
  fund,
  IOANA,
  type Kit,
  MIHAI,
  type OpenDatabase,
  refusalOf,
  requestOf,
  scenario,
} from './kit.ts'

const MINUTE = 60_000n
const HOW_LONG = 60

/** A tax of 10 % and a van at 14.99 a seller, as services that may wait, with counters. */
function services() {
  const calls = { tax: 0, shipping: 0 }
  const tenth = flatTax({ rate: '10%', mode: 'added' })
  const van = flatShipping({ price: 1_499n, id: 'van', name: 'Van' })
  const tax: TaxCalculator = async (question) => {
    calls.tax += 1
    return tenth(question)
  }
  const shipping: ShippingCalculator = async (question) => {
    calls.shipping += 1
    return van(question)
  }
  return { calls, tax, shipping }
}

/** The same, where nobody counts. */
function answering() {
  const { tax, shipping } = services()
  return { tax, shipping }
}

/** Another shop on the same database, with plug-ins of its own and nothing else. */
const shopWith = ({ database, shelf, clock }: Kit, options: Partial<ShopOptions>): Promise<Shop> =>
  createShop({ database, currency: 'RON', products: shelf.sources, clock, payments: { wallet: true }, ...options })

/** Tax and shipping plug-ins: how often they are asked, what is shown meanwhile, and that a wrong one is never a zero. */
export function describePlugIns(open: OpenDatabase): void {
  describe('tax and shipping plug-ins', () => {
    scenario(open, 'are asked once for one version of the cart, however often it is shown, and never by a change', async (kit) => {
      const { calls, ...plugIns } = services()
      const shop = await shopWith(kit, plugIns)
      const cart = shop.cart(ANA)
      await fund(kit, ANA, 100_000n)
      const tea = kit.shelf.good('tea')
      await cart.add(tea)
      await cart.add(kit.shelf.garment('coat'))
      await cart.update(tea, { quantity: 3n })
      await cart.remove(tea)
      await cart.read()
      assert.deepEqual(calls, { tax: 0, shipping: 0 })

      const { quote } = await cart.quote({ address: ADDRESS })
      await cart.read()
      assert.equal((await cart.quote({ address: ADDRESS, payment: 'wallet' })).quote.hash, quote.hash)
      await cart.read()
      assert.deepEqual([calls, quote.totals.tax, quote.totals.total], [{ tax: 1, shipping: 1 }, 1_150n, 10_000n + 1_499n + 1_150n])
      await cart.add(tea)
      await cart.quote({ address: ADDRESS })
      assert.deepEqual(calls, { tax: 2, shipping: 2 })
      await cart.quote({ address: { ...ADDRESS, postalCode: '010102' } })
      assert.deepEqual(calls, { tax: 3, shipping: 3 })
      const { order } = await buy(cart, { payment: 'wallet' })
      assert.deepEqual([calls, order.state], [{ tax: 3, shipping: 3 }, 'paid'])
    })

    scenario(open, 'are asked once by two quotes at the same time', async (kit) => {
      const { calls, ...plugIns } = services()
      const cart = (await shopWith(kit, plugIns)).cart(ANA)
      await cart.add(kit.shelf.good('tea'))
      const [one, other] = await Promise.all([cart.quote({ address: ADDRESS }), cart.quote({ address: ADDRESS })])
      assert.deepEqual([calls, one.quote], [{ tax: 1, shipping: 1 }, other.quote])
    })

    scenario(open, 'are asked again when their answer is old, and every time when nothing is to be remembered', async (kit) => {
      for (const [pluginMemory, asked] of [
        [MINUTE, [1, 1, 2]],
        [0n, [1, 2, 3]],
      ] as const) {
        const { calls, ...plugIns } = services()
        const cart = (await shopWith(kit, { ...plugIns, pluginMemory })).cart(ANA)
        await cart.add(kit.shelf.good('tea'))
        const seen: number[] = []
        for (const wait of [0n, MINUTE - 1n, 1n]) {
          kit.clock.advance(wait)
          await cart.quote()
          assert.equal(calls.tax, calls.shipping)
          seen.push(calls.tax)
        }
        assert.deepEqual(seen, asked)
      }
    })

    scenario(open, 'a view shows what was told last, labelled, or that it is not known', async (kit) => {
      const cart = (await shopWith(kit, answering())).cart(ANA)
      const { view: first } = await cart.add(kit.shelf.garment('coat', { seller: MIHAI }))
      assert.deepEqual([first.totals.shipping, first.taxPending, first.totals.total], [null, true, 10_000n])

      const { quote, cart: within } = await cart.quote({ address: ADDRESS })
      for (const view of [within, await cart.read()]) {
        assert.deepEqual([view.totals.shipping, view.totals.shippingIsEstimate], [1_499n, true])
        assert.deepEqual([view.totals.tax, view.taxPending, view.totals.total], [1_150n, false, quote.totals.total])
      }
      const { view: second } = await cart.add(kit.shelf.garment('hat', { seller: MIHAI }))
      assert.deepEqual([second.totals.shipping, second.totals.shippingIsEstimate, second.taxPending], [1_499n, true, true])
      const { view: third } = await cart.add(kit.shelf.garment('bag', { seller: IOANA }))
      assert.deepEqual([third.totals.shipping, third.taxPending, third.totals.total], [null, true, 30_000n])
      assert.deepEqual([(await cart.clear()).view.taxPending, (await cart.read()).totals.total], [false, 0n])
    })

    scenario(open, 'ready-made ones are in every view, to the same minor unit as in the quote', async (kit) => {
      for (const mode of ['added', 'included'] as const) {
        const shop = await shopWith(kit, { shipping: flatShipping({ price: 1_499n }), tax: flatTax({ rate: '21%', mode }) })
        const cart = shop.cart({ token: `token-${mode}` })
        const { view } = await cart.add(kit.shelf.good('tea'), { quantity: 3n })
        const { quote } = await cart.quote({ address: ADDRESS })
        const { tax, taxIncluded, total } = quote.totals
        assert.deepEqual([view.totals, view.taxPending, (await cart.read()).totals], [quote.totals, false, quote.totals])
        assert.deepEqual([tax, taxIncluded, total], mode === 'added' ? [945n, 0n, 5_444n] : [0n, 781n, 4_499n])
      }
    })

    scenario(open, 'a fallback is offered by its label, can be bought, and is not remembered', async (kit) => {
      let calls = 0
      const away: ShippingCalculator = async ({ groups }) => {
        calls += 1
        return groups.map(({ seller }) => ({
          seller,
          id: 'van',
          name: 'Van (estimated)',
          price: 2_000n,
          estimate: true,
          fallback: true,
          kind: 'street',
        }))
      }
      const cart = (await shopWith(kit, { shipping: away })).cart(ANA)
      await fund(kit, ANA, 100_000n)
      await cart.add(kit.shelf.good('tea'))
      const { shippingOptions, quote } = await cart.quote()
      assert.deepEqual(
        [shippingOptions[0]?.name, shippingOptions[0]?.fallback, quote.totals.shippingIsEstimate],
        ['Van (estimated)', true, true],
      )
      const { order } = await buy(cart, { payment: 'wallet' })
      assert.deepEqual([order.totals.shipping, calls], [2_000n, 3])
    })

    scenario(open, 'a quote that moved says what moved, and nothing of a tax that did not', async (kit) => {
      const coat = kit.shelf.garment('coat')
      const cart = (await shopWith(kit, answering())).cart(ANA)
      await cart.add(coat)
      const request = await requestOf(cart, { payment: 'wallet' })
      kit.shelf.change(coat, { price: 20_000n })
      const moved = await refusalOf(cart.checkout(request), 'quote_changed')
      assert.deepEqual(
        (moved.details.changes as { path: string; before: string; after: string }[]).map(({ path, before, after }) => [
          path,
          before,
          after,
        ]),
        [
          ['lines/garment:coat/unit_price', '100.00', '200.00'],
          ['totals/subtotal', '100.00', '200.00'],
          ['totals/tax', '11.50', '21.50'],
          ['totals/total', '126.49', '236.49'],
        ],
      )
    })
  })

  describe('a tax or shipping plug-in that fails', () => {
    const tax = { added: 100n, included: 0n, lines: new Map() }
    const van: ShippingOption = { id: 'van', name: 'Van', price: 1_499n, estimate: false, seller: '', kind: 'street' }
    const sick: readonly (readonly ['tax' | 'shipping', string, () => unknown])[] = [
      ...(['tax', 'shipping'] as const).flatMap((plugin) =>
        (
          [
            ['throws', () => Promise.reject(new Error('away'))],
            ['throws at once', () => assert.fail('away')],
            ['hangs', () => new Promise(() => undefined)],
            ['answers nothing', () => null],
            ['answers NaN', () => Number.NaN],
            ['answers a number', () => 0],
          ] as const
        ).map(([how, answer]) => [plugin, how, answer] as const),
      ),
      ['tax', 'answers below zero', () => ({ ...tax, added: -1n })],
      ['tax', 'answers floats', () => ({ ...tax, added: 1.5 })],
      ['tax', 'answers beyond all bounds', () => ({ ...tax, added: 2n ** 63n })],
      ['tax', 'answers in another currency', () => ({ ...tax, currency: 'EUR' })],
      ['tax', 'taxes a line that is not there', () => ({ ...tax, lines: new Map([['nobody', { added: 1n, included: 0n }]]) })],
      ['tax', 'finds more tax in the price than was paid', () => ({ ...tax, included: 10n ** 9n })],
      ['shipping', 'answers below zero', () => [{ ...van, price: -1n }]],
      ['shipping', 'answers floats', () => [{ ...van, price: 14.99 }]],
      ['shipping', 'answers beyond all bounds', () => [{ ...van, price: 2n ** 63n }]],
      ['shipping', 'answers in another currency', () => [{ ...van, currency: 'EUR' }]],
      ['shipping', 'answers two prices', () => [van, { ...van, price: 0n }]],
      ['shipping', 'answers an unknown kind', () => [{ ...van, kind: 'drone' }]],
    ]
    for (const [plugin, how, answer] of sick) {
      scenario(open, `${plugin} ${how}: plugin_failed by name, nothing bought or kept, and well again the next time`, async (kit) => {
        const well = answering()
        let ill = true
        const moody = ((question: never) => (ill ? answer() : (well[plugin] as (asked: never) => unknown)(question))) as never
        const shop = await shopWith(kit, { ...well, [plugin]: moody, pluginDeadline: HOW_LONG })
        const cart = shop.cart(ANA)
        await fund(kit, ANA, 100_000n)
        const { view } = await cart.add(kit.shelf.good('tea'))
        assert.equal(view.count, 1n)
        const asking = [
          () => cart.quote({ address: ADDRESS }),
          () => cart.checkout({ key: 'k', quote: 'q', address: ADDRESS, payment: 'wallet' }),
        ]
        for (const ask of asking) {
          const refused = await changesNothing(kit, () => refusalOf(ask(), 'plugin_failed'))
          assert.equal(refused.details.plugin, plugin)
        }
        assert.equal((await cart.read()).count, 1n)
        if (plugin === 'tax') await changesNothing(kit, () => refusalOf(cart.close(), 'plugin_failed'))
        ill = false
        assert.equal((await buy(cart, { payment: 'wallet' })).order.state, 'paid')
      })
    }

    for (const [how, answer] of sick.filter(([plugin]) => plugin === 'shipping').map(([, how, answer]) => [how, answer] as const)) {
      scenario(open, `an estimate that ${how}: a change is made and shown without it, a page says so`, async (kit) => {
        const estimate = Object.assign(answer.bind(null), { local: true }) as ShippingCalculator
        const cart = (await shopWith(kit, { estimate, shipping: services().shipping, pluginDeadline: HOW_LONG })).cart(ANA)
        const { view } = await cart.add(kit.shelf.good('tea'))
        assert.deepEqual([view.count, view.totals.shipping, view.totals.total], [1n, null, 1_000n])
        assert.equal((await refusalOf(cart.read(), 'plugin_failed')).details.plugin, 'estimate')
        assert.equal((await cart.clear()).view.isEmpty, true)
      })
    }
  })
}
