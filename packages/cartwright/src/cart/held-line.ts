import { type Claim, isReservedLine } from '../claims/claim.ts'
import type { Context } from '../context.ts'
import type { Statement } from '../storage/statement.ts'
import { lineNamed, linesOf, slotsOf, touchCart, writeHeldUntil } from './cart-rows.ts'

/** The line that a right names, with its cart; null where it is in none. */
export interface HeldLine {
  readonly cart: string
  readonly line: string
}

/** Looks in the carts of whoever took it first; a hold that came with a login is somewhere else, and nothing reserved is: it is its owner's or in no cart. */
export async function lineOfRight(context: Context, { owner, holder }: Claim): Promise<HeldLine | null> {
  const [slots = []] = await context.db.read(slotsOf(owner))
  const [lines = []] = slots.length === 0 ? [] : await context.db.read(linesOf(slots.map((row) => String(row.cart_id))))
  const found = lines.find((row) => row.line_id === holder)
  const [row] = found === undefined && !isReservedLine(holder) ? ((await context.db.read(lineNamed(holder)))[0] ?? []) : [found]
  return row === undefined ? null : { cart: String(row.cart_id), line: holder }
}

/** The line says of its hold what the claim says: that it has none any more. */
export const forgetHold = (held: HeldLine | null, now: bigint): Statement[] =>
  held === null ? [] : [touchCart(held.cart, now).orReread(), writeHeldUntil(held.cart, [held.line], null)]
