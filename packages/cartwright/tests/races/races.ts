import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { ShopError } from '../../src/errors.ts'
import type { Cart } from '../../src/index.ts'
import { assertInvariants } from '../../src/testing/contract/invariants.ts'
import {
  ANA,
  attemptOf,
  buy,
  fund,
  guest,
  type Kit,
  type OpenDatabase,
  outcomesOf,
  requestOf,
  scenario,
  scenarioWith,
  times,
} from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { calm, storm } from './storm.ts'

/** Everything else a buyer may do in the instant in which he pays. */
const MUTATIONS: Readonly<Record<string, (kit: Kit, cart: Cart) => Promise<unknown>>> = {
  'adds a dear item': ({ shelf }, cart) => cart.add(shelf.garment('dear', { price: 90_000n })),
  'adds more of the same': ({ shelf }, cart) => cart.add(shelf.good('tea'), { quantity: 5n }),
  'changes a quantity': ({ shelf }, cart) => cart.update(shelf.good('tea'), { quantity: 9n }),
  'removes a line': ({ shelf }, cart) => cart.remove(shelf.garment('coat')),
  'saves a line for later': ({ shelf }, cart) => cart.saveForLater(shelf.garment('coat')),
  'empties the cart': (_, cart) => cart.clear(),
  'applies a code': (_, cart) => cart.applyDiscount('TEN'),
  'logs in': ({ shop }) => shop.login({ token: 'token-of-ana' }, ANA),
}

