import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, it } from 'node:test'
import { createCartStore, type DrawerJson } from '../../src/client/index.ts'
import { type Store, scenario } from '../http/site.ts'
import { answer, openClient } from './open-client.ts'

const stocked = async ({ kit }: Store): Promise<string> => {
  await kit.shop.stock.set(kit.shelf.article('bag'), 500n)
  return 'article:bag'
}
const countOf = ({ answer }: { readonly answer: DrawerJson | null }): number | null => answer?.count ?? null
const until = async (done: () => boolean): Promise<void> => {
  while (!done()) await new Promise((resolve) => setTimeout(resolve, 1))
}

/** Something to wait for, and what ends the waiting. */
const gated = (): [Promise<void>, () => void] => {
  const { promise, resolve } = Promise.withResolvers<void>()
  return [promise, resolve]
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
    const [gate, letGo] = gated()
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

  scenario('drops a reading that began before the first change made the cart', async (store) => {
    const bag = await stocked(store)
    const [gate, letGo] = gated()
    const late = async (send: () => Promise<Response>): Promise<Response> => {
      const response = await send()
      await gate
      return response
    }
    const cart = createCartStore(openClient(store, 'ana', [late]).client)
    const reading = cart.refresh()
    await cart.add(bag)
    letGo()
    assert.equal(((await reading) as { value: DrawerJson }).value.cart.id, null)
    assert.equal(countOf(cart.snapshot()), 1)
  })

  scenario('counts a change as over whatever came of it, and takes no other answer for one', async (store) => {
    const broken = openClient(store, 'ana', [answer(200, 'null'), answer(200, '{"cart":null}')])
    const cart = createCartStore(broken.client)
    await cart.clear()
    await cart.refresh()
    assert.deepEqual([cart.snapshot().pending, cart.snapshot().answer, cart.snapshot().error?.code], [0, null, 'unexpected_answer'])
    assert.ok(!Number.isNaN(cart.now()))
    const throwing = createCartStore({ ...broken.client, clear: async () => Promise.reject(new Error('of the client')) })
    await assert.rejects(throwing.clear(), /of the client/)
    assert.equal(throwing.snapshot().pending, 0)
  })

  scenario('keeps going when one of those who listen fails, and lets that be known', async (store) => {
    const bag = await stocked(store)
    const cart = createCartStore(openClient(store, 'ana').client)
    const told: unknown[] = []
    const own = process.listeners('uncaughtException')
    process.removeAllListeners('uncaughtException')
    process.on('uncaughtException', (fault: Error) => told.push(fault.message))
    let calls = 0
    const ends = [
      cart.subscribe(() => {
        throw new Error('of a listener')
      }),
      cart.subscribe(() => {
        calls += 1
      }),
    ]
    try {
      assert.ok((await cart.add(bag)).ok)
      await until(() => told.length === 2)
    } finally {
      for (const end of ends) end()
      process.removeAllListeners('uncaughtException')
      for (const listener of own) process.on('uncaughtException', listener)
    }
    assert.deepEqual([calls, cart.snapshot().pending, told], [2, 0, ['of a listener', 'of a listener']])
  })

  scenario('tells a function that listens twice until both have ended', async (store) => {
    const cart = createCartStore(openClient(store, 'ana').client)
    let calls = 0
    const count = (): void => {
      calls += 1
    }
    const [one, two] = [cart.subscribe(count), cart.subscribe(count)]
    one()
    one()
    await cart.clear()
    assert.equal(calls, 2)
    two()
    await cart.clear()
    assert.equal(calls, 2)
  })

  scenario('hears nothing of another shop on the same site', async (store) => {
    const bag = await stocked(store)
    const { client } = openClient(store, 'ana')
    const other = openClient(store, 'bogdan')
    const [here, there] = [createCartStore(client), createCartStore({ ...other.client, base: 'http://shop.test/other' })]
    const near = createCartStore(openClient(store, 'ana').client)
    const ends = [here, there, near].map((cart) => cart.subscribe(() => undefined))
    await here.add(bag)
    await until(() => countOf(near.snapshot()) === 1)
    for (const end of ends) end()
    assert.equal(other.sent.length, 0)
  })

  it('keeps no process alive that has nothing else to do', async () => {
    const source = `import { createCartStore, createClient } from 'cartwright/client'
createCartStore(createClient()).subscribe(() => undefined)`
    const child = spawn(process.execPath, ['--conditions=cartwright-source', '--input-type=module', '--eval', source], {
      cwd: import.meta.dirname,
    })
    const patience = setTimeout(() => child.kill(), 8000)
    const [code, signal] = await once(child, 'exit')
    clearTimeout(patience)
    assert.deepEqual([code, signal], [0, null])
  })
})

describe('forms of a page', () => {
  scenario('go to the shop as a browser sends them, with what stands there twice', async (store) => {
    const bag = await stocked(store)
    const { client, sent } = openClient(store, 'ana')
    await client.add(bag)
    const seen = await client.change(
      '/cart/notices/seen',
      new URLSearchParams([
        ['codes', 'one'],
        ['codes', 'two'],
        ['next', ''],
      ]),
    )
    assert.ok(seen.ok, seen.ok ? '' : seen.error.detail)
    assert.match(sent.at(-1)?.key ?? '', /^[A-Za-z0-9_-]{1,64}$/)
    const kept = new URLSearchParams({ product: bag, idempotency_key: 'my-key' })
    const [first, again] = [await client.change('/cart/items', kept), await client.change('/cart/items', kept)]
    assert.deepEqual([first.ok && first.value.count, again.ok && again.value.count], [2, 2])
  })
})
