import type { Bilingual } from '../words.ts'

const romanian = {
  caption: 'Rezervări în vigoare',
  product: 'Produs',
  productFilter: 'Produs (tip:cod)',
  until: 'Până la',
  state: 'Stare',
  states: { held: 'rezervat', paying: 'se plătește' },
  source: 'Tip',
  sources: { cart: 'coș', auction: 'licitație', offer: 'ofertă', seller: 'vânzător' },
  holder: 'Pentru',
  holderHint: 'e-mail sau nume',
  waiters: 'Așteaptă',
  acts: 'Acțiuni',
  release: 'Eliberează',
  releaseDo: 'Eliberează piesa',
  lot: 'licitație în curs',
  empty: 'Nimic nu este rezervat acum.',
}

const english: typeof romanian = {
  caption: 'Holds in force',
  product: 'Product',
  productFilter: 'Product (type:id)',
  until: 'Until',
  state: 'State',
  states: { held: 'held', paying: 'being paid' },
  source: 'Kind',
  sources: { cart: 'cart', auction: 'auction', offer: 'offer', seller: 'seller' },
  holder: 'For',
  holderHint: 'e-mail or name',
  waiters: 'Waiting',
  acts: 'Acts',
  release: 'Release',
  releaseDo: 'Release the piece',
  lot: 'auction under way',
  empty: 'Nothing is held now.',
}

export const WORDS: Bilingual<typeof romanian> = { ro: romanian, en: english }
