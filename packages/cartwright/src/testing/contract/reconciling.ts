import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { sql } from '../../index.ts'
import { ANA, attemptOf, BOGDAN, buy, guest, type Kit, type OpenDatabase, scenarioWith, times } from './kit.ts'
import { bring, SELLERS, STAFF, twoSellers, WEEK } from './orders-kit.ts'
import { readTables } from './tables.ts'

const MINUTE = 60_000n
const PAYMENT_TIME = 30n * MINUTE
/** As many as one run of the reconciler takes on. */
const MANY = 100

/** Payments of Ana's cart that are as old as can be. */
async function plantPayments({ database }: Kit, attempt: string): Promise<void> {
  const [row] = (await readTables(database)).attempt.filter(({ id }) => id === attempt)
  assert.ok(row)
  const cart = String(row.cart_id)
  await database.batch(
    times(
      MANY,
      (place) => sql`
        insert into attempt (cart_id, id, order_id, buyer, method, amount, wallet_amount, currency, state, provider_reference, next_url, made_at, deadline)
        values (${cart}, ${`${cart}-stuck${place}`}, ${String(row.order_id)}, 'user:ana', 'card', 5, 0, 'RON', 'pending', 'pi', 'next', 1, 1)`,
    ),
  )
}

/** Refunds of an order that are as old as can be. */
const plantRefunds = ({ database }: Kit, order: string): Promise<unknown> => {
  const cart = order.slice(0, order.indexOf('-'))
  return database.batch(
    times(
      MANY,
      (place) => sql`
        insert into refund (cart_id, id, order_id, method, amount, state, reason, made_by, made_at)
        values (${cart}, ${`${order}-stuck${place}`}, ${order}, 'card', 1, 'due', 'a penny', 'staff:eva', 1)`,
    ),
  )
}

/** A payment of Bogdan's, which comes after all that is stuck. */
async function goodPayment(kit: Kit): Promise<{ order: string; attempt: string }> {
  const cart = kit.shop.cart(BOGDAN)
  await cart.add(kit.shelf.garment('hat'))
  const { order } = await buy(cart, { payment: 'card' })
  return { order: order.id, attempt: await attemptOf(kit, order.id) }
}

