import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { drawerSchema } from '../../src/http/index.ts'
import { clientOf, jsonOf, loggedIn, type Store, scenario } from './site.ts'

/** Ana logs in with a guest's tea; she has salt. */
async function joined({ kit: { shop, shelf } }: Store): Promise<void> {
  await shop.cart({ token: 'guest' }).add(shelf.good('tea'), { quantity: 2n })
  await shop.cart({ userId: 'ana' }).add(shelf.good('salt'))
  await shop.login({ token: 'guest' }, { userId: 'ana' })
}

describe('undoing a merge', () => {
  scenario('answers the drawer; the notice had said until when', async (store) => {
    await joined(store)
    const ana = loggedIn(store, 'ana')
    const { notices } = (await jsonOf(await ana.get('/cart'))) as { notices: { code: string; undo_until?: string }[] }
    assert.match(notices.find(({ code }) => code === 'merged')?.undo_until ?? '', /^\d{4}-\d\d-\d\dT.*Z$/)
    const answer = await ana.send('POST', '/cart/merge/undo')
    const { cart, announce } = drawerSchema.parse(await jsonOf(answer))
    assert.match(announce, /^merge_undone/)
    assert.deepEqual(
      [cart.lines, cart.saved].map((lines) => lines.map((line) => [line.product.id, line.quantity])),
      [[['salt', 1]], [['tea', 2]]],
    )
    const again = await ana.send('POST', '/cart/merge/undo')
    assert.deepEqual([again.status, (await jsonOf(again)).reason], [409, 'nothing_to_undo'])
  })

  scenario('works as a form, and says no by the same way', async (store) => {
    await joined(store)
    const ana = loggedIn(store, 'ana')
    for (const sentence of ['merge_undone', 'cart_changed']) {
      const sent = await ana.submit('/cart/merge/undo', { next: '/cart' })
      assert.deepEqual([sent.status, sent.headers.get('location')], [303, '/cart'])
      assert.match(await (await ana.get('/cart', { accept: 'text/html' })).text(), new RegExp(sentence))
    }
    assert.equal((await clientOf(store).submit('/cart/merge/undo', {})).status, 303)
  })
})
