import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Result } from '../../src/client/index.ts'
import { ANA, fund } from '../../src/testing/contract/kit.ts'
import { type Store, scenario } from '../http/site.ts'
import { answer, lose, loseAnswer, openClient } from './open-client.ts'

const ADDRESS = { name: 'Ana Pop', line1: 'Str. Lalelelor 3', city: 'București', county: 'B', postal_code: '010101', country: 'RO' }

const done = <Value>(result: Result<Value>): Value => {
  if (!result.ok) assert.fail(`${result.error.code}: ${result.error.detail}`)
  return result.value
}
const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.error.code)

const stocked = async ({ kit }: Store): Promise<string> => {
  await kit.shop.stock.set(kit.shelf.article('bag'), 500n)
  return 'article:bag'
}
const unitsOf = async ({ kit }: Store): Promise<bigint> => (await kit.shop.cart(ANA).read()).count

describe('the client', () => {
  scenario('does every change of a cart', async (store) => {
    const { client } = openClient(store, 'ana')
    const bag = await stocked(store)
    store.kit.shelf.garment('coat')
    await store.kit.shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1000n })
    const added = done(await client.add(bag, { quantity: 2 }))
    assert.equal(added.count, 2)
    assert.equal(done(await client.add({ type: 'garment', id: 'coat' })).count, 3)
    const [line = assert.fail()] = added.cart.lines
    assert.equal(done(await client.setQuantity(line.id, 5)).count, 6)
    assert.equal(done(await client.applyDiscount('TEN')).cart.discounts.length, 1)
    assert.equal(done(await client.removeDiscount('TEN')).cart.discounts.length, 0)
    const saved = done(await client.saveForLater(line.id))
    assert.equal(saved.cart.saved.length, 1)
    assert.equal(done(await client.returnSaved(saved.cart.saved[0]?.id ?? '')).cart.lines.length, 2)
    done(await client.renew())
    done(await client.noticesSeen())
    assert.deepEqual(done(await client.cart()), done(await client.drawer()).cart)
    const again = done(await client.cart()).lines
    assert.equal(done(await client.remove(again[0]?.id ?? '')).cart.lines.length, 1)
    assert.equal(done(await client.clear()).count, 0)
    assert.equal(codeOf(await client.undoMerge()), 'cart_changed')
  })

  scenario('quotes, orders, and looks at orders', async (store) => {
    const { client } = openClient(store, 'ana')
    store.kit.shelf.garment('coat')
    await fund(store.kit, ANA, 100_000n)
    done(await client.add('garment:coat'))
    const { quote } = done(await client.quote({ payment: 'wallet', address: ADDRESS }))
    const { order } = done(await client.checkout({ payment: 'wallet', address: ADDRESS, quote: quote.hash }))
    assert.equal(order.total, quote.totals.total)
    assert.deepEqual(done(await client.order(order.id)), order)
    assert.deepEqual(done(await client.orders({ limit: 10 })).items, [order])
    assert.equal(done(await client.wallet()).entries.length, 2)
    assert.equal(done(await client.cancelOrder(order.id)).state, 'cancelled')
    assert.equal(codeOf(await client.receivedOrder(order.id)), 'order_state')
  })

  scenario('gives a refusal with what belongs to it, and asks once', async (store) => {
    const ana = openClient(store, 'ana')
    const bogdan = openClient(store, 'bogdan')
    store.kit.shelf.garment('coat')
    done(await ana.client.add('garment:coat'))
    const taken = await bogdan.client.add('garment:coat')
    assert.ok(!taken.ok && taken.error.code === 'item_taken')
    assert.match(taken.error.available_again_at ?? '', /^\d{4}-/)
    assert.equal(taken.error.count, 0)
    assert.equal(bogdan.sent.length, 1)
    const { quote } = done(await ana.client.quote({ payment: 'cod', address: ADDRESS }))
    const changed = await ana.client.checkout({ payment: 'cod', address: ADDRESS, quote: 'another' })
    assert.ok(!changed.ok && changed.error.code === 'quote_changed')
    assert.equal(changed.error.quote.hash, quote.hash)
  })

  scenario('keeps one key over all tries, so that a change whose answer was lost is done once', async (store) => {
    const bag = await stocked(store)
    const { client, sent } = openClient(store, 'ana', [loseAnswer, lose])
    assert.equal(done(await client.add(bag, { quantity: 2 })).count, 2)
    assert.equal(await unitsOf(store), 2n)
    assert.equal(sent.length, 3)
    assert.equal(new Set(sent.map(({ key }) => key)).size, 1)
    done(await client.add(bag))
    assert.notEqual(sent[3]?.key, sent[0]?.key)
    assert.match(sent[0]?.key ?? '', /^[A-Za-z0-9_-]{1,64}$/)
  })

  scenario('makes one order of a checkout whose answers were lost', async (store) => {
    store.kit.shelf.garment('coat')
    await fund(store.kit, ANA, 100_000n)
    const { client, sent } = openClient(store, 'ana', [(send) => send(), (send) => send(), loseAnswer, loseAnswer, loseAnswer])
    done(await client.add('garment:coat'))
    const { quote } = done(await client.quote({ payment: 'wallet', address: ADDRESS }))
    const order = { payment: 'wallet', address: ADDRESS, quote: quote.hash, key: 'my-order' } as const
    assert.equal(codeOf(await client.checkout(order)), 'network')
    assert.equal(sent.length, 5)
    const placed = done(await client.checkout(order))
    assert.deepEqual(done(await client.orders()).items, [placed.order])
  })

  scenario('waits as long as it is told, within bounds', async (store) => {
    const bag = await stocked(store)
    const busy = (seconds: string) =>
      answer(503, JSON.stringify({ code: 'unavailable', status: 503, detail: '' }), { 'retry-after': seconds })
    const limited = (seconds: string) =>
      answer(429, JSON.stringify({ code: 'rate_limited', status: 429, detail: '' }), { 'retry-after': seconds })
    const patient = openClient(store, 'ana', [busy('0'), limited('0')])
    assert.equal(done(await patient.client.add(bag)).count, 1)
    assert.equal(patient.sent.length, 3)
    const asked = openClient(store, 'ana', [limited('3600')])
    assert.equal(codeOf(await asked.client.add(bag)), 'rate_limited')
    assert.equal(asked.sent.length, 1)
    const worn = openClient(store, 'ana', [busy('0'), busy('0'), busy('0')])
    assert.equal(codeOf(await worn.client.add(bag)), 'unavailable')
    assert.equal(worn.sent.length, 3)
    const full = openClient(store, 'ana', [answer(429, JSON.stringify({ code: 'hold_limit', status: 429, detail: '' }))])
    assert.equal(codeOf(await full.client.add(bag)), 'hold_limit')
    assert.equal(full.sent.length, 1)
  })

  scenario('asks again for a request that is still under way', async (store) => {
    const bag = await stocked(store)
    const running = answer(409, JSON.stringify({ code: 'idempotency_in_progress', status: 409, detail: '' }))
    const { client, sent } = openClient(store, 'ana', [running], { retries: 0 })
    assert.equal(done(await client.add(bag)).count, 1)
    assert.equal(sent.length, 2)
  })

  scenario('tries once more where the cart has moved under a change that may be repeated', async (store) => {
    const bag = await stocked(store)
    const moved = answer(409, JSON.stringify({ code: 'cart_changed', status: 409, detail: '' }))
    const { client, sent } = openClient(store, 'ana', [(send) => send(), moved, moved, moved, moved])
    const line = done(await client.add(bag)).cart.lines[0]?.id ?? ''
    assert.equal(codeOf(await client.setQuantity(line, 3)), 'cart_changed')
    assert.equal(sent.length, 3)
    assert.equal(codeOf(await client.add(bag)), 'cart_changed')
    assert.equal(sent.length, 4)
    assert.equal(codeOf(await client.clear()), 'ok')
  })
})

