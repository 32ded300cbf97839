import assert from 'node:assert/strict'
import type { OrderView, Seller } from '../../index.ts'
import { ADDRESS, ANA, BOGDAN, buy, fund, guest, IOANA, type Kit, type KitOptions, MIHAI } from './kit.ts'
import { ADD, MINUTE } from './stock-kit.ts'

export const RICH: KitOptions = { ...ADD, sellers: { commission: 1_000n } }
export const CARMEN = { userId: 'carmen', email: 'carmen@example.com', roles: ['buyer'] } as const

/** What a shop that has done everything is told by. */
export interface Rich {
  /** Paid out of the wallet with a discount, delivered, the seller has his money, one line given back. */
  readonly wallet: OrderView
  /** A card payment that is under way, with a part out of the wallet and a discount. */
  readonly card: OrderView
  /** Cash on delivery. */
  readonly cash: OrderView
  /** Paid and cancelled. */
  readonly cancelled: OrderView
  /** The cart of a guest with holds on a hat, for which somebody waits, and on totes. */
  readonly held: string
  /** A cart that was closed without an order. */
  readonly closed: string
  /** A running auction with bids. */
  readonly lot: string
}

/** A shop in which everything has happened that leaves traces. */
export async function richShop(kit: Kit): Promise<Rich> {
  const { shop, shelf, clock } = kit
  const garment = (id: string, seller: Seller = MIHAI) => shelf.garment(id, { seller, price: 40_000n })
  const tote = shelf.article('tote')
  const by = { id: 'eva', role: 'staff' } as const
  await shop.stock.set(tote, 100n)
  await shop.discounts.campaign({ name: 'SPRING', maxUses: 9n })
  await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, maxUses: 5n, maxUsesPerCustomer: 3n, campaign: 'SPRING' })
  await shop.discounts.create({ code: 'FIRST', kind: 'percent', value: 500n, firstOrder: true })
  await fund(kit, ANA, 200_000n)
  await fund(kit, BOGDAN, 60_000n)

  const ana = shop.cart(ANA)
  await ana.addMany([{ product: garment('coat') }, { product: garment('gloves') }, { product: tote, quantity: 2n }])
  await ana.applyDiscount('TEN')
  const { order: wallet } = await buy(ana, { payment: 'wallet', key: 'wallet' })
  for (const { seller } of wallet.parcels) {
    const parcel = { seller: seller?.id ?? '', by }
    await shop.orders.ship(wallet.id, parcel)
    await shop.orders.deliver(wallet.id, parcel)
  }
  await shop.orders.received(wallet.id, ANA)
  await shop.sweep()
  await shop.reconcile()
  const gloves = wallet.lines.find((line) => line.product.id === 'gloves')
  assert.ok(gloves)
  await shop.orders.refund(wallet.id, { lines: [gloves.id], by, reason: 'a hole' })

  await ana.add(garment('lamp', IOANA))
  const { order: cash } = await buy(ana, { payment: 'cod', key: 'cash' })

  const bogdan = shop.cart(BOGDAN)
  await bogdan.addMany([{ product: garment('boots') }, { product: tote }])
  await bogdan.applyDiscount('FIRST')
  const { order: undone } = await buy(bogdan, { payment: 'wallet', key: 'undone' })
  const cancelled = await shop.orders.cancel(undone.id, BOGDAN)
  await bogdan.addMany([{ product: shelf.garment('dress', { seller: MIHAI, price: 90_000n }) }, { product: tote }])
  await bogdan.applyDiscount('FIRST')
  const { order: card } = await buy(bogdan, { payment: 'card', useWallet: true, key: 'card', address: ADDRESS })

  const gigi = shop.cart(guest('gigi'))
  await gigi.addMany([{ product: garment('hat') }, { product: tote, quantity: 3n }])
  await shop.queue.join({ type: 'garment', id: 'hat' }, ANA)
  const eva = shop.cart(guest('eva'))
  await eva.addMany([{ product: garment('scarf') }, { product: tote }])
  const { cart: closed } = await eva.close()

  await shop.stock.reserve(tote, 2n, { holder: 'call', until: clock() + 60n * MINUTE })
  await shop.auctions.award({ product: garment('ring'), winner: CARMEN.userId, price: 8_000n, payBy: clock() + 60n * MINUTE })
  const vase = shelf.garment('vase', { seller: MIHAI, auctionOnly: true })
  const lot = await shop.auctions.open({ product: vase, startPrice: 10_000n, step: 500n, endsAt: clock() + 24n * 60n * MINUTE })
  await shop.auctions.bid(lot.id, ANA, 20_000n)
  await shop.auctions.bid(lot.id, CARMEN, 30_000n)
  const { id: held } = await gigi.read()
  return { wallet, card, cash, cancelled, held: String(held), closed, lot: lot.id }
}
