import type { Bilingual } from '../words.ts'

const romanian = {
  title: 'Jurnal',
  caption: 'Cine ce a făcut',
  at: 'Când',
  who: 'Cine',
  act: 'Ce',
  key: 'Despre',
  change: 'Schimbarea',
  reason: 'Motiv',
  actorHint: 'e-mail, nume sau cod',
  actHint: 'order.refund',
  role: 'Rol',
  roleOf: 'Rolul persoanei căutate',
  roles: { staff: 'echipa', seller: 'vânzător', buyer: 'cumpărător', system: 'magazinul' },
  empty: 'Nicio însemnare încă.',
}

const english: typeof romanian = {
  title: 'Audit log',
  caption: 'Who did what',
  at: 'When',
  who: 'Who',
  act: 'What',
  key: 'About',
  change: 'Change',
  reason: 'Reason',
  actorHint: 'e-mail, name or id',
  actHint: 'order.refund',
  role: 'Role',
  roleOf: 'Role of that person',
  roles: { staff: 'staff', seller: 'seller', buyer: 'buyer', system: 'the shop' },
  empty: 'Nothing noted yet.',
}

export const WORDS: Bilingual<typeof romanian> = { ro: romanian, en: english }