describe('changes of one client', () => {
  scenario('go out one after the other, in the order of the calls', async (store) => {
    const bag = await stocked(store)
    const marks: string[] = []
    const slow = async (send: () => Promise<Response>): Promise<Response> => {
      marks.push('first begins')
      await new Promise((resolve) => setTimeout(resolve, 30))
      const response = await send()
      marks.push('first ends')
      return response
    }
    const next = async (send: () => Promise<Response>): Promise<Response> => {
      marks.push('second begins')
      return send()
    }
    const { client } = openClient(store, 'ana', [slow, next])
    const [one, two] = await Promise.all([client.add(bag, { quantity: 2 }), client.add(bag, { quantity: 3 })])
    assert.deepEqual(marks, ['first begins', 'first ends', 'second begins'])
    assert.deepEqual([done(one).count, done(two).count], [2, 5])
  })

  scenario('go on after one that failed', async (store) => {
    const bag = await stocked(store)
    const { client } = openClient(store, 'ana', [lose], { retries: 0 })
    const [first, second] = await Promise.all([client.add(bag), client.add(bag)])
    assert.deepEqual([codeOf(first), codeOf(second)], ['network', 'ok'])
    assert.equal(await unitsOf(store), 1n)
  })
})

describe('refusals', () => {
  it('can be told apart completely', () => {
    // It is the compiler that holds this: without one of the codes the switch would fall through to a value that is not `never`.
    const kindOf = (result: Result<null>): string => {
      if (result.ok) return 'done'
      const { error } = result
      if (error.code === 'network' || error.code === 'unexpected_answer') return 'network'
      if (error.code === 'item_taken') return error.available_again_at ?? 'later'
      if (error.code === 'discount_invalid') return error.reason
      if (error.code === 'rate_limited') return `in ${error.retry_after ?? 1} s`
      if (error.code === 'minimum_order') return `from ${error.minimum ?? '?'}`
      if (error.code === 'order_state') return error.state ?? 'over'
      return error.code
    }
    assert.equal(kindOf({ ok: true, value: null }), 'done')
    assert.equal(kindOf({ ok: false, error: { code: 'discount_invalid', status: 422, detail: '', reason: 'expired' } }), 'expired')
  })
})
