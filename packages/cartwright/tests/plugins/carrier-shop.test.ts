import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { carrier, tableRates } from '../../src/index.ts'
import { sqlite } from '../../src/storage/sqlite.ts'
import { ADDRESS, ANA, buy, changesNothing, MIHAI, openKit, refusalOf } from '../../src/testing/contract/kit.ts'
import { answering, type Reaction, type StubCarrier, startCarrier } from './stub-carrier.ts'

const van: Reaction = (request, response, body) => {
  const { parcels } = JSON.parse(body) as { parcels: { seller: string }[] }
  const options = parcels.map(({ seller }) => ({ seller, id: 'van', name: 'Van', kind: 'street', price: '17.50' }))
  answering({ currency: 'RON', options })(request, response, body)
}
const rates = tableRates({ rows: [{ id: 'van', name: 'Van', kind: 'street', countries: ['RO'], price: 2_000n }] })

describe('a shop with a carrier', () => {
  let stub: StubCarrier
  before(async () => {
    stub = await startCarrier()
  })
  after(() => stub.close())

  it('asks it once for page, drawer, quotes and checkout, and never at an add', async () => {
    stub.reaction = van
    const kit = await openKit(async () => sqlite(':memory:'), { fees: [], shipping: carrier({ url: stub.url, cache: 0n }) })
    const cart = kit.shop.cart(ANA)
    await cart.add(kit.shelf.garment('coat', { seller: MIHAI }))
    await cart.read()
    assert.equal(stub.requests.length, 0)
    const { quote } = await cart.quote({ address: ADDRESS })
    await cart.read()
    await cart.quote({ address: ADDRESS })
    const { order } = await buy(cart, { payment: 'card' })
    assert.deepEqual([quote.totals.shipping, order.totals.shipping, stub.requests.length], [1_750n, 1_750n, 1])
    await kit.shop.close()
  })

  it('is refused a price by one that is down, or offers the labelled one', async () => {
    stub.reaction = answering('down', 503)
    for (const fallback of [undefined, { calculator: rates, label: 'estimated' }]) {
      const shipping = carrier({ url: stub.url, ...(fallback && { fallback }) })
      const kit = await openKit(async () => sqlite(':memory:'), { fees: [], shipping })
      const cart = kit.shop.cart(ANA)
      await cart.add(kit.shelf.garment('coat'))
      if (fallback === undefined) {
        const refused = await changesNothing(kit, () => refusalOf(cart.quote({ address: ADDRESS }), 'plugin_failed'))
        assert.deepEqual(refused.details, { plugin: 'shipping', reason: 'answered 503' })
      } else {
        const { shippingOptions, quote } = await cart.quote({ address: ADDRESS })
        assert.deepEqual(shippingOptions, [
          { id: 'van', name: 'Van (estimated)', price: 2_000n, kind: 'street', seller: '', estimate: true, fallback: true },
        ])
        assert.equal(quote.totals.shippingIsEstimate, true)
      }
      await kit.shop.close()
    }
  })
})