/** Attacks that live from two things happening at once. Run with slow statements, so that the windows are wide. */
export function describeRaces(
  engine: string,
  open: OpenDatabase,
  { rounds, storms }: { readonly rounds: number; readonly storms: number },
): void {
  describe(`races on ${engine}`, () => {
    for (const [what, mutate] of Object.entries(MUTATIONS)) {
      scenario(open, `a buyer pays and ${what}: in the order and in its price, or in neither`, async (kit) => {
        const { shop, shelf } = kit
        await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
        await fund(kit, ANA, 10_000_000n)
        for (const round of times(rounds, (index) => index)) {
          await shop.cart(guest('ana')).add(shelf.good('salt'))
          const cart = shop.cart(ANA)
          const coat = shelf.garment('coat')
          await cart.addMany([{ product: coat }, { product: shelf.good('tea'), quantity: 2n }])
          const request = await requestOf(cart, { payment: 'wallet', key: `key-${round}` })
          const seen = (await cart.read()).totals.total
          const [paid] = await Promise.allSettled([cart.checkout(request), mutate(kit, cart)])
          if (paid.status === 'fulfilled') {
            assert.equal(paid.value.order.totals.total, seen)
            assert.deepEqual(
              paid.value.order.lines.map((line) => [line.product.id, line.quantity]),
              [
                ['coat', 1n],
                ['tea', 2n],
              ],
            )
            await shop.orders.cancel(paid.value.order.id, ANA)
          } else assert.ok(paid.reason instanceof ShopError, String(paid.reason))
          await assertInvariants(kit.database, kit.clock())
          await cart.clear()
          await shop.cart(guest('ana')).clear()
        }
      })
    }

    scenario(open, 'an order is cancelled ten times while its money is spent again: the money is there once', async (kit) => {
      const { shop, shelf } = kit
      const cart = shop.cart(ANA)
      await fund(kit, ANA, 12_299n)
      await cart.add(shelf.garment('coat'))
      const { order } = await buy(cart, { payment: 'wallet' })
      assert.equal((await shop.wallets.read('ana')).balance, 0n)
      await cart.add(shelf.garment('hat'))
      const request = await requestOf(cart, { payment: 'card', key: 'again', useWallet: true })
      const spending = shop.orders.cancel(order.id, ANA).then(() => buy(cart, { payment: 'wallet', key: 'spent' }))
      await Promise.allSettled([...times(9, () => shop.orders.cancel(order.id, ANA)), spending, cart.checkout(request)])
      const { balance, held } = await shop.wallets.read('ana')
      const living = (await shop.orders.list(ANA)).items.filter((one) => one.state !== 'cancelled')
      const inOrders = living
        .flatMap((one) => one.payments.filter((payment) => payment.method === 'wallet'))
        .reduce((sum, payment) => sum + payment.amount, 0n)
      assert.equal(balance + inOrders, 12_299n)
      assert.ok(held <= inOrders)
    })

    scenario(open, 'webhook, return page, reconciler and an impatient buyer end one payment once', async (kit) => {
      const { shop, shelf, card, clock } = kit
      const cart = shop.cart(ANA)
      await cart.add(shelf.garment('coat'))
      const request = await requestOf(cart, { payment: 'card' })
      const { order } = await cart.checkout(request)
      const attempt = await attemptOf(kit, order.id)
      const paid = card.pay(attempt)
      clock.advance(1_800_000n)
      await Promise.allSettled([
        ...times(4, () => shop.settle(attempt, paid)),
        ...times(4, () => shop.reconcile()),
        ...times(4, () => cart.checkout(request)),
        ...times(4, () => cart.add(shelf.garment('hat'))),
      ])
      assert.equal((await shop.orders.find(order.id, ANA)).state, 'paid')
      const { placed_order } = await readTables(kit.database)
      assert.equal(placed_order.length, 1)
      assert.deepEqual(kit.errors, [])
    })

    scenario(open, 'at the instant of expiry the holder pays and another takes: one of them has it', async (kit) => {
      const { shop, shelf, clock } = kit
      for (const round of times(rounds, (index) => index)) {
        const coat = shelf.garment(`coat-${round}`)
        const [holder, taker] = [shop.cart(guest(`holder-${round}`)), shop.cart(guest(`taker-${round}`))]
        const { view } = await holder.add(coat)
        const request = await requestOf(holder, { payment: 'cod' })
        clock.set((view.lines[0]?.heldUntil ?? assert.fail()) - 1n)
        const paying = holder.checkout(request)
        const taking = taker.add(coat)
        clock.advance(1n)
        const outcomes = await Promise.allSettled([paying, taking, taker.add(coat)])
        const won = [outcomes[0]?.status === 'fulfilled', (await taker.read()).lines[0]?.state === 'ok']
        assert.deepEqual(won.filter(Boolean).length, 1, JSON.stringify(won))
      }
    })

    scenario(open, '30 adds in the instant of expiry: one holder', async ({ shop, shelf, clock }) => {
      const coat = shelf.garment('coat')
      await shop.cart(ANA).add(coat)
      clock.advance(900_000n)
      assert.deepEqual(await outcomesOf(times(30, (index) => shop.cart(guest(`${index}`)).add(coat))), { ok: 1, item_taken: 29 })
    })

    for (const seed of times(storms, (index) => index + 1)) {
      scenarioWith(
        open,
        { stock: { reserve: seed % 2 === 0 ? 'never' : 'add', for: 600_000n } },
        `storm ${seed} with units kept from the add on, or not at all`,
        async (kit) => {
          assert.ok((await storm(kit, seed + 100, { waves: 12, width: 8 })) > 20)
          await assertInvariants(kit.database, kit.clock())
          assert.deepEqual(await calm(kit), [])
        },
      )

      scenario(open, `storm ${seed}: anything at once, and at its end nothing is broken or left over`, async (kit) => {
        const succeeded = await storm(kit, seed, { waves: 12, width: 8 })
        assert.ok(succeeded > 20, `only ${succeeded} actions succeeded`)
        await assertInvariants(kit.database, kit.clock())
        assert.deepEqual(await calm(kit), [])
        assert.deepEqual(
          kit.errors.filter((error) => !(error instanceof ShopError)),
          [],
        )
      })
    }
  })
}
