import { formatClock } from './format.ts'
import { inLocales, type Locale } from './locale.ts'
import { amountOf, type Details, reasonText } from './refusals.ts'

interface NoticeWords {
  /** The product the notice speaks of, quoted; a general word when it is not named. */
  readonly name: string
  readonly discount: string
  /** A sentence with a space before it, or nothing. */
  readonly reason: string
  readonly until?: string | undefined
  readonly before?: string | undefined
  readonly after?: string | undefined
}

type Sentence = (words: NoticeWords) => string

const ROMANIAN = {
  already_in_cart: () => 'Piesa este deja în coș.',
  hold_expired: ({ name }) => `${name}: rezervarea a expirat; piesa e încă liberă.`,
  price_changed: ({ name, before, after }) =>
    before && after ? `${name}: prețul este acum ${after} (era ${before}).` : `${name}: prețul s-a schimbat.`,
  unavailable: ({ name }) => `${name}: nu mai este de vânzare și nu intră în total.`,
  item_taken: ({ name, until }) => (until ? `${name}: în coșul altcuiva până la ${until}.` : `${name}: acum în coșul altcuiva.`),
  item_sold: ({ name }) => `${name}: s-a vândut între timp.`,
  auction_only: ({ name }) => `${name} se vinde acum doar la licitație.`,
  own_product: ({ name }) => `${name} este anunțul tău, pe care nu îl poți cumpăra.`,
  buyer_not_allowed: ({ name }) => `${name}: contul tău nu poate cumpăra această piesă.`,
  currency: ({ name }) => `${name} se vinde în altă monedă.`,
  discount_dropped: ({ discount, reason }) => `Codul ${discount} nu se mai aplică.${reason}`,
  merged: () => 'Am adăugat în coș ce ai ales înainte să intri în cont.',
  item_dropped: ({ name }) => `${name}: nu se mai poate cumpăra și nu a mai intrat în coș.`,
  moved_to_saved: ({ name }) => `${name}: nu a încăput în coș și te așteaptă la „Păstrate pe mai târziu”.`,
  own_product_dropped: ({ name }) => `${name} este anunțul tău, așa că nu mai este în coș.`,
  payment_in_progress: () => 'O comandă din acest coș așteaptă plata cu cardul. Continuă plata sau anulează comanda.',
  quantity_clamped: ({ name }) => `${name}: cantitatea a fost redusă la cât se poate cumpăra.`,
} satisfies Record<string, Sentence>

type NoticeCode = keyof typeof ROMANIAN

const ENGLISH: Readonly<Record<NoticeCode, Sentence>> = {
  already_in_cart: () => 'It is already in your cart.',
  hold_expired: ({ name }) => `${name}: the hold ran out; the piece is still free.`,
  price_changed: ({ name, before, after }) =>
    before && after ? `${name}: the price is now ${after} (it was ${before}).` : `${name}: the price has changed.`,
  unavailable: ({ name }) => `${name} is no longer available and is not in the total.`,
  item_taken: ({ name, until }) =>
    until ? `${name}: someone else has it in their cart until ${until}.` : `${name}: someone else has it in their cart.`,
  item_sold: ({ name }) => `${name}: it has just been sold.`,
  auction_only: ({ name }) => `${name} is now sold by auction only.`,
  own_product: ({ name }) => `${name} is your own listing; you cannot buy it.`,
  buyer_not_allowed: ({ name }) => `${name} cannot be bought from your account.`,
  currency: ({ name }) => `${name} is sold in another currency.`,
  discount_dropped: ({ discount, reason }) => `The code ${discount} no longer applies.${reason}`,
  merged: () => 'We added what you had chosen before you logged in.',
  item_dropped: ({ name }) => `${name} cannot be bought any more and was left out of the cart.`,
  moved_to_saved: ({ name }) => `${name}: it did not fit into the cart and is saved for later.`,
  own_product_dropped: ({ name }) => `${name} is your own listing and was taken out of the cart.`,
  payment_in_progress: () => 'An order from this cart waits for its card payment. Go on paying, or cancel the order.',
  quantity_clamped: ({ name }) => `${name}: the quantity was reduced to what can be bought.`,
}

interface NoticeLanguage {
  readonly sentences: Readonly<Record<NoticeCode, Sentence>>
  readonly neutral: string
  readonly quoted: (name: string) => string
  readonly unnamed: string
}

const LANGUAGES = inLocales<NoticeLanguage>(
  { sentences: ROMANIAN, neutral: 'Ceva s-a schimbat în coșul tău.', quoted: (name) => `„${name}”`, unnamed: 'Un articol' },
  { sentences: ENGLISH, neutral: 'Something changed in your cart.', quoted: (name) => `“${name}”`, unnamed: 'An item' },
)

/**
 * The sentence of a notice; a code without one gets a neutral sentence. Of the details `name`, `discount`, `reason`, `before`, `after` and
 * `available_again_at` are said where they are there.
 */
export function noticeText(code: string, details: Details, locale: Locale): string {
  const { sentences, neutral, quoted, unnamed } = LANGUAGES[locale]
  if (!Object.hasOwn(sentences, code)) return neutral
  const { name, discount, reason, available_again_at: until } = details
  const why = typeof reason === 'string' ? reasonText('discount', reason, details, locale) : null
  return sentences[code as NoticeCode]({
    name: typeof name === 'string' && name ? quoted(name) : unnamed,
    discount: typeof discount === 'string' ? discount : '',
    reason: why ? ` ${why}` : '',
    until: typeof until === 'string' ? formatClock(until, locale) : undefined,
    before: amountOf(details, 'before', locale),
    after: amountOf(details, 'after', locale),
  })
}
