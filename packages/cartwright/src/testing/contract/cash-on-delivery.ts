import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type CodCase, cashOnDelivery, sql } from '../../index.ts'
import {
  ADDRESS,
  ANA,
  buy,
  fund,
  guest,
  type Kit,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  requestOf,
  scenarioWith,
  times,
} from './kit.ts'
import { readTables } from './tables.ts'

const CASE: CodCase = {
  address: ADDRESS,
  amount: 10_000n,
  currency: 'RON',
  sellers: ['mihai'],
  locker: false,
  options: ['courier'],
  hasWins: false,
  openOrders: 0,
  strikes: 0,
}
const RULES = { limit: 150_000n, countries: ['RO'], openOrders: 1, strikes: 2 }
const COD = { payments: { wallet: true, cod: cashOnDelivery(RULES) } }

const open = async ({ database }: Kit): Promise<unknown[]> =>
  (await readTables(database)).cash_customer.map((row) => [row.customer, row.open])

/** Who may pay when the parcel arrives, and how often at once. */
export function describeCashOnDelivery(openDatabase: OpenDatabase): void {
  const scenario = (title: string, run: (kit: Kit) => Promise<void>): void => scenarioWith(openDatabase, COD, title, run)

  describe('cash on delivery', () => {
    it('says why it is not for an order', () => {
      const cod = cashOnDelivery({ ...RULES, sellers: ['ioana'], options: ['bike'] })
      const cases: readonly [Partial<CodCase>, string | null][] = [
        [{}, null],
        [{ amount: 150_000n, strikes: 1 }, null],
        [{ amount: 150_001n }, 'amount'],
        [{ locker: true }, 'locker'],
        [{ address: { ...ADDRESS, locker: 'L1' } }, 'locker'],
        [{ options: ['courier', 'bike'] }, 'option'],
        [{ address: { ...ADDRESS, country: 'BG' } }, 'country'],
        [{ sellers: ['mihai', 'ioana'] }, 'seller'],
        [{ openOrders: 1 }, 'open_orders'],
        [{ strikes: 2 }, 'strikes'],
      ]
      for (const [other, reason] of cases) assert.equal(cod.eligible({ ...CASE, ...other }), reason)
      assert.equal(cashOnDelivery({ limit: 1n, countries: ['RO'] }).eligible({ ...CASE, amount: 1n, openOrders: 99, strikes: 99 }), null)
      for (const wrong of [{ openOrders: 0 }, { strikes: 1.5 }, { openOrders: -1 }])
        assert.throws(() => cashOnDelivery({ ...RULES, ...wrong }), RangeError)
    })

    scenario('ten checkouts of one buyer at once are one order on delivery (C21)', async (kit) => {
      const { shop, shelf } = kit
      const requests = await Promise.all(
        times(10, async (index) => {
          const cart = shop.cart(ANA, { name: `cart-${index}` })
          await cart.add(shelf.garment(`coat-${index}`))
          return { cart, request: await requestOf(cart, { payment: 'cod', key: `key-${index}` }) }
        }),
      )
      const outcomes = await outcomesOf(requests.map(({ cart, request }) => cart.checkout(request)))
      assert.deepEqual(outcomes, { ok: 1, payment_not_eligible: 9 })
      assert.deepEqual(await open(kit), [['ana@example.com', 1n]])
    })

    scenario('a guest and an account with one address are one customer; the next may come when the first is over', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'cod' })
      const other = shop.cart(guest('one'))
      await other.add(shelf.garment('hat'))
      const buying = { payment: 'cod', email: 'Ana@Example.com' } as const
      const { paymentOptions } = await other.quote(buying)
      assert.equal(paymentOptions.find(({ id }) => id === 'cod')?.reason, 'open_orders')
      assert.equal((await refusalOf(buy(other, buying), 'payment_not_eligible')).details.reason, 'open_orders')
      await shop.orders.cancel(order.id, ANA)
      await shop.orders.cancel(order.id, ANA)
      assert.deepEqual(await open(kit), [['ana@example.com', 0n]])
      assert.equal((await buy(other, buying)).order.state, 'placed')
      assert.deepEqual(await open(kit), [['ana@example.com', 1n]])
    })

    scenario('who did not keep to what he had promised pays in advance', async (kit) => {
      const { shop, shelf, database, clock } = kit
      const strike = (id: string) =>
        sql`insert into strike (owner, id, reason, reference, made_at) values ('user:ana', ${id}, 'refused', null, ${clock()})`
      await database.batch([strike('1'), strike('2')])
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      assert.equal((await refusalOf(buy(cart, { payment: 'cod' }), 'payment_not_eligible')).details.reason, 'strikes')
    })

    scenario('an order that the wallet pays wholly is none to collect', async (kit) => {
      const { shop, shelf } = kit
      await fund(kit, ANA, 1_000_000n)
      for (const name of ['coat', 'hat']) {
        const cart = shop.cart(ANA)
        await cart.add(shelf.garment(name))
        assert.equal((await buy(cart, { payment: 'cod', useWallet: true, key: name })).order.state, 'paid')
      }
      assert.deepEqual(await open(kit), [])
    })
  })
}
