import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { createCartStore, type DrawerJson } from '../../src/client/index.ts'
import { type Store, scenario } from '../http/site.ts'
import { openClient } from './open-client.ts'

const stocked = async ({ kit }: Store): Promise<string> => {
  await kit.shop.stock.set(kit.shelf.article('bag'), 500n)
  return 'article:bag'
}
const countOf = ({ answer }: { readonly answer: DrawerJson | null }): number | null => answer?.count ?? null
const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 1))
}

describe('the store of a cart', () => {
  scenario('holds the last answer, the same object as long as nothing changes', async (store) => {
    const bag = await stocked(store)
    const cart = createCartStore(openClient(store, 'ana').client)
    assert.deepEqual(cart.snapshot(), { answer: null, pending: 0, error: null })
    let calls = 0
    const end = cart.subscribe(() => {
      calls += 1
    })
    const adding = cart.add(bag, { quantity: 2 })
    assert.equal(cart.snapshot().pending, 1)
    await adding
    assert.equal(calls, 2)
    assert.deepEqual([countOf(cart.snapshot()), cart.snapshot().pending], [2, 0])
    assert.equal(cart.snapshot(), cart.snapshot())
    end()
    await cart.clear()
    assert.equal(calls, 2)
  })

  scenario('drops an answer that was overtaken', async (store) => {
    const bag = await stocked(store)
    let letGo = (): void => undefined
    const gate = new Promise<void>((resolve) => {
      letGo = resolve
    })
    const late = async (send: () => Promise<Response>): Promise<Response> => {
      const response = await send()
      await gate
      return response
    }
    const cart = createCartStore(openClient(store, 'ana', [(send) => send(), late]).client)
    await cart.add(bag)
    const reading = cart.refresh()
    await cart.add(bag)
    assert.equal(countOf(cart.snapshot()), 2)
    letGo()
    assert.equal(((await reading) as { value: DrawerJson }).value.count, 1)
    assert.equal(countOf(cart.snapshot()), 2)
  })

  scenario('shows what a refusal brings along, and why it was refused', async (store) => {
    store.kit.shelf.garment('coat')
    const ana = createCartStore(openClient(store, 'ana').client)
    const bogdan = createCartStore(openClient(store, 'bogdan').client)
    await ana.add('garment:coat')
    await bogdan.add('garment:coat')
    const { answer, error } = bogdan.snapshot()
    assert.deepEqual([answer?.count, error?.code], [0, 'item_taken'])
    await bogdan.refresh()
    assert.equal(bogdan.snapshot().error?.code, 'item_taken')
    await bogdan.clear()
    assert.equal(bogdan.snapshot().error, null)
  })

  scenario('is told of changes by the others, and tells them', async (store) => {
    const bag = await stocked(store)
    const [one, two] = [createCartStore(openClient(store, 'ana').client), createCartStore(openClient(store, 'ana').client)]
    const ends = [one.subscribe(() => undefined), two.subscribe(() => undefined)]
    await one.add(bag, { quantity: 3 })
    await until(() => countOf(two.snapshot()) === 3)
    await two.clear()
    await until(() => countOf(one.snapshot()) === 0)
    for (const end of ends) end()
  })

  scenario("knows the server's time where its own clock is wrong", async (store) => {
    await stocked(store)
    const cart = createCartStore(openClient(store, 'ana').client)
    await cart.refresh()
    // The clock of the tests stands still, years from here.
    assert.ok(Math.abs(cart.now() - Number(store.kit.clock())) < 5000)
  })
})
