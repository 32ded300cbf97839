import { inLocales, type Locale } from './locale.ts'

/** A code, or a field and a code where the field deserves a sentence of its own. */
const ROMANIAN = {
  required: 'Completează acest câmp.',
  too_short: 'Textul este prea scurt.',
  too_long: 'Textul este prea lung.',
  too_small: 'Numărul este prea mic.',
  too_big: 'Numărul este prea mare.',
  characters: 'Textul conține caractere care nu pot fi tipărite.',
  format: 'Scrie numai litere, cifre și semne obișnuite.',
  choice: 'Alege una dintre variante.',
  unknown: 'Alege una dintre variante.',
  email: 'Scrie o adresă de e-mail, de exemplu nume@example.com.',
  amount: 'Scrie o sumă, de exemplu 120,50.',
  positive: 'Scrie o sumă mai mare decât zero.',
  'hours format': 'Scrie un număr întreg, de la 1 la 168.',
  'tracking format': 'Scrie numărul așa cum apare pe colet: litere, cifre și cratime.',
  'email format': 'Scrie o adresă de e-mail, de exemplu nume@example.com.',
  'password too_short': 'Parola este prea scurtă.',
  'postal_code format': 'Scrie un cod poștal valabil, de exemplu 010101.',
  'phone format': 'Scrie un număr de telefon valabil, de exemplu 0712345678.',
  'county required': 'Alege județul.',
  'price_max too_small': 'Al doilea preț trebuie să fie cel puțin cât primul.',
  'buyer unknown': 'Nu există niciun cumpărător cu această adresă de e-mail.',
  'to unknown': 'Nu există niciun cumpărător cu această adresă de e-mail.',
  'email unknown': 'Nu există niciun client cu această adresă de e-mail.',
  'amount bid_too_low': 'Scrie cel puțin suma minimă.',
  'reserve_price too_small': 'Scrie cel puțin prețul de pornire.',
  'measure centimetres': 'Scrie centimetri întregi sau jumătăți, de exemplu 45 sau 45,5.',
  'measure too_small': 'Măsura este prea mică. Verifică dacă este în centimetri.',
  'measure too_big': 'Măsura este prea mare. Verifică dacă este în centimetri.',
  'measure not_measured': 'La o astfel de piesă nu se măsoară. Lasă câmpul gol.',
  'wear too_long': 'Scrie cel mult zece rânduri, cu totul 500 de semne.',
} satisfies Record<string, string>

type Entry = keyof typeof ROMANIAN

const ENGLISH: Readonly<Record<Entry, string>> = {
  required: 'Fill in this field.',
  too_short: 'The text is too short.',
  too_long: 'The text is too long.',
  too_small: 'The number is too small.',
  too_big: 'The number is too large.',
  characters: 'The text has characters that cannot be printed.',
  format: 'Use only letters, digits and ordinary signs.',
  choice: 'Choose one of the options.',
  unknown: 'Choose one of the options.',
  email: 'Write an e-mail address, such as name@example.com.',
  amount: 'Write an amount, such as 120.50.',
  positive: 'Write an amount above zero.',
  'hours format': 'Write a whole number from 1 to 168.',
  'tracking format': 'Write the number as it stands on the parcel: letters, digits and hyphens.',
  'email format': 'Write an e-mail address, such as name@example.com.',
  'password too_short': 'The password is too short.',
  'postal_code format': 'Write a valid postal code, such as 010101.',
  'phone format': 'Write a valid telephone number, such as 0712345678.',
  'county required': 'Choose the county.',
  'price_max too_small': 'The second price must be at least the first.',
  'buyer unknown': 'There is no buyer with this e-mail address.',
  'to unknown': 'There is no buyer with this e-mail address.',
  'email unknown': 'There is no customer with this e-mail address.',
  'amount bid_too_low': 'Write at least the minimum.',
  'reserve_price too_small': 'Write at least the start price.',
  'measure centimetres': 'Write whole or half centimetres, such as 45 or 45.5.',
  'measure too_small': 'The measure is too small. Check that it is in centimetres.',
  'measure too_big': 'The measure is too large. Check that it is in centimetres.',
  'measure not_measured': 'This is not measured on such a piece. Leave it empty.',
  'wear too_long': 'Write at most ten lines, 500 characters in all.',
}

const SENTENCES = inLocales<Readonly<Record<Entry, string>>>(ROMANIAN, ENGLISH)
const NEUTRAL = inLocales('Verifică ce ai scris aici.', 'Check what you wrote here.')

/**
 * What is wrong with one field; a code without a sentence gets a neutral one.
 *
 * @example
 * fieldErrorText('address_county', 'required', 'en')    // 'Choose the county.'
 */
export function fieldErrorText(field: string, code: string, locale: Locale): string {
  const table = SENTENCES[locale]
  const name = field.replace(/^address[._]/, '').replace(/^measure_.*/, 'measure')
  const entry = [`${name} ${code}`, code].find((key): key is Entry => Object.hasOwn(table, key))
  return entry === undefined ? NEUTRAL[locale] : table[entry]
}
