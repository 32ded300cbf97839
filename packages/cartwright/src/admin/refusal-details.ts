import type { RefusalDetails, Visit } from '../http/route.ts'
import { wordFor } from './words.ts'

type Table = Readonly<Record<string, string>>
interface Details {
  /** What a state belongs to, and its words. */
  readonly order: (state: string) => string
  readonly parcel: (state: string) => string
  readonly piece: (state: string) => string
  readonly orders: Table
  readonly parcels: Table
  readonly pieces: Table
  readonly reasons: Table
}

const romanian: Details = {
  order: (state) => `Comanda este ${state}.`,
  parcel: (state) => `Coletul este ${state}.`,
  piece: (state) => `Piesa este ${state}.`,
  orders: { placed: 'plasată', paid: 'plătită', shipped: 'expediată', delivered: 'livrată', cancelled: 'anulată', refunded: 'rambursată' },
  parcels: {
    placed: 'încă neexpediat',
    shipped: 'expediat',
    delivered: 'livrat',
    received: 'confirmat de cumpărător',
    returned: 'returnat',
    cancelled: 'anulat',
  },
  pieces: { held: 'rezervată', paying: 'în curs de plată', sold: 'vândută', free: 'liberă' },
  reasons: {
    cash: 'Banii se încasează la livrare: numai echipa magazinului poate spune că a ajuns.',
    cash_under_way: 'Coletul cu plata la livrare este încă pe drum.',
    unknown: 'Nu există.',
    expired: 'A expirat.',
    used_up: 'A fost folosit de toate ori.',
    minimum: 'Coșul este sub valoarea minimă.',
    scope: 'Nu este pentru aceste produse.',
    buyer: 'Nu este pentru acest cumpărător.',
    payment_in_progress: 'O plată este în curs.',
    nothing_held: 'Nu este nimic rezervat.',
    open_orders: 'Are prea multe comenzi neîncheiate.',
  },
}

const english: Details = {
  order: (state) => `The order is ${state}.`,
  parcel: (state) => `The parcel is ${state}.`,
  piece: (state) => `The piece is ${state}.`,
  orders: { placed: 'placed', paid: 'paid', shipped: 'shipped', delivered: 'delivered', cancelled: 'cancelled', refunded: 'refunded' },
  parcels: {
    placed: 'not sent yet',
    shipped: 'shipped',
    delivered: 'delivered',
    received: 'confirmed by the buyer',
    returned: 'returned',
    cancelled: 'cancelled',
  },
  pieces: { held: 'held', paying: 'being paid', sold: 'sold', free: 'free' },
  reasons: {
    cash: 'It is paid at the door: only the staff can say that it arrived.',
    cash_under_way: 'The parcel that is paid at the door is still on its way.',
    unknown: 'There is none.',
    expired: 'It has ended.',
    used_up: 'It was used as often as it may be.',
    minimum: 'The cart is below the minimum.',
    scope: 'It is not for these products.',
    buyer: 'It is not for this buyer.',
    payment_in_progress: 'A payment is under way.',
    nothing_held: 'Nothing is held.',
    open_orders: 'There are too many open orders.',
  },
}

const DETAILS: Readonly<Record<Visit['locale'], Details>> = { ro: romanian, en: english }

/** What a refusal's details add to it, as a sentence; empty for what people have no word for: a code says nothing to them. */
export function detailText({ state, parcel, product, reason, missing, available }: RefusalDetails, locale: Visit['locale']): string {
  const words = DETAILS[locale]
  const told = (table: Table, code: unknown, sentence: (word: string) => string): string => {
    const word = wordFor(table, String(code))
    return word === String(code) && !Object.hasOwn(table, word) ? '' : sentence(word)
  }
  if (reason !== undefined) return told(words.reasons, reason, (text) => text)
  if (parcel !== undefined) return told(words.parcels, parcel, words.parcel)
  if (state !== undefined) return product === undefined ? told(words.orders, state, words.order) : told(words.pieces, state, words.piece)
  // Amounts and counts need no words.
  const number = missing ?? available
  return typeof number === 'string' || typeof number === 'number' ? `(${number})` : ''
}
