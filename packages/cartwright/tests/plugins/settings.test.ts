import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Database } from '../../src/index.ts'
import { type ShopOptions, settingsOf } from '../../src/options.ts'
import { flatShipping } from '../../src/pricing/flat-shipping.ts'
import { flatTax } from '../../src/pricing/tax-rates.ts'

class Taxes {
  calculate(): Promise<never> {
    return Promise.reject(new Error('never called'))
  }
}

const options: ShopOptions = { database: {} as Database, currency: 'RON', products: { garment: { getMany: async () => new Map() } } }
const settings = (given: object) => settingsOf({ ...options, ...given } as ShopOptions)

describe('plug-ins are looked at when the shop is made', () => {
  const wrong: Readonly<Record<string, unknown>> = {
    undefined: undefined,
    null: null,
    'a text': './taxes.js',
    'a promise': Promise.resolve(flatTax({ rate: '21%', mode: 'added' })),
    'a class': Taxes,
    object: { calculate: () => 0 },
    number: 21,
  }
  for (const setting of ['tax', 'shipping', 'estimate']) {
    for (const [found, value] of Object.entries(wrong)) {
      it(`refuses ${found} for ${setting}`, () => {
        assert.throws(
          () => settings({ [setting]: value }),
          (error) => error instanceof RangeError && error.message.startsWith(`${setting}: is `) && error.message.includes(found),
        )
      })
    }
  }

  it('refuses other things that are no functions, by the name of their setting', () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ buying: [Taxes] }, 'buying[0]: is a class'],
      [{ on: { 'cart.item_added': 'log' } }, "on['cart.item_added']: is a text"],
      [{ clock: 5n }, 'clock: is of the type bigint'],
      [{ payments: { card: Taxes } }, 'payments.card: is a class'],
      [{ payments: { card: { start: () => 0 } } }, 'payments.card.status: is undefined'],
      [{ payments: { cod: true } }, 'payments.cod: is of the type boolean'],
      [{ pluginDeadline: 0 }, 'pluginDeadline must'],
      [{ pluginMemory: -1n }, 'pluginMemory must'],
      [{ pluginMemory: 1000 }, 'pluginMemory must'],
    ]
    for (const [given, message] of cases) {
      assert.throws(
        () => settings(given),
        (error) => error instanceof RangeError && error.message.startsWith(message),
        message,
      )
    }
  })

  it('takes functions, and settings that are left out', () => {
    assert.deepEqual([settings({}).tax, settings({}).shipping, settings({}).estimate], [null, null, null])
    const flat = flatShipping({ price: 1_499n })
    const far = async () => []
    assert.equal(settings({ shipping: flat }).estimate, flat)
    assert.equal(settings({ shipping: far }).estimate, null)
    assert.equal(settings({ estimate: flat }).shipping, flat)
    assert.equal(settings({ estimate: flat, shipping: far }).shipping, far)
    assert.equal(settings({ tax: function tax() {} }).pluginMemory, 600_000n)
  })
})
