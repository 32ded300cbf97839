import type { ErrorCode } from 'cartwright'
import { formatAmount, formatClock, formatQuantity } from './format.ts'
import { inLocales, type Locale } from './locale.ts'
import {
  type ReasonKind,
  type ReasonTables,
  type RefusalWords,
  ROMANIAN_REASONS,
  ROMANIAN_REFUSALS,
  type Sentence,
} from './refusal-words.ts'
import { ENGLISH_REASONS, ENGLISH_REFUSALS } from './refusal-words-english.ts'

/** What a refusal, a notice or an option says beside its code, with the names and forms of the HTTP contract. */
export type Details = Readonly<Record<string, unknown>>

const REFUSALS = inLocales<Readonly<Record<ErrorCode, Sentence>>>(ROMANIAN_REFUSALS, ENGLISH_REFUSALS)
const REASONS = inLocales<ReasonTables>(ROMANIAN_REASONS, ENGLISH_REASONS)
const NEUTRAL = inLocales(
  'Nu s-a putut face. Reîncarcă pagina și încearcă din nou.',
  'It could not be done. Reload the page and try again.',
)

/** The refusals whose reason has a sentence of its own. */
const REASON_KINDS: Readonly<Partial<Record<ErrorCode, ReasonKind>>> = {
  discount_invalid: 'discount',
  payment_not_eligible: 'payment',
  buyer_not_allowed: 'buyer',
  cart_changed: 'cart',
  renewal_limit: 'renewal',
  hold_limit: 'hold',
  item_taken: 'taken',
  order_state: 'order',
}

/**
 * The sentence of a refusal; a code without one gets a neutral sentence.
 *
 * @example
 * refusalText('bid_too_low', { next_minimum: '120.00', currency: 'RON' }, 'en')    // 'The lowest bid is now RON 120.00.'
 */
export function refusalText(code: string, details: Details, locale: Locale): string {
  const table = REFUSALS[locale]
  if (!isKnown(table, code)) return NEUTRAL[locale]
  const kind = REASON_KINDS[code]
  const reason = kind && typeof details.reason === 'string' ? reasonText(kind, details.reason, details, locale) : null
  return inWords(table[code], { ...wordsOf(details, locale), reason: reason ?? undefined })
}

/** The sentence of a reason, such as of a discount that does not apply; null for a reason without one. */
export function reasonText(kind: ReasonKind, reason: string, details: Details, locale: Locale): string | null {
  const table = REASONS[locale][kind]
  const sentence = Object.hasOwn(table, reason) ? table[reason] : undefined
  return sentence === undefined ? null : inWords(sentence, wordsOf(details, locale))
}

const isKnown = (table: Readonly<Record<ErrorCode, Sentence>>, code: string): code is ErrorCode => Object.hasOwn(table, code)

const inWords = (sentence: Sentence, words: RefusalWords): string => (typeof sentence === 'string' ? sentence : sentence(words))

function wordsOf(details: Details, locale: Locale): RefusalWords {
  const amount = (name: string): string | undefined => amountOf(details, name, locale)
  const count = (value: unknown): string | undefined =>
    typeof value === 'number' || typeof value === 'string' ? formatQuantity(value, locale) : undefined
  const { available_again_at: until, retry_after: seconds } = details
  return {
    until: typeof until === 'string' ? formatClock(until, locale) : undefined,
    available: count(details.available),
    most: count(details.max),
    decimals: typeof details.scale === 'number' ? details.scale : undefined,
    nextMinimum: amount('next_minimum'),
    minimum: amount('minimum'),
    missing: amount('missing'),
    seconds: typeof seconds === 'number' ? seconds : undefined,
    ...totalBeforeAndAfter(details, locale),
  }
}

/** One difference between what was shown and what is; null = it was, or is, not there. */
export interface Change {
  readonly path: string
  readonly before: string | null
  readonly after: string | null
}

/** The list of changes that `quote_changed` carries. */
export const changesOf = ({ changes }: Details): readonly Change[] => (Array.isArray(changes) ? changes.filter(isChange) : [])

function isChange(value: unknown): value is Change {
  if (typeof value !== 'object' || value === null) return false
  const { path, before, after } = value as Details
  return typeof path === 'string' && [before, after].every((side) => side === null || typeof side === 'string')
}

function totalBeforeAndAfter(details: Details, locale: Locale): Pick<RefusalWords, 'before' | 'after'> {
  const { currency } = details
  const total = changesOf(details).find(({ path }) => path === 'totals/total')
  if (total === undefined) return {}
  return { before: amountOf({ ...total, currency }, 'before', locale), after: amountOf({ ...total, currency }, 'after', locale) }
}

/** An amount among the details, as text; in lei when no currency is beside it. */
export function amountOf(details: Details, name: string, locale: Locale): string | undefined {
  const amount = details[name]
  const currency = typeof details.currency === 'string' ? details.currency : 'RON'
  return typeof amount === 'string' && /^-?\d+(\.\d+)?$/.test(amount) ? formatAmount(amount, currency, locale) : undefined
}
