import { ShopError } from '../../src/errors.ts'
import type { Buyer, Cart, CheckoutRequest, ProductRef } from '../../src/index.ts'
import { fund, type Kit, times } from '../../src/testing/contract/kit.ts'
import { readTables } from '../../src/testing/contract/tables.ts'

/** A number from 0 below `most`, always the same ones for one seed (a linear congruential generator, ANSI C's constants). */
export function dice(seed: number): (most: number) => number {
  let state = BigInt(seed)
  return (most) => {
    state = (state * 1_103_515_245n + 12_345n) % 2_147_483_648n
    return Number((state >> 8n) % BigInt(most))
  }
}

/** Lets several buyers do anything at once with the same few things, wave after wave; answers how many actions succeeded. */
export async function storm(kit: Kit, seed: number, { waves, width }: { readonly waves: number; readonly width: number }): Promise<number> {
  const { shop, shelf, card, clock } = kit
  const roll = dice(seed)
  const things: readonly ProductRef[] = [
    ...times(3, (index) => shelf.garment(`coat-${index}`)),
    ...times(2, (index) => shelf.article(`tote-${index}`)),
    shelf.good('tea'),
  ]
  await shop.stock.set({ type: 'article', id: 'tote-0' }, 7n)
  await shop.stock.set({ type: 'article', id: 'tote-1' }, 3n)
  await shop.discounts.create({ code: 'FEW', kind: 'percent', value: 2_000n, maxUses: 3n, maxUsesPerCustomer: 2n })
  const buyers: readonly Buyer[] = [...times(3, (index) => ({ userId: `u${index}` })), { token: 'guest-of-u0' }]
  await Promise.all(times(3, (index) => fund(kit, { userId: `u${index}` }, 60_000n)))
  card.mood = 'redirect'

  const one = <Item>(items: readonly Item[]): Item => items[roll(items.length)] as Item
  const checkout = async (
    cart: Cart,
    payment: CheckoutRequest['payment'],
    key: number,
    useWallet: boolean,
    some: boolean,
  ): Promise<unknown> => {
    const address = { name: 'U', line1: 'Str. 1', city: 'Iași', county: 'IS', postalCode: '700001', country: 'RO' }
    const view = await cart.read()
    const lines = some && view.lines[0] !== undefined ? [view.lines[0].id] : null
    const choices = { payment, address, useWallet, lines, key: `key-${key}` }
    const { quote } = await cart.quote(choices)
    return cart.checkout({ ...choices, quote: quote.hash })
  }
  const settleOne = async (paid: boolean): Promise<unknown> => {
    const pending = (await readTables(kit.database)).attempt.filter(
      (attempt) => attempt.state === 'pending' && card.charges.has(String(attempt.id)),
    )
    if (pending.length === 0) return null
    const id = String(one(pending).id)
    return shop.settle(id, paid ? card.pay(id) : { state: 'failed', reason: 'storm' })
  }
  const cancelOne = async (buyer: Buyer): Promise<unknown> => {
    const { items } = await shop.orders.list(buyer)
    return items.length === 0 ? null : shop.orders.cancel(one(items).id, buyer)
  }
  const act = (step: number): Promise<unknown> => {
    const buyer = one(buyers)
    const cart = shop.cart(buyer)
    const thing = one(things)
    switch (roll(14)) {
      case 0:
        return cart.addMany(
          [...things]
            .sort(() => roll(3) - 1)
            .slice(0, 1 + roll(3))
            .map((product) => ({ product })),
        )
      case 1:
        return cart.update(thing, { quantity: BigInt(roll(3)) })
      case 2:
        return cart.remove(thing)
      case 3:
        return roll(3) === 0 ? cart.clear() : cart.saveForLater(thing)
      case 4:
        return cart.applyDiscount('FEW')
      case 5:
        return shop.login({ token: 'guest-of-u0' }, { userId: 'u0' })
      case 6:
        return checkout(cart, 'wallet', step, false, roll(2) === 0)
      case 7:
        return checkout(cart, 'card', step, buyer.userId !== undefined && roll(2) === 0, roll(2) === 0)
      case 8:
        return checkout(cart, 'cod', step % 7, false, false)
      case 9:
        return settleOne(roll(2) === 0)
      case 10:
        return cancelOne(buyer)
      case 11:
        return roll(2) === 0 ? shop.sweep() : shop.reconcile()
      default:
        return cart.add(thing)
    }
  }
  let succeeded = 0
  for (let wave = 0; wave < waves; wave += 1) {
    const outcomes = await Promise.allSettled(times(width, (index) => act(wave * width + index)))
    for (const outcome of outcomes) {
      if (outcome.status === 'fulfilled') succeeded += 1
      else if (!(outcome.reason instanceof ShopError)) throw outcome.reason
      else if (outcome.reason.code === 'unavailable' || outcome.reason.code === 'plugin_failed') throw outcome.reason
    }
    // Now and then long enough for holds (10 and 15 minutes) and payment windows (30 minutes) to lapse.
    clock.advance(BigInt(roll(4)) * 300_000n)
  }
  return succeeded
}

/** Ends every payment that is still open, and makes every refund that is due: nothing may be left over. */
export async function calm({ shop, clock, database }: Kit): Promise<readonly unknown[]> {
  for (let round = 0; round < 4; round += 1) {
    clock.advance(2_000_000n)
    await shop.reconcile()
  }
  const { attempt } = await readTables(database)
  return attempt.filter((one) => one.state === 'pending' || one.state === 'refund_due')
}
