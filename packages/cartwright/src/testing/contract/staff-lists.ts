import assert from 'node:assert/strict'
import { describe } from 'node:test'
import { type CartSearch, type ClaimSearch, type OrderSearch, ownerOf, productKey } from '../../index.ts'
import {
  ANA,
  BOGDAN,
  buy,
  changesNothing,
  fund,
  guest,
  type Kit,
  MIHAI,
  type OpenDatabase,
  refusalOf,
  scenario,
  scenarioWith,
  times,
} from './kit.ts'
import { SELLERS, STAFF, twoSellers } from './orders-kit.ts'
import { MINUTE } from './stock-kit.ts'

/** The lists of the staff: they show what there is, in the order that was asked for, each thing once from page to page. */
export function describeStaffLists(open: OpenDatabase): void {
  describe('lists of the staff', () => {
    scenario(open, 'show carts of a state by their last use and by their age, page by page', async (kit) => {
      const { shop, clock } = kit
      const owners = await sixCarts(kit)
      // The first of them is used again, so it is the last by use and still the first by age.
      clock.advance(MINUTE)
      await shop.cart(guest('0')).clear()
      const byUse = [owners[0], ...owners.slice(1).reverse()]
      assert.deepEqual(await pagesOf(kit, { state: 'open' }), byUse)
      assert.deepEqual(await pagesOf(kit, { sort: '-activity' }), byUse.toReversed())
      assert.deepEqual(await pagesOf(kit, { sort: 'age' }), owners.toReversed())
      assert.deepEqual(await pagesOf(kit, { sort: '-age' }), owners)
      assert.deepEqual(await pagesOf(kit, { state: 'placed' }), [])
    })

    scenario(open, 'show what is in a cart, and find carts by owner and by product', async (kit) => {
      const { shop, shelf } = kit
      const owners = await sixCarts(kit)
      const tote = shelf.article('tote')
      assert.deepEqual(await pagesOf(kit, { product: tote }), owners.toReversed())
      assert.deepEqual(await pagesOf(kit, { product: tote, sort: '-age' }), owners)
      assert.deepEqual(await pagesOf(kit, { product: tote, state: 'placed' }), [])
      const [third = ''] = owners.slice(2)
      assert.deepEqual(await pagesOf(kit, { owner: third }), [third])
      const { items } = await shop.carts.list({ owner: third })
      const [cart] = items
      assert.ok(cart)
      assert.deepEqual([cart.state, cart.name, cart.lines, cart.goods, cart.codes], ['open', 'default', 1, 6_000n, []])
      await shop.cart(guest('2')).saveForLater(tote)
      const [saved] = (await shop.carts.list({ owner: third })).items
      assert.deepEqual([saved?.lines, saved?.goods], [0, 0n])
      const stored = await shop.carts.find(cart.id)
      assert.deepEqual([stored.owner, stored.state, stored.lines.length], [third, 'open', 1])
      await refusalOf(shop.carts.find('nothing'), 'not_found')
    })

    scenario(open, 'show rights in force by their end, and no others', async (kit) => {
      const { shop, shelf, clock } = kit
      const things = times(5, (index) => shelf.garment(`coat-${index}`))
      for (const [index, thing] of things.entries()) {
        await shop.cart(index === 3 ? ANA : guest(`${index}`)).add(thing)
        clock.advance(MINUTE)
      }
      // A user's hold lasts longer than a visitor's, so Ana's ends last.
      const keys = [0, 1, 2, 4, 3].map((index) => productKey(things[index] ?? { type: '', id: '' }))
      const read = async (search: ClaimSearch): Promise<string[]> =>
        walk(
          async (cursor) => shop.claims.list({ limit: 2, ...search, ...cursor }),
          ({ product }) => product,
        )
      assert.deepEqual(await read({}), keys)
      assert.deepEqual(await read({ sort: 'until' }), keys.toReversed())
      assert.deepEqual(await read({ owner: 'user:ana' }), [keys[4]])
      assert.deepEqual(await read({ product: things[1] ?? { type: '', id: '' } }), [keys[1]])
      assert.deepEqual(await read({ state: 'paying' }), [])
      clock.advance(12n * MINUTE)
      const { items } = await shop.claims.list()
      assert.ok(items.length > 0 && items.length < 5)
      assert.ok(items.every(({ until }) => until > clock()))
    })

    scenarioWith(open, SELLERS, 'show orders by time, of a state, a buyer, a seller, some days and by number', async (kit) => {
      const { shop, clock, shelf } = kit
      await fund(kit, ANA, 500_000n)
      await fund(kit, BOGDAN, 500_000n)
      const placed = []
      for (const index of times(5, (place) => place)) {
        const cart = shop.cart(index === 4 ? BOGDAN : ANA)
        await cart.add(shelf.garment(`hat-${index}`, { seller: MIHAI }))
        placed.push((await buy(cart, { payment: 'wallet', key: `key-${index}` })).order)
        clock.advance(MINUTE)
      }
      const ids = placed.map(({ id }) => id)
      const read = async (search: OrderSearch): Promise<string[]> =>
        walk(
          async (cursor) => shop.orders.search({ limit: 2, ...search, ...cursor }),
          ({ id }) => id,
        )
      assert.deepEqual(await read({}), ids.toReversed())
      assert.deepEqual(await read({ sort: '-placed' }), ids)
      assert.deepEqual(await read({ buyer: 'user:bogdan' }), [ids[4]])
      assert.deepEqual(await read({ seller: 'mihai', sort: '-placed' }), ids)
      assert.deepEqual(await read({ seller: 'nobody' }), [])
      assert.deepEqual(await read({ number: placed[2]?.number ?? '' }), [ids[2]])
      assert.deepEqual(await read({ number: ids[1] ?? '' }), [ids[1]])
      assert.deepEqual(await read({ number: 'nothing' }), [])
      assert.deepEqual(await read({ from: placed[1]?.placedAt ?? 0n, until: placed[3]?.placedAt ?? 0n, sort: '-placed' }), [ids[1], ids[2]])
      await shop.orders.ship(ids[0] ?? '', { seller: 'mihai', by: STAFF })
      assert.deepEqual(await read({ state: 'shipped' }), [ids[0]])
      assert.deepEqual(await read({ state: 'shipped', seller: 'mihai' }), [ids[0]])
      const [shipped] = (await shop.orders.search({ state: 'shipped' })).items
      assert.deepEqual([shipped?.buyer, shipped?.parcels], ['user:ana', [{ seller: 'mihai', state: 'shipped' }]])
    })

    scenarioWith(open, SELLERS, 'show accounts and what moved in them; each account proves its balance', async (kit) => {
      const { shop, clock } = kit
      await fund(kit, BOGDAN, 7_000n)
      clock.advance(1n)
      const order = await twoSellers(kit, { payment: 'wallet' })
      await shop.orders.refund(order.id, { by: STAFF, reason: 'all of it' })
      const names = await walk(
        async (cursor) => shop.wallets.accounts({ limit: 1, ...cursor }),
        ({ id }) => id,
      )
      assert.deepEqual(names, ['wallet:ana:RON', 'wallet:bogdan:RON'])
      const byBalance = await walk(
        async (cursor) => shop.wallets.accounts({ sort: 'balance', limit: 1, ...cursor }),
        ({ balance }) => balance,
      )
      assert.deepEqual(byBalance, [100_000n, 7_000n])
      const account = await shop.wallets.account('wallet:ana:RON')
      assert.deepEqual([account.kind, account.user, account.balance, account.balanced], ['wallet', 'ana', 100_000n, true])
      const read = async (kind?: 'refund'): Promise<string[]> =>
        walk(
          async (cursor) => shop.wallets.ledger({ account: account.id, limit: 2, ...(kind !== undefined && { kind }), ...cursor }),
          (transfer) => transfer.kind,
        )
      const kinds = await read()
      assert.equal(kinds.at(-1), 'top_up')
      assert.deepEqual(new Set(await read('refund')), new Set(['refund']))
      assert.equal((await read('refund')).length, kinds.filter((kind) => kind === 'refund').length)
      const all = await walk(
        async (cursor) => shop.wallets.ledger({ limit: 2, ...cursor }),
        ({ id, account: of }) => `${of} ${id}`,
      )
      assert.equal(new Set(all).size, all.length)
      assert.equal(all.length, kinds.length + 1)
      await refusalOf(shop.wallets.account('wallet:nobody:RON'), 'not_found')
    })

    scenario(open, 'let staff change a cart for its buyer, recorded with the reason, a visitor’s too', async (kit) => {
      const { shop, shelf, clock } = kit
      const [coat, tote] = [shelf.garment('coat'), shelf.article('tote')]
      await shop.stock.set(tote, 9n)
      for (const buyer of [guest('a'), BOGDAN]) {
        await shop.cart(buyer).addMany([{ product: buyer === BOGDAN ? shelf.garment('hat') : coat }, { product: tote, quantity: 3n }])
        const id = (await shop.cart(buyer).read()).id ?? ''
        const cart = await shop.carts.onBehalf(id, { by: STAFF, reason: 'asked by telephone' })
        assert.equal((await cart.read()).id, id)
        assert.equal((await cart.update(tote, { quantity: 2n })).view.lines[1]?.quantity, 2n)
        clock.advance(MINUTE)
        assert.equal((await cart.renew()).view.lines.length, 2)
        clock.advance(MINUTE)
        assert.equal((await cart.remove(tote)).view.lines.length, 1)
        const { items } = await shop.audit.list({ key: id })
        assert.deepEqual(
          items.map(({ act, actor, reason }) => [act, actor, reason]).reverse(),
          ['cart.update', 'cart.renew', 'cart.remove'].map((act) => [act, STAFF, 'asked by telephone']),
        )
        assert.equal((await shop.cart(buyer).read()).lines.length, 1)
      }
    })

    scenario(open, 'refuse others than staff, changes without a reason, and carts that are closed', async (kit) => {
      const { shop, shelf } = kit
      await shop.cart(ANA).add(shelf.garment('coat'))
      const id = (await shop.cart(ANA).read()).id ?? ''
      await changesNothing(kit, async () => {
        for (const role of ['buyer', 'seller'] as const)
          await refusalOf(shop.carts.onBehalf(id, { by: { id: 'ana', role }, reason: 'mine' }), 'not_found')
        await refusalOf(shop.carts.onBehalf('nothing', { by: STAFF }), 'not_found')
        const cart = await shop.carts.onBehalf(id, { by: STAFF })
        await refusalOf(cart.clear(), 'invalid_input')
      })
      await shop.cart(ANA).close()
      await refusalOf(shop.carts.onBehalf(id, { by: STAFF, reason: 'late' }), 'order_state')
    })

    scenario(open, 'refuse what is no page', async ({ shop }) => {
      for (const page of [{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { cursor: 'x' }, { cursor: '' }, { sort: 'nonsense' as 'age' }]) {
        const { sort: _, ...plain } = page as { limit?: number; cursor?: string; sort?: string }
        await refusalOf(shop.carts.list(page), 'invalid_input')
        await refusalOf(shop.claims.list(page as object), 'invalid_input')
        await refusalOf(shop.orders.search(page as object), 'invalid_input')
        await refusalOf(shop.wallets.accounts(page as object), 'invalid_input')
        if (Object.keys(plain).length > 0) await refusalOf(shop.wallets.ledger(plain), 'invalid_input')
      }
      await refusalOf(shop.carts.list({ owner: 'user:ana', product: { type: 'garment', id: '1' } }), 'invalid_input')
      await refusalOf(shop.carts.list({ owner: 'user:ana', sort: 'activity' }), 'invalid_input')
      await refusalOf(shop.carts.list({ state: 'lost' as 'open' }), 'invalid_input')
      await refusalOf(shop.orders.search({ buyer: 'user:ana', seller: 'mihai' }), 'invalid_input')
      await refusalOf(shop.wallets.ledger({ kind: 'refund' }), 'invalid_input')
    })
  })
}

/** Six carts of guests with totes, a minute after one another; their owners, the oldest first. */
async function sixCarts({ shop, shelf, clock }: Kit): Promise<string[]> {
  const tote = shelf.article('tote')
  await shop.stock.set(tote, 99n)
  const buyers = times(6, (index) => guest(`${index}`))
  for (const [index, buyer] of buyers.entries()) {
    await shop.cart(buyer).add(tote, { quantity: BigInt(index + 1) })
    clock.advance(MINUTE)
  }
  return buyers.map((buyer) => ownerOf(buyer) ?? '')
}

const pagesOf = ({ shop }: Kit, search: CartSearch): Promise<string[]> =>
  walk(
    async (cursor) => shop.carts.list({ limit: 4, ...search, ...cursor }),
    ({ owner }) => owner,
  )

/** Reads a list to its end, page by page. */
async function walk<Item, Shown>(
  read: (cursor: { readonly cursor?: string }) => Promise<{ readonly items: readonly Item[]; readonly next: string | null }>,
  show: (item: Item) => Shown,
): Promise<Shown[]> {
  const shown: Shown[] = []
  for (let cursor: { readonly cursor?: string } = {}; ; ) {
    const { items, next } = await read(cursor)
    shown.push(...items.map(show))
    if (next === null) return shown
    cursor = { cursor: next }
  }
}