/** What stays open or fails keeps nothing else waiting. */
export function describeReconciling(open: OpenDatabase): void {
  describe('the reconciler', () => {
    for (const [what, answer] of [
      ['stay pending', async () => ({ state: 'pending' }) as const],
      ['the provider hangs over', () => new Promise<never>(() => undefined)],
    ] as const)
      scenarioWith(
        open,
        { pluginDeadline: 20 },
        `payments that ${what} keep no newer one waiting, and are asked about less and less`,
        async (kit) => {
          const { shop, card, clock, database } = kit
          const coat = shop.cart(ANA)
          await coat.add(kit.shelf.garment('coat'))
          const own = await attemptOf(kit, (await buy(coat, { payment: 'card' })).order.id)
          await plantPayments(kit, own)
          const good = await goodPayment(kit)
          card.pay(own)
          card.pay(good.attempt)
          let [asked, abreast, most] = [0, 0, 0]
          const { status, cancel } = card
          const slowly = async (): Promise<{ readonly state: 'pending' }> => {
            abreast += 1
            most = Math.max(most, abreast)
            // One that hangs is given up after the deadline.
            await Promise.race([answer(), new Promise((resolve) => setTimeout(resolve, 25))])
            abreast -= 1
            return answer()
          }
          Object.assign(card, {
            status: async (id: string) => {
              if (!id.includes('stuck')) return status(id)
              asked += 1
              return slowly()
            },
            cancel: async (id: string) => (id.includes('stuck') ? ({ state: 'pending' } as const) : cancel(id)),
          })
          clock.advance(PAYMENT_TIME - MINUTE)
          const runs: (readonly [settled: number, asked: number])[] = []
          const run = async (): Promise<void> => {
            asked = 0
            const { settled } = await shop.reconcile()
            runs.push([settled, asked])
          }
          await run()
          await run()
          clock.advance(5_000n)
          await run()
          clock.advance(9_999n)
          await run()
          clock.advance(1n)
          await run()
          assert.deepEqual(runs, [
            [0, MANY],
            [2, 0],
            [0, MANY],
            [0, 0],
            [0, MANY],
          ])
          assert.ok(most > 1 && most <= 16, `${most} at a time`)
          assert.equal((await shop.orders.find(good.order, BOGDAN)).state, 'paid')
          await database.batch([sql`delete from attempt where provider_reference = 'pi'`])
        },
      )

    scenarioWith(open, {}, 'refunds that always fail keep no newer one waiting, and are tried less and less', async (kit) => {
      const { shop, shelf, card, clock, database } = kit
      card.mood = 'succeed'
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const { order: sick } = await buy(cart, { payment: 'card' })
      await plantRefunds(kit, sick.id)
      const good = await goodPayment(kit)
      await shop.orders.refund(good.order, { by: STAFF, reason: 'torn' })
      const { refund } = card
      let tried = 0
      const own = await attemptOf(kit, sick.id)
      Object.assign(card, {
        refund: async (...of: Parameters<typeof refund>) => {
          if (of[0] !== own) return refund(...of)
          tried += 1
          throw new Error('no')
        },
      })
      await shop.reconcile()
      assert.deepEqual([await shop.reconcile(), tried, kit.errors.length], [{ settled: 1 }, MANY, MANY])
      clock.advance(5_000n)
      await shop.reconcile()
      clock.advance(9_999n)
      assert.deepEqual([await shop.reconcile(), tried], [{ settled: 0 }, 2 * MANY])
      clock.advance(1n)
      assert.deepEqual([await shop.reconcile(), tried], [{ settled: 0 }, 3 * MANY])
      await database.batch([sql`delete from refund where made_at = 1`])
    })

    scenarioWith(open, { ...SELLERS, pluginDeadline: 20 }, 'a provider that hangs keeps no seller from his money', async (kit) => {
      const { shop, shelf, card, clock } = kit
      const order = await twoSellers(kit, { payment: 'card' })
      await bring(kit, order.id, 'mihai')
      clock.advance(WEEK)
      card.mood = 'redirect'
      const other = shop.cart(guest('one'))
      await other.add(shelf.garment('scarf'))
      await buy(other, { payment: 'card' })
      clock.advance(MINUTE)
      const balances: bigint[] = []
      const { status } = card
      Object.assign(card, {
        status: async () => {
          balances.push((await shop.wallets.read('mihai')).balance)
          return new Promise(() => undefined)
        },
      })
      await shop.reconcile()
      assert.deepEqual([balances, kit.errors.length], [[12_600n], 1])
      Object.assign(card, { status })
    })

    scenarioWith(open, {}, 'a payment is looked at by the minute while it may be paid, and at its deadline', async (kit) => {
      const { shop, card, clock } = kit
      const { order, attempt } = await goodPayment(kit)
      const made = clock()
      const looks: bigint[] = []
      const { status } = card
      Object.assign(card, {
        status: async (id: string) => {
          looks.push((clock() - made) / 1_000n)
          return status(id)
        },
      })
      card.stubborn = true
      while (clock() < made + PAYMENT_TIME + 2n * MINUTE) {
        clock.advance(5_000n)
        await shop.reconcile()
      }
      assert.deepEqual(looks.slice(0, 6), [5n, 10n, 15n, 25n, 45n, 85n])
      assert.deepEqual(looks.slice(-4), [1_800n, 1_805n, 1_815n, 1_835n, 1_875n].slice(-4))
      assert.ok(looks.length < 45, `${looks.length} looks`)
      card.pay(attempt)
      clock.advance(MINUTE)
      await shop.reconcile()
      assert.equal((await shop.orders.find(order, BOGDAN)).state, 'paid')
    })
  })
}
