import { REASONS } from 'cartwright'
import type { Announcement, RefusalDetails } from 'cartwright/http'
import { formatAmount } from './i18n/format.ts'
import { inLocales, type Locale } from './i18n/locale.ts'
import { noticeText } from './i18n/notices.ts'
import { refusalText } from './i18n/refusals.ts'

type Sentences = Readonly<Record<Announcement, (name: string) => string>>

const ROMANIAN: Sentences = {
  item_added: (name) => `Am adăugat în coș: ${name}.`,
  quantity_changed: (name) => `Am schimbat cantitatea: ${name}.`,
  item_removed: () => 'Am scos articolul din coș.',
  cart_cleared: () => 'Coșul este gol.',
  holds_renewed: () => 'Am prelungit rezervările.',
  discount_applied: (name) => `Am aplicat codul ${name}.`,
  discount_removed: () => 'Am scos codul de reducere.',
  saved_for_later: (name) => `Am păstrat pentru mai târziu: ${name}.`,
  returned_to_cart: (name) => `Am pus înapoi în coș: ${name}.`,
  merge_undone: () => 'Am anulat unirea coșurilor.',
  notices_seen: () => 'Bine, nu mai arătăm aceste mesaje.',
}

const ENGLISH: Sentences = {
  item_added: (name) => `Added to your cart: ${name}.`,
  quantity_changed: (name) => `Quantity changed: ${name}.`,
  item_removed: () => 'Removed from your cart.',
  cart_cleared: () => 'Your cart is empty.',
  holds_renewed: () => 'The holds are extended.',
  discount_applied: (name) => `The code ${name} is applied.`,
  discount_removed: () => 'The discount code is removed.',
  saved_for_later: (name) => `Saved for later: ${name}.`,
  returned_to_cart: (name) => `Put back into your cart: ${name}.`,
  merge_undone: () => 'The carts are apart again.',
  notices_seen: () => 'All right, these messages are gone.',
}

const SENTENCES = inLocales<Sentences>(ROMANIAN, ENGLISH)

const TOTAL = inLocales('Total estimat', 'Estimated total')

/** One sentence for the live region and for the next page: of a change, with the new total; of a notice such as `already_in_cart`; or of a refusal. */
export function announce(code: string, details: RefusalDetails, locale: Locale): string {
  const sentences: Readonly<Record<string, (name: string) => string>> = SENTENCES[locale]
  const sentence = Object.hasOwn(sentences, code) ? sentences[code] : undefined
  if (sentence !== undefined) return sentence(String(details.name ?? details.discount ?? '')) + totalText(details, locale)
  return Object.hasOwn(REASONS, code) ? refusalText(code, details, locale) : noticeText(code, details, locale)
}

function totalText({ total, currency }: RefusalDetails, locale: Locale): string {
  if (typeof total !== 'string' || typeof currency !== 'string') return ''
  return ` ${TOTAL[locale]}: ${formatAmount(total, currency, locale)}.`
}
