import {
  addUnique,
  cartsWithLines,
  DEFAULT_CART,
  deleteLine,
  insertCart,
  slotsOf,
  takeSlot,
  touchCart,
  writeHeldUntil,
} from '../cart/cart-rows.ts'
import { factOf } from '../cart/change-lines.ts'
import { readStoredCarts, type StoredCart, snapshotOf } from '../cart/stored-cart.ts'
import type { Product } from '../catalog/product.ts'
import type { Context } from '../context.ts'
import { recordCartEvents } from '../events/event-rows.ts'
import { eventOf } from '../events/new-event.ts'
import type { Statement } from '../storage/statement.ts'
import type { NewRight } from './win-rows.ts'

/** What a change of a right does to carts: `slots` and `carts` go first, carts in the order of their ids, `lines` behind the claims. */
export interface CartSteps {
  readonly slots: readonly Statement[]
  readonly carts: readonly (readonly [cart: string, statement: Statement])[]
  readonly lines: readonly Statement[]
}

/** All open carts of a user, those in payment among them. */
async function cartsOf(context: Context, userId: string): Promise<readonly StoredCart[]> {
  const [slots = []] = await context.db.read(slotsOf(`user:${userId}`))
  if (slots.length === 0) return []
  const [rows = []] = await context.db.read(cartsWithLines(slots.map((row) => String(row.cart_id))))
  return [...readStoredCarts(rows).values()]
}

/**
 * Puts a won thing into its winner's cart, which is born with it where there is none; a line of the same right that is there already gets the new
 * deadline. A cart in payment stays as it is: `shown` is false then, and the sweeper tries again.
 */
export async function showWin(
  context: Context,
  win: Pick<NewRight, 'id' | 'userId' | 'product' | 'price' | 'payBy'>,
  product: Product,
  now: bigint,
): Promise<CartSteps & { readonly shown: boolean }> {
  const carts = await cartsOf(context, win.userId)
  const there = carts.find((cart) => cart.lines.some((line) => line.id === win.id && !line.saved))
  const cart = there ?? carts.find(({ name }) => name === DEFAULT_CART)
  if (cart?.state === 'paying') return { slots: [], carts: [], lines: [], shown: false }
  if (cart !== undefined && there !== undefined)
    return {
      slots: [],
      carts: [[cart.id, touchCart(cart.id, now).orReread()]],
      lines: [writeHeldUntil(cart.id, [win.id], win.payBy).orReread()],
      shown: true,
    }
  const id = cart?.id ?? context.newId()
  const owner = `user:${win.userId}`
  const line = {
    id: win.id,
    product: win.product,
    options: '',
    kind: 'auction_win' as const,
    quantity: 1n,
    scale: 0,
    unitPrice: win.price,
    fixedPrice: true,
    snapshot: snapshotOf(product),
    heldUntil: win.payBy,
    place: context.nextPlace(),
  }
  return {
    slots: cart === undefined ? [takeSlot(owner, DEFAULT_CART, id).orReread()] : [],
    carts: [
      [
        id,
        cart === undefined
          ? insertCart({ id, owner, name: DEFAULT_CART, currency: context.options.currency }, now)
          : touchCart(id, now).orReread(),
      ],
    ],
    lines: [addUnique(id, [line], now).orReread()],
    shown: true,
  }
}

/** Takes a right that is over before its time out of the carts of whose it was. One in payment is not touched: the claim says so before. */
export async function hideWin(context: Context, win: Pick<NewRight, 'id' | 'userId'>, now: bigint): Promise<CartSteps> {
  const found = (await cartsOf(context, win.userId)).flatMap((cart) => {
    const line = cart.state === 'open' ? cart.lines.find(({ id }) => id === win.id) : undefined
    return line === undefined ? [] : [{ cart: cart.id, line }]
  })
  return {
    slots: [],
    carts: found.map(({ cart }) => [cart, touchCart(cart, now).orReread()] as const),
    lines: found.flatMap(({ cart, line }) => [
      recordCartEvents(cart, [{ ...eventOf(context, 'cart.item_removed', factOf(line, 0n), now), line }], now),
      deleteLine(cart, line.id).orReread(),
    ]),
  }
}

/** The steps of two changes together, in the order in which every batch takes such rows. */
export const cartSteps = (...changes: readonly CartSteps[]): { readonly first: Statement[]; readonly lines: Statement[] } => ({
  first: [
    ...changes.flatMap(({ slots }) => slots),
    ...changes
      .flatMap(({ carts }) => carts)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, statement]) => statement),
  ],
  lines: changes.flatMap(({ lines }) => lines),
})
