import { setTimeout as pause } from 'node:timers/promises'
import type {
  Actor,
  Buyer,
  CardOutcome,
  CheckoutRequest,
  Discount,
  ErrorCode,
  LotView,
  OrderView,
  ProductRef,
  QueuePlace,
  Shop,
  ShopOptions,
  WinView,
} from '../../../src/index.ts'
import type { Described, Shelf } from '../../../src/testing/products.ts'

/** What a process of the race table has at hand. */
export interface World {
  readonly shop: Shop
  readonly shelf: Shelf
}

/** Who does what is not a buyer's. */
export const STAFF: Actor = { id: 'eva', role: 'staff' }

/** What happens at once, each in a process of its own. Answers are plain: they go from one process to another. */
export const ACTS = {
  add: async ({ shop }: World, buyer: Buyer, product: ProductRef, quantity?: bigint): Promise<bigint> => {
    const { view } = await shop.cart(buyer).add(product, quantity === undefined ? {} : { quantity })
    return view.count
  },
  update: async ({ shop }: World, buyer: Buyer, product: ProductRef, quantity: bigint): Promise<bigint> =>
    (await shop.cart(buyer).update(product, { quantity })).view.count,
  remove: async ({ shop }: World, buyer: Buyer, product: ProductRef): Promise<bigint> =>
    (await shop.cart(buyer).remove(product)).view.count,
  save: async ({ shop }: World, buyer: Buyer, product: ProductRef): Promise<bigint> =>
    (await shop.cart(buyer).saveForLater(product)).view.count,
  clear: async ({ shop }: World, buyer: Buyer): Promise<bigint> => (await shop.cart(buyer).clear()).view.count,
  applyDiscount: async ({ shop }: World, buyer: Buyer, code: string): Promise<bigint> =>
    (await shop.cart(buyer).applyDiscount(code)).view.totals.discount,
  removeDiscount: async ({ shop }: World, buyer: Buyer): Promise<bigint> => (await shop.cart(buyer).removeDiscount()).view.totals.discount,
  login: async ({ shop }: World, guest: { readonly token: string }, user: Buyer & { readonly userId: string }): Promise<bigint> =>
    (await shop.login(guest, user)).view.count,
  checkout: async ({ shop }: World, buyer: Buyer, request: CheckoutRequest, name = 'default'): Promise<OrderView> =>
    (await shop.cart(buyer, { name }).checkout(request)).order,
  settle: ({ shop }: World, attempt: string, outcome: CardOutcome): Promise<OrderView> => shop.settle(attempt, outcome),
  reconcile: async ({ shop }: World): Promise<number> => (await shop.reconcile()).settled,
  sweep: async ({ shop }: World): Promise<number> => (await shop.sweep()).claims,
  cancel: ({ shop }: World, order: string, buyer: Buyer): Promise<OrderView> => shop.orders.cancel(order, buyer),
  topUp: async ({ shop }: World, userId: string, amount: bigint, key: string): Promise<bigint> =>
    (await shop.wallets.topUp(userId, amount, key)).balance,
  endDiscount: ({ shop }: World, code: string): Promise<Discount> => shop.discounts.end(code),
  setStock: async ({ shop }: World, product: ProductRef, onHand: bigint): Promise<bigint> => (await shop.stock.set(product, onHand)).onHand,
  award: ({ shop }: World, product: ProductRef, winner: string, price: bigint, payBy: bigint): Promise<WinView> =>
    shop.auctions.award({ product, winner, price, payBy }),
  transfer: ({ shop }: World, win: string, to: string): Promise<WinView> => shop.auctions.transfer(win, { to, by: STAFF, reason: 'race' }),
  revoke: ({ shop }: World, win: string): Promise<WinView> => shop.auctions.revoke(win, { by: STAFF, reason: 'race' }),
  bid: ({ shop }: World, lot: string, buyer: Buyer, most: bigint): Promise<LotView> => shop.auctions.bid(lot, buyer, most),
  join: ({ shop }: World, product: ProductRef, buyer: Buyer): Promise<QueuePlace> => shop.queue.join(product, buyer),
  release: ({ shop }: World, product: ProductRef): Promise<void> => shop.claims.release(product, { by: STAFF, reason: 'race' }),
  refund: ({ shop }: World, order: string, key: string, amounts?: Readonly<Record<string, bigint>>): Promise<OrderView> =>
    shop.orders.refund(order, { by: STAFF, reason: 'race', key, ...(amounts !== undefined && { amounts }) }),
  /** What the catalogue of this process says of a product, some milliseconds from now on. */
  describe: async ({ shelf }: World, product: ProductRef, described: Described, after = 0): Promise<void> => {
    await pause(after)
    shelf.change(product, described)
  },
  /** Some milliseconds from now on the catalogue of this process does not know the product any more. */
  withdraw: async ({ shelf }: World, product: ProductRef, after = 0): Promise<void> => {
    await pause(after)
    shelf.remove(product)
  },
} as const

type Acts = typeof ACTS
export type ActName = keyof Acts
type Given<Name extends ActName> = Parameters<Acts[Name]> extends [World, ...infer Rest] ? Rest : never
export type Answer<Name extends ActName> = Awaited<ReturnType<Acts[Name]>>

/** One act, to be carried out in another process. */
export interface Act {
  readonly name: ActName
  readonly given: readonly unknown[]
}

/** Names an act and what it is about. */
export const act = <Name extends ActName>(name: Name, ...given: Given<Name>): Act => ({ name, given })

/** What became of an act. One of `answer`, `refusal` and `error` is there. */
export interface Outcome {
  readonly name: ActName
  readonly milliseconds: number
  readonly answer?: unknown
  readonly refusal?: { readonly code: ErrorCode; readonly details: Readonly<Record<string, unknown>> }
  /** Anything that is no refusal, with its stack: a defect. */
  readonly error?: string
}

/** Of the shop's options those that are plain. */
export type PlainOptions = Pick<ShopOptions, 'holds' | 'guesses' | 'stock' | 'paymentDeadline'> & {
  /** Orders a customer may have under way that are paid when they arrive. */
  readonly openOrders?: number
}

/** What a process is told before the start. */
export interface Task {
  readonly address: string
  readonly options: PlainOptions
  readonly now: bigint
  readonly products: readonly (readonly [product: ProductRef, described: Described])[]
  /** What the card provider says of attempts. */
  readonly outcomes: readonly (readonly [attempt: string, outcome: CardOutcome])[]
  readonly acts: readonly Act[]
}
