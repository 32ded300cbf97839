import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createShop, type Database, verifyWebhook, type Webhook } from '../../src/index.ts'
import { ANA, BOGDAN, type Kit, type KitOptions, type OpenDatabase, openKit, times } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'
import { type Receiver, startReceiver } from './receiver.ts'

const MINUTE = 60_000n
const SECRET = 'a secret of forty characters, well kept.'

/** Waits for what happens by itself, with nobody sweeping. */
async function until(holds: () => boolean): Promise<void> {
  for (let round = 0; round < 100_000; round += 1) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  assert.fail('it never came')
}

const told = (receiver: Receiver): string[] => receiver.calls.map(({ event }) => event.name)
const sequences = (receiver: Receiver, key?: string): bigint[] =>
  receiver.calls.filter(({ event }) => key === undefined || event.key === key).map(({ event }) => BigInt(event.sequence))
const rising = (numbers: readonly bigint[]): boolean =>
  numbers.every((number, place) => place === 0 || (numbers[place - 1] ?? number) < number)

/** Registers one test on a shop that tells receivers; each has the secret and hears of everything unless said otherwise. */
function scenario(
  open: OpenDatabase,
  title: string,
  webhooks: readonly Partial<Webhook>[],
  options: KitOptions,
  run: (kit: Kit, receivers: readonly [Receiver, ...Receiver[]]) => Promise<void>,
): void {
  it(title, async () => {
    const receivers = (await Promise.all(webhooks.map(startReceiver))) as [Receiver, ...Receiver[]]
    const settings = webhooks.map((webhook, place) => ({ url: receivers[place]?.url ?? '', secret: SECRET, ...webhook }))
    const kit = await openKit(open, { webhooks: settings, ...options })
    try {
      await run(kit, receivers)
      assert.ok(
        kit.errors.every((error) => /was not told of the event \w+ \(.+\): (it is tried again|given up after)/.test(String(error))),
        String(kit.errors),
      )
    } finally {
      await kit.shop.close()
      await Promise.all(receivers.map((receiver) => receiver.close()))
    }
  })
}

const cartOf = async ({ shop }: Kit, buyer: { readonly userId: string }): Promise<string> => (await shop.cart(buyer).read()).id ?? ''

