import { type Cart, ShopError } from '../../src/index.ts'
import { ADDRESS, ANA, attemptOf, fund, type Kit, type KitOptions, MIHAI, requestOf } from '../../src/testing/contract/kit.ts'
/** One action of the shop, what has to be there before it, and the call; the call may be made again with the same outcome. */
export interface Action {
  readonly name: string
  /** Of the shop it is made in; default as `openKit` makes it. */
  readonly options?: KitOptions
  /** Makes what the action needs, and answers the call. */
  readonly prepare: (kit: Kit) => Promise<() => Promise<unknown>>
}

export const ana = ({ shop }: Kit): Cart => shop.cart(ANA)

/** A cart with a coat, a hat and three totes, and a code that applies. */
export async function filled(kit: Kit): Promise<Cart> {
  const { shop, shelf, clock } = kit
  const tote = shelf.article('tote', { seller: MIHAI })
  await shop.stock.set(tote, 50n)
  await shop.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n, maxUses: 9n, maxUsesPerCustomer: 9n })
  await ana(kit).addMany([{ product: shelf.garment('coat') }, { product: shelf.garment('hat') }, { product: tote, quantity: 3n }])
  clock.advance(1_000n)
  return ana(kit)
}

/** An undo is done once; asked again it changes nothing. */
export const undone =
  (cart: Cart) =>
  async (error: unknown): Promise<unknown> => {
    if (error instanceof ShopError && error.details.reason === 'nothing_to_undo') return { view: await cart.read(), notices: [] }
    throw error
  }

export async function ordering(kit: Kit, payment: 'wallet' | 'card' | 'cod', useWallet = false): Promise<() => Promise<unknown>> {
  await fund(kit, ANA, useWallet ? 4_000n : 100_000n)
  const cart = await filled(kit)
  await cart.applyDiscount('TEN')
  const request = await requestOf(cart, { payment, useWallet, address: ADDRESS })
  return () => cart.checkout(request)
}

/** Discounts nobody types, one of them for first orders. */
export async function stacked({ shop }: Kit): Promise<void> {
  await shop.discounts.create({ code: 'AUTO', kind: 'fixed', value: 500n, automatic: true, maxUses: 3n })
  await shop.discounts.create({ code: 'FIRST', kind: 'percent', value: 500n, automatic: true, firstOrder: true, phase: 1n })
}

export async function paying(kit: Kit): Promise<string> {
  const place = await ordering(kit, 'card', true)
  const { order } = (await place()) as { order: { id: string } }
  return attemptOf(kit, order.id)
}

export const KEPT: KitOptions = { stock: { reserve: 'add' } }
export const tote = { type: 'article', id: 'tote' } as const

/** All totes are in carts of others, whose holds have lapsed; Ana's coat has lapsed as well. */
export async function lapsed(kit: Kit): Promise<Cart> {
  const cart = await filled(kit)
  await kit.shop.stock.set(tote, 5n)
  await kit.shop.cart({ token: 'one' }).add(tote)
  await kit.shop.cart({ token: 'two' }).add(tote)
  kit.clock.advance(3_600_000n)
  return cart
}
