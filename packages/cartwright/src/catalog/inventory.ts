import { ask } from '../ask.ts'
import type { Buyer, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { Lost } from '../storage/database.ts'
import type { Product, ProductRef } from './product.ts'

/** Whom an inventory is asked for. */
export interface InventoryCase {
  readonly buyer: Buyer
}

/** Which reservation goes back, and which giving back of it this is. */
export interface InventoryRelease {
  readonly attempt: string
  /** The same whenever the same release is told again; another for another part of the reservation. */
  readonly key: string
}

/**
 * The stock of an app that counts by itself. Quantities are steps of the product's scale. Each call has the shop's plug-in deadline and is made
 * outside any batch; one that hangs, throws or answers no boolean is the refusal `plugin_failed`, and the cart stays as it was.
 *
 * At checkout `reserve` is called for each product right before the batch that makes the order (without `reserve`, `check`); the attempt's id is the key,
 * and two calls with one key and product are one reservation. When the batch is refused, `release` is called at once; when the payment
 * fails, and of each line that is cancelled, refunded with its goods, or gone before it was paid, it is called from the outbox: at least once, tried
 * again when it fails, with a `key` that says which release it is. What is sold is told by the event `cart.checked_out`. A process that dies between the
 * two leaves a reservation whose attempt never came to be: let yours end by themselves after a while, longer than a payment may take.
 *
 * @example
 * inventory: {
 *   check: async (product, quantity) => (await warehouse.free(product.id)) >= quantity,
 *   reserve: (product, quantity, { attempt }) => warehouse.reserve(attempt, product.id, quantity),
 *   release: (product, quantity, { attempt }) => warehouse.release(attempt, product.id, quantity),
 * }
 */
export interface Inventory {
  /** Whether so many steps can be had; what is in the cart already is counted in. */
  readonly check: (product: Product, quantity: bigint, about: InventoryCase) => Promise<boolean> | boolean
  readonly reserve?: (product: Product, quantity: bigint, about: InventoryCase & { readonly attempt: string }) => Promise<boolean> | boolean
  /** Gives a reservation, or so much of it, back; must bear to be told twice (by `key` and product: the same is given back once), or of one it never made. */
  readonly release?: (product: ProductRef, quantity: bigint, about: InventoryRelease) => Promise<unknown> | unknown
  /** Asks `check` at each add and update, not only where `checkInventory` says so. Default false. */
  readonly always?: boolean
}

/** A quantity of one product, in steps. */
export interface Amount<Of extends ProductRef> {
  readonly product: Of
  readonly quantity: bigint
}

const wrongAnswer = (answer: boolean): string | null => (typeof answer === 'boolean' ? null : 'must answer true or false')

/** Asks the app's inventory whether these can be had, all at once. Refuses with `insufficient_stock`, `plugin_failed`. */
export async function checkInventory(context: Context, buyer: Buyer, amounts: readonly Amount<Product>[]): Promise<void> {
  const [short] = await shortInInventory(context, buyer, amounts)
  if (short !== undefined) throw refusal(short)
}

/** The products of which the app's inventory has less than this, all asked at once. Refuses with `plugin_failed`. */
export async function shortInInventory(context: Context, buyer: Buyer, amounts: readonly Amount<Product>[]): Promise<Product[]> {
  const { inventory, pluginDeadline } = context.options
  if (inventory === null) return []
  const answers = await Promise.all(
    amounts.map(({ product, quantity }) =>
      ask('inventory.check', pluginDeadline, () => inventory.check(product, quantity, { buyer }), wrongAnswer),
    ),
  )
  return amounts.filter((_, place) => answers[place] === false).map(({ product }) => product)
}

/**
 * Reserves in the app's inventory, does the work, and gives the reservations back when the work fails. An error that leaves open whether the
 * work is done leaves the reservations as they are. Refuses with `insufficient_stock`, `plugin_failed`.
 */
export async function withInventory<Result>(
  context: Context,
  buyer: Buyer,
  attempt: string,
  amounts: readonly Amount<Product>[],
  work: () => Promise<Result>,
): Promise<Result> {
  const { inventory, pluginDeadline } = context.options
  const reserve = inventory?.reserve
  if (inventory === null || reserve === undefined) {
    await checkInventory(context, buyer, amounts)
    return work()
  }
  const asked: Amount<Product>[] = []
  try {
    for (const amount of amounts) {
      asked.push(amount)
      const { product, quantity } = amount
      if (
        !(await ask('inventory.reserve', pluginDeadline, () => reserve.call(inventory, product, quantity, { buyer, attempt }), wrongAnswer))
      )
        throw refusal(product)
    }
    return await work()
  } catch (error) {
    // What was refused is told as it is: a release that fails as well leaves a reservation that ends by itself.
    const open = error instanceof Lost && error.committed !== false
    if (!open) await Promise.allSettled(asked.map((amount) => releaseInventory(context, { attempt, key: attempt }, [amount])))
    throw error
  }
}

/** Gives reservations of an attempt back to the app's inventory. Refuses with `plugin_failed`. */
export async function releaseInventory(context: Context, about: InventoryRelease, amounts: readonly Amount<ProductRef>[]): Promise<void> {
  const { inventory, pluginDeadline } = context.options
  const release = inventory?.release
  if (inventory === null || release === undefined) return
  for (const { product, quantity } of amounts) {
    await ask(
      'inventory.release',
      pluginDeadline,
      () => release.call(inventory, product, quantity, about),
      () => null,
    )
  }
}

const refusal = ({ type, id }: ProductRef): ShopError => new ShopError('insufficient_stock', { product: `${type}:${id}` })
