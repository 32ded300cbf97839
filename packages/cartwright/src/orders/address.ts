import { ShopError } from '../errors.ts'

/** Where an order goes. Every text is trimmed and NFC; `county` of a Romanian address is a code of `ROMANIAN_COUNTIES`. */
export interface Address {
  readonly name: string
  /** Street and number; empty only when the parcel goes to a locker. */
  readonly line1: string
  readonly line2?: string
  readonly city: string
  readonly county?: string
  readonly postalCode: string
  /** ISO 3166-1 alpha-2. */
  readonly country: string
  readonly phone?: string
  readonly email?: string
  /** The carrier's id of a parcel locker. */
  readonly locker?: string
}

export type AddressField = 'name' | 'line1' | 'line2' | 'city' | 'county' | 'postal_code' | 'country' | 'phone' | 'email' | 'locker'

/** Codes: `required`, `too_long`, `characters` (control characters and the like), `format`, `unknown` (no such country or county). */
export interface AddressProblem {
  readonly field: AddressField | 'address'
  readonly code: 'required' | 'too_long' | 'characters' | 'format' | 'unknown'
}

/** The 41 counties of Romania and Bucharest, by their ISO 3166-2 codes without the country. */
export const ROMANIAN_COUNTIES: Readonly<Record<string, string>> = Object.freeze({
  AB: 'Alba',
  AG: 'Argeș',
  AR: 'Arad',
  B: 'București',
  BC: 'Bacău',
  BH: 'Bihor',
  BN: 'Bistrița-Năsăud',
  BR: 'Brăila',
  BT: 'Botoșani',
  BV: 'Brașov',
  BZ: 'Buzău',
  CJ: 'Cluj',
  CL: 'Călărași',
  CS: 'Caraș-Severin',
  CT: 'Constanța',
  CV: 'Covasna',
  DB: 'Dâmbovița',
  DJ: 'Dolj',
  GJ: 'Gorj',
  GL: 'Galați',
  GR: 'Giurgiu',
  HD: 'Hunedoara',
  HR: 'Harghita',
  IF: 'Ilfov',
  IL: 'Ialomița',
  IS: 'Iași',
  MH: 'Mehedinți',
  MM: 'Maramureș',
  MS: 'Mureș',
  NT: 'Neamț',
  OT: 'Olt',
  PH: 'Prahova',
  SB: 'Sibiu',
  SJ: 'Sălaj',
  SM: 'Satu Mare',
  SV: 'Suceava',
  TL: 'Tulcea',
  TM: 'Timiș',
  TR: 'Teleorman',
  VL: 'Vâlcea',
  VN: 'Vrancea',
  VS: 'Vaslui',
})

// ISO 3166-1 alpha-2, the 249 assigned codes.
const COUNTRIES: ReadonlySet<string> = new Set(
  `AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO
   CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR
   HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN
   MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD
   SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE
   YT ZA ZM ZW`.split(/\s+/),
)

const LONGEST_TEXT = 200
// Control characters, line and paragraph separators, and the marks that turn the direction of the text behind them, so that a label reads otherwise than it prints.
const UNWANTED = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u
const ROMANIAN_POSTAL_CODE = /^[0-9]{6}$/
const POSTAL_CODE = /^[A-Za-z0-9][A-Za-z0-9 -]{0,10}[A-Za-z0-9]$/
// National numbering plan (ANCOM decision 375/2013): 0 and nine digits that begin with 2 or 3 (fixed), 6 or 7 (mobile). Elsewhere E.164: at most 15 digits.
const PHONE = /^(?:0[2367][0-9]{8}|(?:\+|00)(?:40[2367][0-9]{8}|(?!40)[1-9][0-9]{6,14}))$/
const EMAIL = /^[^\s@]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/

