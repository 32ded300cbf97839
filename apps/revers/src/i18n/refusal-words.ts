import type { ErrorCode } from 'cartwright'
import { romanianCount } from './plural.ts'

/** The details of a refusal, already in words; each is missing when the refusal does not say it. */
export interface RefusalWords {
  readonly until?: string | undefined
  readonly available?: string | undefined
  readonly nextMinimum?: string | undefined
  readonly minimum?: string | undefined
  readonly missing?: string | undefined
  /** The largest quantity that is let pass. */
  readonly most?: string | undefined
  /** How many decimals a quantity may have; more than none for what is weighed. */
  readonly decimals?: number | undefined
  /** The total before and after, when it has changed. */
  readonly before?: string | undefined
  readonly after?: string | undefined
  readonly seconds?: number | undefined
  /** The sentence of the reason inside the refusal, when it has one. */
  readonly reason?: string | undefined
}

export type Sentence = string | ((words: RefusalWords) => string)

/** What is weighed is weighed in kilograms. */
const unitOf = (decimals: number | undefined): string => (decimals ? ' kg' : '')

/** One sentence a code: a refusal of the shop without a sentence here does not compile. */
export const ROMANIAN_REFUSALS: Readonly<Record<ErrorCode, Sentence>> = {
  invalid_input: 'Unele câmpuri nu sunt completate corect.',
  invalid_quantity: ({ most, decimals }) => {
    if (most) return `Cantitatea maximă este ${most}${unitOf(decimals)}.`
    if (decimals === undefined) return 'Scrie cantitatea cu cifre, mai mare decât zero.'
    if (decimals === 0) return 'Scrie un număr întreg, cel puțin 1.'
    return 'Scrie o cantitate în kilograme, cu cel mult trei zecimale, de exemplu 0,25.'
  },
  item_not_found: 'Articolul nu mai este în coș.',
  product_not_found: 'Produsul nu există sau a fost retras.',
  not_found: 'Pagina căutată nu există.',
  item_taken: ({ reason, until }) =>
    reason ?? (until ? `Altcineva are piesa în coș până la ${until}.` : 'Altcineva a fost mai rapid și are acum piesa în coș.'),
  item_sold: 'S-a vândut între timp.',
  auction_only: 'Piesa se vinde doar la licitație.',
  insufficient_stock: ({ available, decimals }) => {
    if (!available) return 'Nu sunt destule pe stoc.'
    if (available === '0') return 'Nu mai este nimic pe stoc.'
    if (decimals) return `Nu este destul pe stoc. Au mai rămas ${available} kg.`
    if (available === '1') return 'Nu sunt destule pe stoc. A mai rămas o bucată.'
    return `Nu sunt destule pe stoc. Au mai rămas ${romanianCount(Number(available), { one: 'bucată', few: 'bucăți', other: 'de bucăți' })}.`
  },
  own_product: 'Nu îți poți cumpăra propriul anunț.',
  buyer_not_allowed: ({ reason }) => reason ?? 'Contul tău nu poate cumpăra acest produs.',
  price_mismatch: 'Prețul s-a schimbat între timp. Verifică-l și încearcă din nou.',
  discount_invalid: ({ reason }) => reason ?? 'Codul de reducere nu poate fi folosit.',
  cart_empty: 'Coșul tău este gol.',
  cart_changed: ({ reason }) => reason ?? 'Coșul s-a schimbat între timp. Verifică-l și încearcă din nou.',
  quote_changed: ({ before, after }) =>
    before && after
      ? `Totalul s-a schimbat: era ${before}, acum este ${after}. Verifică-l înainte să plătești.`
      : 'Comanda s-a schimbat. Verific-o înainte să plătești.',
  address_required: 'Alege o adresă de livrare.',
  address_invalid: 'Adresa nu este completă. Verifică câmpurile marcate.',
  shipping_unavailable: 'Livrarea aleasă nu este disponibilă pentru această adresă. Alege alta.',
  payment_not_eligible: ({ reason }) => reason ?? 'Metoda de plată nu este disponibilă pentru această comandă.',
  card_declined: 'Plata cu cardul a fost respinsă. Coșul tău este neschimbat; încearcă din nou sau alege altă metodă.',
  wallet_insufficient: ({ missing }) => (missing ? `Îți lipsesc ${missing} în portofel.` : 'Nu ai destui bani în portofel.'),
  minimum_order: ({ minimum }) => (minimum ? `Comanda minimă este de ${minimum}.` : 'Comanda este sub valoarea minimă.'),
  hold_limit: ({ reason }) => reason ?? 'Ai deja numărul maxim de piese rezervate. Eliberează una sau finalizează comanda.',
  renewal_limit: ({ reason }) => reason ?? 'Rezervarea nu mai poate fi prelungită.',
  bid_too_low: ({ nextMinimum }) => (nextMinimum ? `Oferta minimă este acum ${nextMinimum}.` : 'Oferta este sub minimul cerut.'),
  auction_closed: 'Licitația s-a încheiat.',
  order_state: ({ reason }) => reason ?? 'Starea de acum nu mai permite această acțiune.',
  email_taken: 'Există deja un cont cu această adresă de e-mail.',
  invalid_credentials: 'Adresa de e-mail sau parola nu este corectă.',
  login_required: 'Intră în cont ca să continui.',
  forbidden_origin: 'Cererea a venit de pe altă pagină și a fost oprită.',
  idempotency_in_progress: 'Comanda ta se procesează deja. Așteaptă câteva secunde și reîncarcă pagina.',
  idempotency_mismatch: 'Formularul a fost deja trimis cu alte date. Reîncarcă pagina.',
  idempotency_key_required: 'Formularul este incomplet. Reîncarcă pagina și încearcă din nou.',
  rate_limited: ({ seconds }) =>
    seconds
      ? `Prea multe încercări. Mai încearcă peste ${romanianCount(seconds, { one: 'secundă', few: 'secunde', other: 'de secunde' })}.`
      : 'Prea multe încercări. Mai încearcă peste câteva momente.',
  payload_too_large: 'Ai trimis prea mult text deodată.',
  unsupported_media_type: 'Cererea are o formă pe care nu o înțelegem.',
  plugin_failed: 'Un serviciu de care avem nevoie nu răspunde. Coșul tău este neschimbat; încearcă din nou.',
  unavailable: 'Magazinul nu este disponibil acum. Încearcă din nou peste câteva momente.',
}

