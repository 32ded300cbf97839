/** What lists of the staff call things: people and goods by their names, orders by their numbers, days as the clocks of the shop have them. */
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { localDay } from '../../src/admin/days.ts'
import { type AdminPeople, type AdminSettings, adminRoutes } from '../../src/admin/index.ts'
import { ANA, buy, fund, type Kit, openKit } from '../../src/testing/contract/kit.ts'
import { loggedIn, siteOf } from '../http/site.ts'
import { openMemory } from '../storage/open-databases.ts'

const ANA_POP = { id: ANA.userId, name: 'Ana Pop', email: 'ana@example.com' }
const PEOPLE: AdminPeople = {
  find: async () => [ANA_POP],
  names: async (ids) => new Map(ids.includes(ANA_POP.id) ? [[ANA_POP.id, ANA_POP]] : []),
}
const STAFF = { id: 'admin', role: 'staff' } as const
/** Two zones that have another day than the rest of the world, one or the other at any moment. */
const FAR = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'] as const

interface Shown {
  readonly kit: Kit
  readonly order: { readonly id: string; readonly number: string; readonly placedAt: bigint }
  readonly page: (path: string, settings?: Partial<AdminSettings>) => Promise<string>
}

async function onShop(run: (shown: Shown) => Promise<void>): Promise<void> {
  const kit = await openKit(async () => (await openMemory()).database)
  const given: AdminSettings = { signInAgain: async () => true, signedInRecently: async () => true, people: PEOPLE, log: () => undefined }
  const page: Shown['page'] = async (path, settings = {}) => {
    const staff = loggedIn({ kit, ...siteOf(kit.shop, adminRoutes(kit.shop, { ...given, ...settings })) }, 'admin')
    return (await staff.get(path, { accept: 'text/html' })).text()
  }
  try {
    await fund(kit, ANA, 90_000n)
    await kit.shop.cart(ANA).add(kit.shelf.garment('coat'))
    const { order } = await buy(kit.shop.cart(ANA), { payment: 'wallet' })
    await run({ kit, order, page })
  } finally {
    await kit.shop.close()
  }
}

describe('lists of the staff', () => {
  it('name the holder of an account and the number of an order, and lead to both', async () => {
    await onShop(async ({ order: { id, number }, page }) => {
      const wallet = `/admin/wallets/${encodeURIComponent(`wallet:${ANA_POP.id}:RON`)}`
      for (const path of ['/admin/ledger', wallet]) {
        const text = await page(path)
        assert.ok(text.includes(`<a href="${wallet}">Ana Pop</a>`), path)
        assert.ok(text.includes(`<a href="/admin/orders/${id}"><bdi dir="ltr">${number}</bdi></a>`), path)
      }
    })
  })

  it('say in the record which order it was about, and give no reason that nobody gave', async () => {
    await onShop(async ({ kit, order, page }) => {
      const seller = (await kit.shop.orders.show(order.id)).parcels[0]?.seller?.id ?? ''
      await kit.shop.orders.ship(order.id, { seller, by: STAFF })
      await kit.shop.wallets.payOut(ANA_POP.id, 100n, 'once', { by: STAFF, reason: 'asked for' })
      const text = await page('/admin/audit')
      assert.ok(text.includes(`<a href="/admin/orders/${order.id}"><bdi dir="ltr">Comanda ${order.number}</bdi></a>`))
      assert.match(text, />Ana Pop<\/a>/)
      assert.match(text, /data-label="Motiv">asked for</)
      assert.doesNotMatch(text, />ship</)
    })
  })

  it('take a day as the clocks of the shop have it', async () => {
    await onShop(async ({ order: { number, placedAt }, page }) => {
      const world = localDay(placedAt, 'UTC')
      const timeZone = FAR.find((zone) => localDay(placedAt, zone) !== world)
      assert.ok(timeZone)
      const there = localDay(placedAt, timeZone)
      const of = (day: string): Promise<string> => page(`/admin/orders?from=${day}&until=${day}`, { timeZone })
      assert.ok((await of(there)).includes(number))
      assert.ok(!(await of(world)).includes(number))
    })
  })

  it('name goods, and show their keys while their source does not answer', async () => {
    await onShop(async ({ kit, page }) => {
      const vase = kit.shelf.garment('vase', { name: 'A blue vase', auctionOnly: true })
      const lot = await kit.shop.auctions.open({
        product: vase,
        startPrice: 100n,
        step: 1n,
        softClose: 0n,
        endsAt: kit.clock() + 86_400_000n,
      })
      const paths = ['/admin/auctions', `/admin/auctions/${lot.id}`, '/admin/claims']
      for (const path of paths) assert.match(await page(path), /[ >]A blue vase[ <]/, path)
      assert.match(await page(`/admin/auctions/${lot.id}`), /<h1>Licitație · A blue vase<\/h1>/)
      kit.shelf.change(vase, { price: -1n })
      for (const path of paths) assert.match(await page(path), />garment:vase</, path)
    })
  })
})
