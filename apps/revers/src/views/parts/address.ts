import { type Html, html } from 'cartwright/html'
import { COUNTIES, COUNTRIES } from '../../i18n/counties.ts'
import { INTL_LOCALE, type Language, type Locale, languageOf } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import type { AddressJson, FormState } from '../types.ts'
import { choicesOf, type Field, field, selectField } from './form.ts'

/** The labels of the boxes by their names, also for the list of faults above a form. */
export function addressLabels(locale: Locale): Readonly<Record<string, string>> {
  const { checkout } = messagesOf(locale)
  return {
    address_name: checkout.name,
    address_line1: checkout.line1,
    address_line2: checkout.line2,
    address_city: checkout.city,
    address_county: checkout.county,
    address_postal_code: checkout.postalCode,
    address_country: checkout.country,
    address_phone: checkout.phone,
    address_locker: checkout.locker,
  }
}

/** Few addresses need these: they stand behind a summary, which is open once one of them holds something or is wrong. */
const RARE = ['line2', 'country', 'locker']

/** The boxes of an address. The browser requires none of them, because at checkout a saved address may be chosen instead. */
export function addressFields(form: FormState, locale: Locale, hasLocker = true): Html {
  const { checkout } = messagesOf(locale)
  const labels = addressLabels(locale)
  const box = (part: string, autocomplete: string, more: Partial<Field> = {}): Field => {
    const name = `address_${part}`
    return { name, label: labels[name] ?? name, form, locale, autocomplete: `shipping ${autocomplete}`, enterkeyhint: 'next', ...more }
  }
  const counties = [{ value: '', label: checkout.chooseCounty }, ...choicesOf(COUNTIES)]
  const rare = hasLocker ? RARE : RARE.filter((name) => name !== 'locker')
  const countries = COUNTRIES.map((value) => ({ value, label: countryName(value, locale) }))
  return html`<div class="fields">${field(box('name', 'name'))}${field(box('phone', 'tel', { type: 'tel', optional: true }))}
${field(box('line1', 'address-line1'))}${field(box('city', 'address-level2'))}
${selectField(box('county', 'address-level1'), counties)}${field(box('postal_code', 'postal-code', { inputmode: 'numeric' }))}</div>
<details class="more"${isRareNeeded(form, rare) ? ' open' : ''}><summary>${hasLocker ? checkout.moreAddress : checkout.blockOrCountry}</summary>
<div class="fields">${field(box('line2', 'address-line2', { optional: true }))}${selectField(box('country', 'country', { value: 'RO' }), countries)}
${hasLocker ? lockerField(form, locale, true) : ''}</div></details>`
}

/** The code of a parcel locker; at checkout it stands where lockers are chosen. */
export const lockerField = (form: FormState, locale: Locale, optional: boolean, value = ''): Html =>
  field({ name: 'address_locker', label: messagesOf(locale).checkout.locker, form, locale, optional, value, enterkeyhint: 'next' })

function isRareNeeded({ values, errors }: FormState, rare: readonly string[]): boolean {
  const isTyped = (name: string): boolean => !['', 'RO'].includes(values[`address_${name}`] ?? '')
  return rare.some((name) => isTyped(name) || errors.some(({ field: path }) => path.replace(/^address[._]/, '') === name))
}

const COUNTRY_NAMES: Readonly<Record<Language, Intl.DisplayNames>> = {
  ro: new Intl.DisplayNames(INTL_LOCALE.ro, { type: 'region' }),
  en: new Intl.DisplayNames(INTL_LOCALE.en, { type: 'region' }),
}

/** Intl throws for what is not two letters; a code it cannot name is shown as it is. */
const countryName = (code: string, locale: Locale): string =>
  /^[A-Z]{2}$/.test(code) ? (COUNTRY_NAMES[languageOf(locale)].of(code) ?? code) : code

const countyName = ({ county, country }: AddressJson): string | undefined =>
  county !== undefined && country === 'RO' && Object.hasOwn(COUNTIES, county) ? COUNTIES[county] : county

/** An address as it stands on a parcel. */
export function addressBlock(address: AddressJson, locale: Locale): Html {
  const county = countyName(address)
  const lines = [
    address.name,
    address.line1,
    address.line2,
    address.locker && `${messagesOf(locale).checkout.locker}: ${address.locker}`,
    [address.postal_code, address.city, county === address.city ? '' : county].filter(Boolean).join(', '),
    countryName(address.country, locale),
    address.phone,
    address.email,
  ]
  return html`<address>${lines.filter(Boolean).map((line) => html`<span>${line}</span>`)}</address>`
}

/** Where an address is, on one line below its name. */
export const addressLine = ({ line1, city }: AddressJson): string => [line1, city].filter(Boolean).join(', ')
