import type { Context } from '../context.ts'
import { createDiscount } from '../discounts/create-discount.ts'
import type { Discount, NewDiscount } from '../discounts/discount.ts'
import { raiseUsesBefore } from '../discounts/discount-rows.ts'
import { canonicalCode } from '../discounts/discount-rules.ts'
import { findDiscount } from '../discounts/find-discounts.ts'
import { ShopError } from '../errors.ts'
import type { Tally } from './django-report.ts'
import { amountOf, hundredthsOf } from './read-amount.ts'
import { type SourceDiscount, timeOf } from './read-source.ts'

/**
 * Carries discounts with their use counters. A code that is there already with the same kind and value counts as carried, and uses that were added there
 * since are added here as well, up to the most there may be. Answers the canonical code
 * of each discount of the source that the shop has.
 */
export async function carryDiscounts(
  context: Context,
  discounts: readonly SourceDiscount[],
  dryRun: boolean,
  tally: Tally,
): Promise<ReadonlyMap<string, string>> {
  const codes = new Map<string, string>()
  const taken = new Map<string, SourceDiscount>()
  for (const discount of discounts) {
    tally.discounts.found += 1
    const say = (outcome: 'left_out' | 'changed', reason: string, detail?: string): void => {
      tally.problems.push({ what: 'discount', id: discount.id, outcome, reason, ...(detail === undefined ? {} : { detail }) })
      if (outcome === 'left_out') tally.discounts.leftOut += 1
    }
    const wanted = discountOf(context, discount, say)
    if (wanted === null) continue
    const twin = taken.get(wanted.code)
    if (twin !== undefined) {
      say('left_out', 'code_collision', `${discount.code} is ${wanted.code}, as ${twin.code} (${twin.id})`)
      continue
    }
    taken.set(wanted.code, discount)
    const there = await findDiscount(context, wanted.code)
    if (there !== null && !isSame(there, wanted)) say('left_out', 'code_taken', wanted.code)
    else if (there !== null) {
      tally.discounts.already += 1
      const { usesBefore = 0n } = wanted
      if (usesBefore > there.usesBefore) {
        say('changed', 'uses_grown', `${there.usesBefore} to ${usesBefore}`)
        if (!dryRun) await context.db.batch([raiseUsesBefore(wanted.code, usesBefore)], { key: wanted.code, id: context.newId() })
      }
    } else if (dryRun || (await isCreated(context, wanted))) tally.discounts.carried += 1
    else tally.discounts.already += 1
    if (there === null || isSame(there, wanted)) codes.set(discount.id, wanted.code)
  }
  return codes
}

const isSame = (there: Discount, wanted: NewDiscount): boolean => there.kind === wanted.kind && there.value === wanted.value

/** False when another run was quicker. */
async function isCreated(context: Context, discount: NewDiscount): Promise<boolean> {
  try {
    await createDiscount(context, discount)
    return true
  } catch (error) {
    if (error instanceof ShopError && error.code === 'invalid_input') return false
    throw error
  }
}

function discountOf(
  context: Context,
  source: SourceDiscount,
  say: (outcome: 'left_out' | 'changed', reason: string, detail?: string) => void,
): NewDiscount | null {
  const { currency } = context.options
  const code = canonicalCode(source.code)
  const percent = source.kind === 'percent'
  const value = percent ? hundredthsOf(source.value) : amountOf(source.value, currency)
  const minOrder = source.minimum === null ? null : amountOf(source.minimum, currency)
  const startsAt = timeOf(source.from)
  // The last moment still counts there; here the end is the first moment that does not.
  const end = timeOf(source.until)
  const endsAt = end === null ? null : end + 1n
  const uses = wholeOf(source.uses)
  const maxUses = source.maxUses === null ? null : wholeOf(source.maxUses)
  const left = (reason: string, detail: string): null => {
    say('left_out', reason, detail)
    return null
  }
  if (code === null) return left('code', source.code)
  if (value === null || !['percent', 'fixed'].includes(source.kind)) return left('value', `${source.kind} ${source.value}`)
  if (source.minimum !== null && minOrder === null) return left('minimum', source.minimum)
  if (
    (source.from !== null && startsAt === null) ||
    (source.until !== null && endsAt === null) ||
    (startsAt ?? 0n) > (endsAt ?? startsAt ?? 0n)
  )
    return left('window', `${source.from} to ${source.until}`)
  if (uses === null || (source.maxUses !== null && maxUses === null)) return left('uses', `${source.uses} of ${source.maxUses}`)
  if (percent && value > 10_000n) say('changed', 'percent_above_100', source.value)
  if (maxUses !== null && uses > maxUses) say('changed', 'uses', `${uses} of ${maxUses}`)
  return {
    code,
    kind: percent ? 'percent' : 'fixed',
    value: percent && value > 10_000n ? 10_000n : value,
    active: source.active,
    ...(startsAt === null ? {} : { startsAt }),
    ...(endsAt === null ? {} : { endsAt }),
    ...(maxUses === null ? {} : { maxUses }),
    ...(minOrder === null ? {} : { minOrder }),
    usesBefore: maxUses !== null && uses > maxUses ? maxUses : uses,
  }
}

const wholeOf = (text: string): bigint | null => (/^\d{1,18}$/.test(text) ? BigInt(text) : null)