/**
 * Checks and tidies an address, all fields at once. Fields have the names of the HTTP contract; `postalCode` stands for `postal_code` too, so an
 * `Address` can be checked again. Unknown fields are left out. Throws `ShopError` `address_invalid` with `errors: [{ field, code }]`, one for each
 * field that is wrong.
 *
 * Everywhere: name, city, postal code and country are required, line1 unless there is a locker; 200 characters at most. Romania: a county code (small
 * letters are let pass), a postal code of six digits. Elsewhere: 2 to 12 letters, digits, spaces or hyphens. A phone number is Romanian or international.
 *
 * @example
 * checkAddress({ name: 'Ana Pop', line1: 'Str. Lalelelor 3', city: 'Cluj-Napoca', county: 'cj', postal_code: '400001', country: 'RO' }).county    // 'CJ'
 */
export function checkAddress(input: unknown): Address {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) throw invalid([{ field: 'address', code: 'required' }])
  const given = new Map<string, unknown>(Object.entries(input))
  const problems: AddressProblem[] = []
  const take = (field: AddressField, alias: string = field) => tidy(field, given.get(field) ?? given.get(alias), problems)
  const name = take('name')
  const line1 = take('line1')
  const line2 = take('line2')
  const city = take('city')
  const county = take('county')
  const postalCode = take('postal_code', 'postalCode')
  const country = take('country')?.toUpperCase()
  const phone = take('phone')
  const email = take('email')
  const locker = take('locker')
  const romanian = country === 'RO'

  const need = (field: AddressField, value: string | undefined) => {
    if (value === undefined && !problems.some((problem) => problem.field === field)) problems.push({ field, code: 'required' })
  }
  need('name', name)
  if (locker === undefined) need('line1', line1)
  need('city', city)
  if (romanian) need('county', county)
  need('postal_code', postalCode)
  need('country', country)

  const check = (field: AddressField, code: AddressProblem['code'], fits: boolean) => {
    if (!fits) problems.push({ field, code })
  }
  check('country', 'unknown', country === undefined || COUNTRIES.has(country))
  check('county', 'unknown', !romanian || county === undefined || Object.hasOwn(ROMANIAN_COUNTIES, county.toUpperCase()))
  check('postal_code', 'format', postalCode === undefined || (romanian ? ROMANIAN_POSTAL_CODE : POSTAL_CODE).test(postalCode))
  check('phone', 'format', phone === undefined || PHONE.test(phone.replace(/[ ().-]/g, '')))
  check('email', 'format', email === undefined || EMAIL.test(email))
  if (problems.length > 0) throw invalid(problems)

  return {
    name: name ?? '',
    line1: line1 ?? '',
    ...(line2 !== undefined && { line2 }),
    city: city ?? '',
    ...(county !== undefined && { county: romanian ? county.toUpperCase() : county }),
    postalCode: postalCode ?? '',
    country: country ?? '',
    ...(phone !== undefined && { phone }),
    ...(email !== undefined && { email }),
    ...(locker !== undefined && { locker }),
  }
}

/**
 * Checks that an address suits the way of sending: a locker delivery needs a locker, a street delivery a street. Throws `ShopError` `address_invalid`.
 *
 * @example
 * checkDelivery(address, 'locker')    // address_invalid, errors [{ field: 'locker', code: 'required' }], without one
 */
export function checkDelivery(address: Address, kind: 'street' | 'locker'): void {
  if (kind === 'locker' && address.locker === undefined) throw invalid([{ field: 'locker', code: 'required' }])
  if (kind === 'street' && address.line1 === '') throw invalid([{ field: 'line1', code: 'required' }])
}

/** A trimmed text in NFC, or undefined for an empty or absent one; what is wrong with it goes to `problems`. */
function tidy(field: AddressField, value: unknown, problems: AddressProblem[]): string | undefined {
  if (value === undefined || value === null) return undefined
  const text = typeof value === 'string' && value.isWellFormed() ? value.normalize('NFC').trim() : null
  const code = text === null || UNWANTED.test(text) ? 'characters' : text.length > LONGEST_TEXT ? 'too_long' : null
  if (code !== null) problems.push({ field, code })
  return code !== null || text === '' || text === null ? undefined : text
}

const invalid = (errors: readonly AddressProblem[]): ShopError => new ShopError('address_invalid', { errors })
