import assert from 'node:assert/strict'
import { describe } from 'node:test'
import {
  ANA,
  attemptOf,
  BOGDAN,
  buy,
  changesNothing,
  eventsOf,
  fund,
  guest,
  type OpenDatabase,
  outcomesOf,
  refusalOf,
  scenario,
  times,
} from './kit.ts'
import { asSeller, bring, cardRefunds, lineOf, STAFF, twoSellers } from './orders-kit.ts'
import { readTables } from './tables.ts'

const BY_STAFF = { by: STAFF, reason: 'a button was missing' }

/** Money that goes back: by line, by part, the way it came, never more than came. */
export function describeRefunds(open: OpenDatabase): void {
  describe('refunds', () => {
    scenario(open, 'of a line that the wallet paid are there at once, and on the receipt', async (kit) => {
      const { shop, clock } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const hat = lineOf(order, 'hat')
      clock.advance(5n)
      const after = await shop.orders.refund(order.id, { ...BY_STAFF, lines: [hat.id] })
      assert.deepEqual([after.state, after.payments[0]?.state, after.payments[0]?.refunded], ['paid', 'captured', hat.paid])
      assert.deepEqual(
        after.refunds.map(({ method, amount, state, reason, at, lines }) => [method, amount, state, reason, at, lines]),
        [['wallet', hat.paid, 'done', 'a button was missing', clock(), [{ line: hat.id, amount: hat.paid }]]],
      )
      assert.equal((await shop.wallets.read('ana')).balance, 100_000n - order.totals.total + hat.paid)
      const { audit } = await readTables(kit.database)
      assert.deepEqual(
        [audit.length, audit[0]?.actor, audit[0]?.act, audit[0]?.reason],
        [1, 'staff:eva', 'order.refund', 'a button was missing'],
      )
      await changesNothing(kit, () => shop.orders.refund(order.id, { ...BY_STAFF, lines: [hat.id] }))
      await refusalOf(shop.cart(BOGDAN).add({ type: 'garment', id: 'hat' }), 'item_sold')
    })

    scenario(
      open,
      'line by line in any order sum to what was paid; then the order is refunded and its discount may be used again',
      async (kit) => {
        const { shop } = kit
        await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, maxUses: 1n })
        await fund(kit, ANA, 4_001n)
        await shop.cart(ANA).add(kit.shelf.garment('scarf'))
        await shop.cart(ANA).applyDiscount('TEN')
        const order = await twoSellers(kit, { payment: 'card', useWallet: true })
        for (const line of order.lines.toReversed()) await shop.orders.refund(order.id, { ...BY_STAFF, lines: [line.id] })
        const after = await shop.orders.show(order.id)
        const statesOf = ({ state, payments }: typeof after) => [
          state,
          ...payments.map((payment) => `${payment.method} ${payment.state}`).sort(),
        ]
        assert.deepEqual(statesOf(after), ['refunded', 'card captured', 'wallet refunded'])
        assert.equal((await shop.wallets.read('ana')).balance, 4_001n)
        await shop.reconcile()
        assert.equal(await cardRefunds(kit, order.id), order.totals.total - 4_001n)
        assert.equal((await shop.discounts.find('TEN'))?.uses, 0n)
        assert.equal((await eventsOf(kit, 'payment.refunded')).length, after.refunds.filter(({ method }) => method === 'card').length)
        assert.deepEqual(statesOf(await shop.orders.show(order.id)), ['refunded', 'card refunded', 'wallet refunded'])
        assert.ok((await shop.orders.show(order.id)).refunds.every(({ state }) => state === 'done'))
        await changesNothing(kit, () => shop.orders.refund(order.id, BY_STAFF))
        await changesNothing(kit, () => shop.reconcile())
      },
    )

    scenario(open, 'of parts take the wallet first and never more than is left; the same key is the same refund', async (kit) => {
      const { shop } = kit
      await fund(kit, ANA, 3_000n)
      const order = await twoSellers(kit, { payment: 'card', useWallet: true })
      const { id, paid } = lineOf(order, 'coat')
      const part = (amount: bigint, key: string) => shop.orders.refund(order.id, { ...BY_STAFF, amounts: { [id]: amount }, key })
      const first = await part(paid - 1n, 'one')
      const [card = 0n, wallet = 0n] = first.refunds.map(({ amount }) => amount)
      assert.deepEqual([first.refunds.map(({ method }) => method), wallet + card], [['card', 'wallet'], paid - 1n])
      assert.equal((await shop.wallets.read('ana')).balance, wallet)
      await changesNothing(kit, () => part(paid - 1n, 'one'))
      await changesNothing(kit, () => refusalOf(part(1n, 'one'), 'idempotency_mismatch'))
      const beyond = await changesNothing(kit, () => refusalOf(part(2n, 'two'), 'invalid_input'))
      assert.deepEqual(beyond.details.errors, [{ field: `amounts.${id}`, code: 'too_big' }])
      assert.equal(lineOf(await part(1n, 'two'), 'coat').refunded, paid)
      await shop.orders.refund(order.id, BY_STAFF)
      await shop.reconcile()
      assert.equal((await shop.wallets.read('ana')).balance, 3_000n)
      assert.equal(await cardRefunds(kit, order.id), order.totals.total - 3_000n)
    })

    scenario(open, 'asked for twenty times at once are paid once', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const spending = times(3, (index) => shop.wallets.payOut('ana', 1_000n, `spend-${index}`))
      assert.deepEqual(await outcomesOf([...times(20, () => shop.orders.refund(order.id, BY_STAFF)), ...spending]), { ok: 23 })
      assert.equal((await shop.wallets.read('ana')).balance, 97_000n)
      assert.equal((await eventsOf(kit, 'order.refunded')).length, 1)
      assert.equal((await shop.orders.show(order.id)).state, 'refunded')
    })

    scenario(open, 'and a cancellation at the same time give everything back once', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const acts = times(8, (index) =>
        index % 2 === 0
          ? shop.orders.cancel(order.id, ANA)
          : shop.orders.refund(order.id, { ...BY_STAFF, lines: [lineOf(order, 'hat').id] }),
      )
      await outcomesOf(acts)
      const after = await shop.orders.show(order.id)
      assert.deepEqual([after.state, (await shop.wallets.read('ana')).balance], ['cancelled', 100_000n])
      assert.deepEqual(
        (await readTables(kit.database)).stock.map(({ on_hand, sold }) => [on_hand, sold]),
        [['9', '0']],
      )
    })

    scenario(open, 'put goods on sale again when told so, once, also after the money', async (kit) => {
      const { shop, shelf } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const lines = [lineOf(order, 'coat').id, lineOf(order, 'tote').id]
      await shop.orders.refund(order.id, { ...BY_STAFF, lines })
      await refusalOf(shop.cart(BOGDAN).add(shelf.garment('coat')), 'item_sold')
      await shop.orders.refund(order.id, { ...BY_STAFF, lines, restock: true })
      await changesNothing(kit, () => shop.orders.refund(order.id, { ...BY_STAFF, lines, restock: true }))
      assert.equal((await shop.cart(BOGDAN).add(shelf.garment('coat'))).view.lines[0]?.state, 'ok')
      assert.deepEqual(
        (await readTables(kit.database)).stock.map(({ on_hand, sold }) => [on_hand, sold]),
        [['9', '0']],
      )
    })

    scenario(open, 'of cash go into the wallet of who has one; a guest gets his from the staff', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'cod' })
      await bring(kit, order.id, 'mihai')
      await bring(kit, order.id, 'ioana')
      const coat = lineOf(order, 'coat')
      await shop.orders.refund(order.id, { ...BY_STAFF, lines: [coat.id] })
      assert.equal((await shop.wallets.read('ana')).balance, coat.paid)

      const cart = shop.cart(guest('gina'))
      await cart.add(kit.shelf.garment('belt'))
      const own = (await buy(cart, { payment: 'cod', key: 'key-2' })).order
      await bring(kit, own.id, '')
      const due = (await shop.orders.refund(own.id, BY_STAFF)).refunds[0]
      assert.deepEqual([due?.method, due?.state, due?.amount], ['cod', 'due', own.totals.total])
      await refusalOf(shop.orders.refunded(due?.id ?? '', asSeller('mihai')), 'not_found')
      await shop.orders.refunded(due?.id ?? '', STAFF)
      await changesNothing(kit, () => shop.orders.refunded(due?.id ?? '', STAFF))
      assert.equal((await shop.orders.show(own.id)).refunds[0]?.state, 'done')
      await refusalOf(shop.orders.refunded('nothing-such', STAFF), 'not_found')
    })

    scenario(open, 'are of a seller for his own lines only, and of nobody for an order that is not paid', async (kit) => {
      const { shop, card } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const refund = (by: Parameters<typeof asSeller>[0], lines?: string[]) =>
        shop.orders.refund(order.id, { by: asSeller(by), reason: 'torn', ...(lines !== undefined && { lines }) })
      await changesNothing(kit, () => refusalOf(refund('ioana', [lineOf(order, 'coat').id]), 'item_not_found'))
      await changesNothing(kit, () => refusalOf(refund('bogdan'), 'not_found'))
      await changesNothing(kit, () =>
        refusalOf(shop.orders.refund(order.id, { by: { id: 'ana', role: 'buyer' }, reason: 'mine' }), 'not_found'),
      )
      const after = await refund('ioana')
      assert.deepEqual(
        after.lines.map(({ refunded }) => refunded > 0n),
        [false, false, true],
      )

      card.mood = 'redirect'
      const cart = shop.cart(BOGDAN)
      await cart.add(kit.shelf.garment('belt'))
      const unpaid = (await buy(cart, { payment: 'card' })).order
      await changesNothing(kit, () => refusalOf(shop.orders.refund(unpaid.id, BY_STAFF), 'order_state'))
      await refusalOf(shop.orders.refund('nothing-such', BY_STAFF), 'not_found')
    })

    scenario(open, 'say what is wrong with what was asked for', async (kit) => {
      const { shop } = kit
      const order = await twoSellers(kit, { payment: 'wallet' })
      const { id } = lineOf(order, 'coat')
      const wrong = async (request: object): Promise<unknown> =>
        (await refusalOf(shop.orders.refund(order.id, { ...BY_STAFF, ...request }), 'invalid_input')).details.errors
      assert.deepEqual(await wrong({ reason: ' ' }), [{ field: 'reason', code: 'required' }])
      assert.deepEqual(await wrong({ reason: 'x'.repeat(501) }), [{ field: 'reason', code: 'too_long' }])
      assert.deepEqual(await wrong({ amounts: { [id]: 1n } }), [{ field: 'key', code: 'required' }])
      assert.deepEqual(await wrong({ amounts: { [id]: 0n }, key: 'k' }), [{ field: `amounts.${id}`, code: 'positive' }])
      assert.deepEqual(await wrong({ lines: 'some' }), [{ field: 'lines', code: 'invalid' }])
      await refusalOf(shop.orders.refund(order.id, { ...BY_STAFF, lines: ['nothing'] }), 'item_not_found')
    })

    scenario(open, 'that the provider does not take are tried again, with the same key', async (kit) => {
      const { shop, card, errors } = kit
      const order = await twoSellers(kit, { payment: 'card' })
      const { refund } = card
      const keys: string[] = []
      Object.assign(card, {
        refund: async (attempt: string, amount: bigint, key: string, reference: string | null): Promise<void> => {
          keys.push(key)
          await refund(attempt, amount, key, reference)
          if (keys.length === 1) throw new Error('the answer was lost')
        },
      })
      await shop.orders.refund(order.id, BY_STAFF)
      await shop.reconcile()
      const [due] = (await shop.orders.show(order.id)).refunds
      assert.deepEqual([errors.length, due?.state, due?.tries, due?.nextTry], [1, 'due', 1, kit.clock() + 5_000n])
      kit.clock.advance(5_000n)
      await shop.reconcile()
      assert.deepEqual([new Set(keys).size, keys.length], [1, 2])
      assert.equal(card.refunds.get(await attemptOf(kit, order.id)), order.totals.total)
      const [done] = (await shop.orders.show(order.id)).refunds
      assert.deepEqual([done?.state, done?.nextTry], ['done', null])
    })
  })
}
