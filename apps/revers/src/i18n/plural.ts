/** The three forms of a Romanian noun: 1 articol, 2 articole, 20 de articole. */
export interface RomanianForms {
  readonly one: string
  readonly few: string
  readonly other: string
}

export interface EnglishForms {
  readonly one: string
  readonly other: string
}

const ROMANIAN = new Intl.PluralRules('ro')
const ENGLISH = new Intl.PluralRules('en')

/**
 * A number with its noun in Romanian. From 20 on the noun takes *de*, but 101 to 119 do not: Intl.PluralRules knows.
 *
 * @example romanianCount(20, { one: 'articol', few: 'articole', other: 'de articole' }) // '20 de articole'
 */
export function romanianCount(count: number, forms: RomanianForms): string {
  const rule = ROMANIAN.select(count)
  return `${count} ${rule === 'one' || rule === 'few' ? forms[rule] : forms.other}`
}

/**
 * A number with its noun in English.
 *
 * @example englishCount(1, { one: 'item', other: 'items' }) // '1 item'
 */
export function englishCount(count: number, forms: EnglishForms): string {
  return `${count} ${ENGLISH.select(count) === 'one' ? forms.one : forms.other}`
}