/** Refusals say why by a reason; the same word means another thing in each, so every kind has its own table. */
export type ReasonKind = 'discount' | 'payment' | 'buyer' | 'cart' | 'renewal' | 'hold' | 'taken' | 'order'
export type ReasonTables = Readonly<Record<ReasonKind, Readonly<Record<string, Sentence>>>>

export const ROMANIAN_REASONS: ReasonTables = {
  discount: {
    unknown: 'Codul nu este valabil.',
    expired: 'Codul a expirat.',
    not_started: 'Codul nu este încă activ.',
    used_up: 'Codul a fost folosit de numărul maxim de ori.',
    per_customer: 'Ai folosit deja acest cod.',
    first_order: 'Acest cod este pentru prima comandă.',
    minimum: ({ missing, minimum }) => {
      if (missing) return `Mai adaugă ${missing} pentru acest cod.`
      return minimum ? `Codul cere o comandă de cel puțin ${minimum}.` : 'Comanda este prea mică pentru acest cod.'
    },
    scope: 'Codul nu se aplică produselor din coș.',
    combination: 'Codul nu se poate folosi împreună cu cel din coș.',
    already_applied: 'Codul este deja aplicat.',
  },
  payment: {
    amount: 'Totalul depășește limita pentru plata la livrare.',
    locker: 'La locker nu se poate plăti la livrare.',
    country: 'Plata la livrare este posibilă doar în România.',
    option: 'Acest mod de livrare nu permite plata la livrare.',
    seller: 'Vânzătorul nu acceptă plata la livrare.',
    open_orders: 'Ai deja o comandă cu plata la livrare pe drum.',
    strikes: 'Plata la livrare nu mai este disponibilă pentru contul tău.',
    login_required: 'Îl poți folosi după ce intri în cont.',
    wallet_insufficient: ({ missing }) => (missing ? `Îți lipsesc ${missing} în portofel.` : 'Nu ai destui bani în portofel.'),
  },
  buyer: {
    buyer: 'Cu acest cont nu poți cumpăra. Dacă vrei să cumperi, scrie-ne la ajutor@example.com.',
    sellerCanBuy: 'Cu acest cont de vânzător nu poți cumpăra. Dacă vrei să cumperi, scrie-ne la ajutor@example.com.',
    strikes: 'Nu poți licita: ai lăsat neplătite prea multe piese câștigate.',
  },
  cart: { payment_in_progress: 'O plată pentru acest coș este în curs. Așteaptă să se încheie.' },
  hold: {
    cool_down: ({ until }) =>
      until
        ? `Ai rezervat piesa de prea multe ori la rând. O poți lua din nou după ${until}.`
        : 'Ai rezervat piesa de prea multe ori la rând. Las-o o vreme și altora.',
    address: 'De pe rețeaua ta s-au rezervat prea multe piese într-un timp scurt. Încearcă din nou mai târziu.',
    queue: 'Sunt deja prea mulți la rând pentru această piesă.',
    places: 'Aștepți deja la rând pentru numărul maxim de piese.',
  },
  taken: { offer: 'Piesa îți este oferită ție. Acceptă oferta din „Licitații câștigate” (/account/wins).' },
  order: { cash: 'Coletul se plătește la livrare: magazinul îl marchează ca livrat când banii au fost încasați.' },
  renewal: { nothing_held: 'Nimic din coș nu mai este rezervat. O piesă a cărei rezervare a expirat poate fi adăugată din nou.' },
}
