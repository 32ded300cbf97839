import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { type Actor, type Context, hashOf } from '../context.ts'
import { auditWords } from './audit-words.ts'
import { forgetAutomaticCodes } from './automatic-codes.ts'
import { refuseUnknownCampaign } from './campaigns.ts'
import { checkedDiscount, checkFields } from './check-discount.ts'
import type { Discount, NewDiscount } from './discount.ts'
import { insertDiscounts } from './discount-rows.ts'

/**
 * Makes a discount; `by` is noted in the audit. Throws `RangeError` for values that make no sense; refuses with `invalid_input` when the code is there already or its campaign
 * is not.
 *
 * @example
 * await shop.discounts.create({ code: 'SUMMER25', kind: 'percent', value: 2500n, maxUses: 100n })
 * await shop.discounts.create({ code: 'HATS', kind: 'fixed', value: 1000n, automatic: true, only: { types: ['hat'] }, except: { sellers: ['mihai'] } })
 */
export function createDiscount(context: Context, given: NewDiscount, by?: Actor): Promise<Discount> {
  checkFields(given)
  const discount = checkedDiscount(given)
  return act(
    context,
    async () => {
      await refuseUnknownCampaign(context, discount)
      const now = context.clock()
      const taken = insertDiscounts([discount], context.options.currency, now).orRefuse('invalid_input', {
        errors: [{ field: 'code', code: 'taken' }],
      })
      const id = context.newId()
      const made =
        by === undefined ? [] : [recordAct(discount.code, id, { actor: by, act: 'discount.create', after: auditWords(discount) }, now)]
      await context.db.batch([taken, ...made], { key: discount.code, id })
      forgetAutomaticCodes(context)
      return discount
    },
    async () => discount,
  )
}

/** Many discounts that differ in their code only. */
export interface ManyDiscounts extends Omit<NewDiscount, 'code' | 'automatic' | 'usesBefore'> {
  /** What each code begins with: up to 20 of A-Z, 0-9, _ and -. */
  readonly prefix?: string
  /** How many, 1 to 1,000,000. */
  readonly count: number
}

/** Codes of one batch: each is short for the database, however many are wanted. */
const BATCH = 500
/** Letters and digits without those that look alike. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** Random letters of a code: 60 bits, which nobody guesses. */
const LENGTH = 12

/**
 * Makes many codes that nobody can guess (12 random letters behind the prefix), each for one use unless `maxUses` says otherwise, in batches of
 * 500; answers them. `by` is noted in the audit once, under the first code. If it fails half-way, those that were made stay and are found by `list({ prefix })`. Throws `RangeError` as `create` does.
 *
 * @example
 * const codes = await shop.discounts.createMany({ prefix: 'XMAS-', count: 10_000, kind: 'percent', value: 1000n })
 */
export async function createManyDiscounts(
  context: Context,
  { prefix = '', count, ...given }: ManyDiscounts,
  by?: Actor,
): Promise<readonly string[]> {
  if (!Number.isInteger(count) || count < 1 || count > 1_000_000) throw new RangeError('discounts: count must be 1 to 1000000')
  if (prefix.length > 20) throw new RangeError('discounts: a prefix has up to 20 letters')
  checkFields(given, ['code', 'automatic', 'usesBefore'])
  const made: string[] = []
  while (made.length < count) {
    const size = Math.min(BATCH, count - made.length)
    let discounts: Discount[] = []
    await act(
      context,
      async () => {
        discounts = Array.from({ length: size }, () =>
          checkedDiscount({ maxUses: 1n, ...given, code: prefix + randomLetters(context), automatic: false }),
        )
        const [first] = discounts
        if (first !== undefined) await refuseUnknownCampaign(context, first)
        const now = context.clock()
        const all = insertDiscounts(discounts, context.options.currency, now).expect(BigInt(size)).orReread()
        const id = context.newId()
        const after = { codes: `${count}`, ...(prefix !== '' && { prefix }), ...(first !== undefined && auditWords(first)) }
        const noted =
          by === undefined || made.length > 0
            ? []
            : [recordAct(first?.code ?? '', id, { actor: by, act: 'discount.create_many', after }, now)]
        await context.db.batch([all, ...noted], { key: first?.code ?? '', id })
      },
      async () => undefined,
    )
    for (const { code } of discounts) made.push(code)
  }
  return made
}

function randomLetters(context: Context): string {
  let rest = BigInt(`0x${hashOf(context.newId()).slice(0, 16)}`)
  let text = ''
  for (let place = 0; place < LENGTH; place += 1) {
    text += LETTERS[Number(rest % 32n)]
    rest /= 32n
  }
  return text
}
