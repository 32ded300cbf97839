import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { auditChange } from './audit-words.ts'
import { forgetAutomaticCodes } from './automatic-codes.ts'
import { refuseUnknownCampaign } from './campaigns.ts'
import { checkedDiscount, checkFields } from './check-discount.ts'
import type { Discount, DiscountChange } from './discount.ts'
import { updateDiscount } from './discount-rows.ts'
import { findDiscount } from './find-discounts.ts'

/** A discount with some fields changed; what is not named stays, null takes a limit away. Throws `RangeError` as for a new one, and for fewer uses than it has. */
export function changedDiscount(before: Discount, change: DiscountChange): Discount {
  const after: Discount = {
    ...checkedDiscount({ ...before, ...change, code: before.code }),
    uses: before.uses,
    usesBefore: before.usesBefore,
    version: before.version,
  }
  if (after.maxUses !== null && after.maxUses < after.uses)
    throw new RangeError(`discount ${after.code}: it was used ${after.uses} times, more often than maxUses`)
  return after
}

/**
 * Changes a discount for all carts it is on, from their next reading on; orders keep what they have. Throws `RangeError` for values that make no
 * sense, and for a `maxUses` below the uses it has; refuses with `not_found`, and with `invalid_input` for a campaign that is not there. Uses stay with the
 * campaign they were counted for. `by` is noted in the audit.
 *
 * @example
 * await shop.discounts.change('SUMMER25', { maxUses: 200n, endsAt: null })
 */
export async function changeDiscount(context: Context, code: string, change: DiscountChange, by?: Actor): Promise<Discount> {
  checkFields(change, ['code', 'usesBefore'])
  return changeWith(context, code, 'discount.change', () => change, by)
}

/**
 * Ends a discount now; one that is over already stays as it is. Carts drop it with a notice. Refuses with `not_found`.
 *
 * @example
 * await shop.discounts.end('SUMMER25')
 */
export const endDiscount = (context: Context, code: string, by?: Actor): Promise<Discount> => {
  const ended = ({ startsAt, endsAt }: Discount): DiscountChange | null => {
    const now = context.clock()
    if (endsAt !== null && endsAt <= now) return null
    return { endsAt: now, startsAt: startsAt !== null && startsAt > now ? now : startsAt }
  }
  return changeWith(context, code, 'discount.end', ended, by)
}

function changeWith(
  context: Context,
  code: string,
  name: string,
  changeOf: (before: Discount) => DiscountChange | null,
  by: Actor | undefined,
): Promise<Discount> {
  const find = async (): Promise<Discount> => {
    const found = await findDiscount(context, code)
    if (found === null) throw new ShopError('not_found')
    return found
  }
  return act(
    context,
    async () => {
      const before = await find()
      const change = changeOf(before)
      if (change === null) return before
      const after = changedDiscount(before, change)
      if (after.campaign !== before.campaign) await refuseUnknownCampaign(context, after)
      const id = context.newId()
      const noted =
        by === undefined ? [] : [recordAct(after.code, id, { actor: by, act: name, ...auditChange(before, after) }, context.clock())]
      await context.db.batch([updateDiscount(after, context.options.currency).orReread(), ...noted], { key: after.code, id })
      forgetAutomaticCodes(context)
      return { ...after, version: after.version + 1n }
    },
    find,
  )
}