export function describeWebhooks(engine: string, open: OpenDatabase): void {
  describe(`webhooks on ${engine}`, () => {
    scenario(open, 'tell the event as handlers get it, signed', [{}], {}, async (kit, [receiver]) => {
      const { shop, shelf, clock } = kit
      await shop.cart(ANA).add(shelf.good('tea'), { quantity: 3n, options: { grind: 'fine' } })
      await until(() => receiver.calls.length === 1)
      const [call] = receiver.calls
      assert.ok(call)
      const verify = (changed: object = {}, secret = SECRET, tolerance = 5n * MINUTE, now = clock()) =>
        verifyWebhook({ headers: call.headers, body: call.body, ...changed }, secret, tolerance, now)
      const { items } = await shop.events.read(await cartOf(kit, ANA))
      assert.deepEqual([verify()], items)
      assert.deepEqual(verify({ body: Buffer.from(call.body) }), items[0])
      assert.deepEqual(verify({ headers: new Headers(call.headers as Record<string, string>) }), items[0])
      assert.equal(verify({}, `${SECRET}.`), null)
      assert.equal(verify({ body: call.body.replace('fine', 'gone') }), null)
      for (const header of ['webhook-id', 'webhook-timestamp', 'webhook-signature']) {
        assert.equal(verify({ headers: { ...call.headers, [header]: undefined } }), null, `without ${header}`)
        assert.equal(verify({ headers: { ...call.headers, [header]: '1' } }), null, `another ${header}`)
      }
      assert.equal(verify({}, SECRET, 5n * MINUTE, clock() + 6n * MINUTE), null, 'an old call played again')
      assert.equal(verify({}, SECRET, 5n * MINUTE, clock() - 6n * MINUTE), null, 'a call from the future')
      const signature = String(call.headers['webhook-signature'])
      assert.ok(verify({ headers: { ...call.headers, 'webhook-signature': `v1,other ${signature}` } }), 'one of several signatures')
    })

    scenario(open, 'tell the events they are asked for only', [{ events: ['cart.cleared'] }, {}], {}, async (kit, [cleared, all]) => {
      const { shop, shelf } = kit
      await shop.cart(ANA).add(shelf.good('tea'))
      await shop.cart(ANA).clear()
      await shop.sweep()
      assert.deepEqual([told(cleared), all && told(all)], [['cart.cleared'], ['cart.item_added', 'cart.cleared']])
    })

    scenario(open, 'try again after a failure, and keep the order within a cart', [{}], {}, async (kit, [receiver]) => {
      const { shop, shelf, clock } = kit
      let failing = true
      receiver.mood = ({ event }) => (failing && JSON.stringify(event).includes('tea') ? 500 : 200)
      await shop.cart(ANA).add(shelf.good('tea'))
      await shop.cart(ANA).add(shelf.good('salt'))
      await shop.cart(BOGDAN).add(shelf.good('milk'))
      await shop.sweep()
      await shop.sweep()
      const ana = await cartOf(kit, ANA)
      assert.deepEqual([sequences(receiver, ana).length, sequences(receiver).length], [1, 2], "ana's second event waits, bogdan's does not")
      failing = false
      clock.advance(MINUTE)
      await shop.sweep()
      const [first, ...others] = sequences(receiver, ana)
      assert.deepEqual([others.length, others[0], rising(others)], [2, first, true])
      assert.deepEqual((await readTables(kit.database)).delivery, [])
      const ids = new Set(receiver.calls.map(({ headers }) => headers['webhook-id']))
      assert.equal(ids.size, 3, 'the same event has the same id')
    })

    scenario(open, 'follow no redirect, and take no answer but 2xx', [{}], {}, async (kit, [receiver]) => {
      const { shop, shelf, clock } = kit
      const statuses = [302, 307, 404, 500]
      receiver.mood = () => statuses.shift() ?? 200
      await shop.cart(ANA).add(shelf.good('tea'))
      const failures: unknown[] = []
      for (let round = 0; round < 5; round += 1) {
        await shop.sweep()
        failures.push((await readTables(kit.database)).delivery[0]?.failure)
        clock.advance(60n * MINUTE)
      }
      assert.deepEqual(failures, ['answered 302', 'answered 307', 'answered 404', 'answered 500', undefined])
      assert.deepEqual(new Set(receiver.calls.map(({ path }) => path)), new Set(['/hook?word=secret']))
    })

    scenario(open, 'give up a receiver that does not answer in time', [{}], { eventDeadline: 30 }, async (kit, [receiver]) => {
      const { shop, shelf } = kit
      receiver.mood = () => 'hang'
      await shop.cart(ANA).add(shelf.good('tea'))
      await shop.sweep()
      const { delivery } = await readTables(kit.database)
      assert.deepEqual([delivery.length, delivery[0]?.failure, delivery[0]?.tries], [1, 'no answer within 30 ms', 1n])
    })

    const handled: string[] = []
    const handler = { on: { 'cart.item_added': (event: { key: string }) => void handled.push(event.key) }, eventDeadline: 600_000 }
    scenario(open, 'of a receiver that hangs hold up no handler and no other receiver', [{}, {}], handler, async (kit, [dead, alive]) => {
      handled.length = 0
      const { shop, shelf } = kit
      dead.mood = () => 'hang'
      for (const name of ['tea', 'salt', 'milk']) await shop.cart(ANA).add(shelf.good(name))
      await until(() => handled.length === 3 && alive?.calls.length === 3 && dead.calls.length > 0)
      await shop.cart(BOGDAN).add(shelf.good('tea'))
      await until(() => handled.length === 4 && alive?.calls.length === 4)
      assert.equal(dead.calls.length, 1, 'it is asked one thing at a time, and never has answered')
    })

    scenario(open, 'cut off by the end of a shop go out by the next one', [{}], { eventDeadline: 600_000 }, async (kit, [receiver]) => {
      const { shop, shelf, clock, database, errors } = kit
      receiver.mood = () => 'hang'
      const webhooks = [{ url: receiver.url, secret: SECRET }]
      const log = (error: unknown): void => void errors.push(error)
      const other = await createShop({ database: kept(database), currency: 'RON', products: shelf.sources, clock, webhooks, log })
      await other.cart(ANA).add(shelf.good('tea'))
      await until(() => receiver.calls.length === 1)
      await other.close()
      receiver.mood = () => 200
      await shop.sweep()
      assert.equal(receiver.calls.length, 2)
      assert.deepEqual((await readTables(database)).delivery, [])
    })

    scenario(open, 'nobody takes are put aside, hold up nothing any more, and can be sent anew', [{}], {}, async (kit, [receiver]) => {
      const { shop, shelf, clock } = kit
      receiver.mood = ({ event }) => (event.name === 'cart.item_added' ? 400 : 200)
      await shop.cart(ANA).add(shelf.good('tea'))
      await shop.cart(ANA).clear()
      for (let round = 0; round < 12; round += 1) {
        await shop.sweep()
        clock.advance(150n * MINUTE)
      }
      assert.deepEqual(told(receiver), [...times(10, () => 'cart.item_added'), 'cart.cleared'])
      const { items, next } = await shop.events.dead()
      assert.deepEqual(
        items.map(({ event, target, tries, failure }) => [event.name, target, tries, failure]),
        [['cart.item_added', receiver.url, 10, 'answered 400']],
      )
      assert.equal(next, null)
      const seen = (await shop.doctor()).map(({ promise, level, says }) => [promise, level, says])
      const address = receiver.url.replace(/\?.*/, '')
      const text = `event ${items[0]?.event.id} could not be told to ${address}: see shop.events.dead`
      assert.deepEqual(seen, [['P17', 'warning', text]])
      receiver.mood = () => 200
      for (const { event } of items) await shop.events.retry(event.key, event.id)
      await shop.sweep()
      assert.deepEqual([told(receiver).at(-1), (await shop.events.dead()).items], ['cart.item_added', []])
    })

    scenario(open, 'of several shops go out once each, in order', [{}], {}, async (kit, [receiver]) => {
      const { shop, shelf, clock, database, errors } = kit
      const webhooks = [{ url: receiver.url, secret: SECRET }]
      const make = () =>
        createShop({ database, currency: 'RON', products: shelf.sources, clock, webhooks, log: (error) => errors.push(error) })
      const shops = [shop, ...(await Promise.all(times(2, make)))]
      const buyers = times(4, (index) => ({ userId: `buyer-${index}` }))
      for (const round of times(5, (index) => index)) {
        await Promise.all(buyers.map((buyer, index) => shops[(index + round) % 3]?.cart(buyer).add(shelf.good(`${round}`))))
      }
      for (let round = 0; round < 200 && receiver.calls.length < 20; round += 1) await Promise.all(shops.map((one) => one.sweep()))
      await Promise.all(shops.map((one) => one.sweep()))
      assert.equal(receiver.calls.length, 20)
      for (const buyer of buyers) {
        const sent = sequences(receiver, await cartOf(kit, buyer))
        assert.deepEqual([sent.length, rising(sent)], [5, true], `${buyer.userId}: ${sent}`)
      }
    })

    it('are refused at the start when nobody could be told safely', async () => {
      const right = { url: 'https://example.com/hook', secret: SECRET }
      const wrong: readonly (readonly Webhook[])[] = [
        [{ ...right, url: 'example.com' }],
        [{ ...right, url: 'ftp://example.com/' }],
        [{ ...right, url: 'https://name:word@example.com/' }],
        [{ ...right, secret: 'short' }],
        [{ ...right, events: ['cart.eaten' as 'cart.cleared'] }],
        [right, right],
      ]
      for (const webhooks of wrong) await assert.rejects(openKit(open, { webhooks }), /^RangeError: .*webhook/)
    })
  })
}

/** The same database, which stays open when the shop that has it closes. */
const kept = (database: Database): Database => ({
  engine: database.engine,
  read: (...statements) => database.read(...statements),
  batch: (statements, receipt) => database.batch(statements, receipt),
  migrate: (migrations) => database.migrate(migrations),
  now: () => database.now(),
  faultOf: (error) => database.faultOf(error),
  ping: () => database.ping(),
  close: async () => undefined,
})
