import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { productKey } from '../catalog/product.ts'
import { type Buyer, type Context, ownerOf } from '../context.ts'
import { ShopError } from '../errors.ts'
import type { Changed, LineRef } from '../shop-types.ts'
import type { Rows, Statement } from '../storage/statement.ts'
import { cartWithLines } from './cart-rows.ts'
import type { Notice } from './cart-view.ts'
import { factsOf, type Known, loadCart, readCart, viewOf } from './read-cart.ts'
import { readStored, type StoredCart, type StoredLine } from './stored-cart.ts'

/** What a change of an existing cart comes to: the statements, and what is known for the view afterwards. */
export interface Change {
  readonly statements: readonly Statement[]
  readonly known?: Known
  readonly notices?: readonly Notice[]
}

/**
 * The frame of every change of a cart that exists: load it, let `decide` say what to do, carry it out in one batch that reads the cart back,
 * draw the view. `decide` answers null when there is nothing to do. A cart in payment refuses with `cart_changed`.
 */
export function changeCart(
  context: Context,
  buyer: Buyer,
  decide: (cart: StoredCart, now: bigint) => Promise<Change | null> | Change | null,
): Promise<Changed> {
  const reread = async (): Promise<Changed> => ({ view: await readCart(context, buyer), notices: [] })
  return act(
    context,
    async () => {
      const owner = ownerOf(buyer)
      const cart = owner === null ? null : await loadCart(context, owner)
      const change = cart === null ? await decide(newCart(context, '', ''), context.clock()) : await decide(cart, context.clock())
      if (change === null || cart === null)
        return { view: await viewOf(context, await factsOf(context, buyer, cart), 'at-once'), notices: change?.notices ?? [] }
      refuseWhilePaying(cart)
      const noted = recordBehalf(context, cart.id)
      const answers = await context.db.batch([...change.statements, ...noted, cartWithLines(cart.id).rows()], {
        key: cart.id,
        id: context.newId(),
      })
      return viewAfter(context, buyer, answers, change.known, change.notices)
    },
    reread,
  )
}

/** What staff do to a buyer's cart is recorded with it; what he does himself is his own affair. */
const recordBehalf = ({ behalf, newId, clock }: Context, cart: string): Statement[] =>
  behalf === undefined
    ? []
    : [recordAct(cart, newId(), { actor: behalf.by, act: behalf.act, after: behalf.after ?? {}, reason: behalf.reason }, clock())]

/** Draws the view from the rows that the batch itself has read back: they show what this change made, whatever comes right after it. */
export async function viewAfter(
  context: Context,
  buyer: Buyer,
  answers: readonly Rows[],
  known: Known = {},
  notices: readonly Notice[] = [],
): Promise<Changed> {
  const stored = readStored(answers.at(-1) ?? [])
  return { view: await viewOf(context, await factsOf(context, buyer, stored, { ...known, fresh: true }), 'at-once'), notices }
}

/** A cart is frozen while its payment is under way: what is paid for is what was shown (P19). */
export function refuseWhilePaying(cart: StoredCart): void {
  if (cart.state === 'paying') throw new ShopError('cart_changed', { reason: 'payment_in_progress' })
}

/** The line a caller means, by id or by product (then never a rest, unless saved ones are asked for); refuses with `item_not_found`. */
export function lineOf(cart: StoredCart, ref: LineRef, saved?: boolean): StoredLine {
  if (typeof ref !== 'string' && (typeof ref !== 'object' || ref === null)) throw new ShopError('item_not_found')
  const found = cart.lines.find(
    (line) =>
      (typeof ref === 'string' ? line.id === ref : line.product === productKey(ref) && (saved === true || !line.rest)) &&
      (saved === undefined || line.saved === saved),
  )
  if (found === undefined) throw new ShopError('item_not_found')
  return found
}

/** What there is before the first add: no row anywhere. */
export const newCart = (context: Context, id: string, owner: string): StoredCart => ({
  id,
  owner,
  name: context.cartName,
  currency: context.options.currency,
  state: 'open',
  version: 0n,
  codes: [],
  notices: [],
  attempt: null,
  lines: [],
})
