import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Database } from '../../src/index.ts'
import { type ShopOptions, settingsOf } from '../../src/options.ts'
import { cashOnDelivery } from '../../src/payments/cash-on-delivery.ts'
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
      [{ payments: { cod: { eligible: () => null, fee: 0n, openOrders: 0 } } }, 'payments.cod.openOrders must'],
      [{ payments: { late: 'maybe' } }, 'payments.late is none of deliver_rest, refund_all'],
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

  it('refuses names that no setting has, and values that make no sense, by the name of their setting', () => {
    const cases: readonly (readonly [object, string])[] = [
      [{ taxx: flatTax({ rate: '21%', mode: 'added' }) }, 'taxx: there is no such setting'],
      [{ limits: { maxQty: 5n } }, 'limits.maxQty: there is no such setting'],
      [{ holds: { users: 5n } }, 'holds.users: there is no'],
      [{ auctions: { steps: 1n } }, 'auctions.steps: there is no'],
      [{ auctions: { step: 0n } }, 'auctions.step must'],
      [{ auctions: { payTime: 5 } }, 'auctions.payTime must be a bigint'],
      [{ auctions: { reminders: 5n } }, 'auctions.reminders must be a list'],
      [{ auctions: { reminders: [5] } }, 'auctions.reminders must be a bigint'],
      [{ auctions: { strikes: 0 } }, 'auctions.strikes must'],
      [{ auctions: { relist: -1 } }, 'auctions.relist must'],
      [{ sellers: { commission: 10_001n } }, 'sellers.commission must be a bigint from 0n to 10000n'],
      [{ sellers: { account: 'mihai' } as never }, 'sellers.account must be a function'],
      [{ merge: { codes: 'keep_user' } }, 'merge.codes: there is no'],
      [{ guesses: { owner: 5 } }, 'guesses.owner: there is no'],
      [{ stock: { reserved: 'add' } }, 'stock.reserved: there is no'],
      [{ stock: { byType: { garment: { reserves: 'add' } } } }, 'stock.byType.garment.reserves: there is no'],
      [{ payments: { cash: true } }, 'payments.cash: there is no'],
      [{ limits: { maxQuantity: 5 } }, 'limits.maxQuantity must be a bigint'],
      [{ limits: { maxQuantity: undefined } }, 'limits.maxQuantity must be a bigint'],
      [{ limits: { minOrder: 5 } }, 'limits.minOrder must be a bigint'],
      [{ limits: { maxLines: '5' } }, 'limits.maxLines must be a whole number from 1 to 2000'],
      [{ limits: { maxLines: 2001 } }, 'limits.maxLines must'],
      [{ holds: { user: 5 } }, 'holds.user must be a bigint'],
      [{ holds: 5 }, 'holds: must be an object'],
      [{ guesses: { perOwner: 0 } }, 'guesses.perOwner must'],
      [{ fees: [{}] }, 'fees[0].code must'],
      [{ fees: [null] }, 'fees[0]: must be an object'],
      [{ fees: {} }, 'fees must be a list'],
      [{ pluginDeadline: 2 ** 31 }, 'pluginDeadline must'],
      [{ eventDeadline: 2 ** 31 }, 'eventDeadline must'],
      [{ paymentDeadline: 0n }, 'paymentDeadline must'],
      [{ estimate: async () => [] }, 'estimate: must be local'],
      [{ payments: { cod: { eligible: () => null } } }, 'payments.cod.fee must'],
      [{ currency: 'ZZZ' }, 'currency: ZZZ is not'],
      [{ currency: undefined }, 'currency undefined is not'],
    ]
    for (const [given, message] of cases) {
      assert.throws(
        () => settings(given),
        (error) => error instanceof RangeError && error.message.startsWith(message),
        message,
      )
    }
    assert.equal(settings({ pluginDeadline: 2 ** 31 - 1, limits: { maxLines: 2000 } }).limits.maxLines, 2000)
  })

  it('refuses rules of cash on delivery that nothing could satisfy', () => {
    for (const rules of [
      { limit: -1n, countries: ['RO'] },
      { limit: 1n, countries: [] },
      { limit: 1n, countries: ['Romania'] },
      { limit: 1n, countries: ['RO'], fee: -1n },
    ])
      assert.throws(() => cashOnDelivery(rules), RangeError)
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
