import { type ErrorCode, isErrorCode, REASONS } from '../errors.ts'
import type { RefusalDetails, Visit } from '../http/route.ts'
import { detailText } from './refusal-details.ts'

const ROMANIAN: Readonly<Record<ErrorCode, string>> = {
  invalid_input: 'O parte din ce ai trimis nu este potrivită.',
  invalid_quantity: 'Această cantitate nu este posibilă.',
  item_not_found: 'Acest articol nu este în coș.',
  product_not_found: 'Nu există acest produs.',
  not_found: 'Nu există sau nu mai există.',
  item_taken: 'Altcineva are rezervat acest produs.',
  item_sold: 'Acest produs s-a vândut.',
  auction_only: 'Acest produs se vinde numai la licitație.',
  insufficient_stock: 'Nu mai sunt atâtea bucăți.',
  own_product: 'Nimeni nu își cumpără propriul produs.',
  buyer_not_allowed: 'Acest cumpărător nu poate cumpăra.',
  price_mismatch: 'Prețul este altul.',
  discount_invalid: 'Această reducere nu se aplică.',
  cart_empty: 'Coșul este gol.',
  cart_changed: 'Coșul s-a schimbat între timp.',
  quote_changed: 'Ceva s-a schimbat de când a fost arătat totalul.',
  address_required: 'Este nevoie de o adresă.',
  address_invalid: 'Adresa nu este valabilă.',
  shipping_unavailable: 'Acest fel de livrare nu este disponibil.',
  payment_not_eligible: 'Acest fel de plată nu este disponibil pentru comandă.',
  card_declined: 'Cardul a fost refuzat.',
  wallet_insufficient: 'Nu sunt destui bani în portofel.',
  minimum_order: 'Comanda este sub valoarea minimă.',
  hold_limit: 'Sunt deja prea multe rezervări.',
  renewal_limit: 'Rezervarea nu mai poate fi prelungită.',
  bid_too_low: 'Oferta este prea mică.',
  auction_closed: 'Licitația s-a încheiat.',
  order_state: 'Starea comenzii nu permite acest pas.',
  email_taken: 'Această adresă de e-mail are deja un cont.',
  invalid_credentials: 'E-mailul sau parola nu se potrivesc.',
  login_required: 'Este nevoie de autentificare.',
  forbidden_origin: 'Cererea vine de pe alt site.',
  idempotency_in_progress: 'Aceeași cerere este încă în lucru.',
  idempotency_mismatch: 'Această cheie a fost folosită pentru altă cerere.',
  idempotency_key_required: 'Este nevoie de o cheie a cererii.',
  rate_limited: 'Prea multe încercări; încearcă mai târziu.',
  payload_too_large: 'Cererea este prea mare.',
  unsupported_media_type: 'Acest fel de conținut nu este înțeles.',
  plugin_failed: 'Un serviciu din afară nu a răspuns cum trebuie.',
  unavailable: 'Magazinul nu este disponibil pentru moment.',
}

const SENTENCES: Readonly<Record<Visit['locale'], Readonly<Record<ErrorCode, string>>>> = { ro: ROMANIAN, en: REASONS }

/** A refusal as one sentence, and what its details add, such as the state an order is in. */
export function refusalText(code: string, details: RefusalDetails, locale: Visit['locale']): string {
  const sentence = isErrorCode(code) ? SENTENCES[locale][code] : code
  const detail = detailText(details, locale)
  return detail === '' ? sentence : `${sentence} ${detail}`
}
