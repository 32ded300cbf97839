import assert from 'node:assert/strict'
import { it } from 'node:test'
import { createShop, type EventHandlers, type EventName, type EventPayloads, openDatabase } from '../../src/index.ts'

it('a handler knows what its event tells, and no other', () => {
  const seen: unknown[] = []
  const on = {
    'cart.item_updated': ({ name, payload }) => {
      seen.push(name, payload.deleted, payload.after)
      // @ts-expect-error: a line has no code
      seen.push(payload.code)
    },
    'discount.applied': ({ payload }) => {
      seen.push(payload.code)
      // @ts-expect-error: a code has no quantity
      seen.push(payload.after)
    },
  } satisfies EventHandlers
  const payload = { cart: 'c', line: 'l', product: 'good:tea', options: {}, scale: 0, before: '1', after: '0', deleted: true }
  on['cart.item_updated']({ id: 'e', key: 'c', sequence: 1n, name: 'cart.item_updated', payload, madeAt: 1n })
  assert.deepEqual(seen, ['cart.item_updated', true, '0', undefined])
})

it('a handler or a webhook for an event that there is not stops the start', async () => {
  const options = { currency: 'RON', products: { good: { getMany: async () => new Map() } } }
  const database = await openDatabase('sqlite::memory:')
  const wrong = 'cart.eaten' as keyof EventPayloads & EventName
  await assert.rejects(
    createShop({ ...options, database, on: { [wrong]: () => undefined } }),
    /^RangeError: on: there is no event cart\.eaten/,
  )
  const webhooks = [{ url: 'https://example.com/', secret: 'a secret of forty characters, well kept.', events: [wrong] }]
  await assert.rejects(createShop({ ...options, database, webhooks }), /^RangeError: webhooks\[0\]\.events: there is no event cart\.eaten/)
  await assert.rejects(createShop({ ...options, database, eventDeadline: 0 }), /^RangeError: eventDeadline/)
  await database.close()
})
