import { invalidInput, isStorable } from '../check-input.ts'

const MOST_OPTIONS = 32
const LONGEST_OPTION = 1_000

/** Refuses with `invalid_input` options that are no texts, more than 32, longer than 1,000 characters, or that no engine can store. */
export function checkOptions(options: Readonly<Record<string, string>> | undefined): void {
  if (options === undefined) return
  if (typeof options !== 'object' || options === null || Array.isArray(options)) throw invalidInput([{ field: 'options', code: 'invalid' }])
  const entries = Object.entries(options)
  if (entries.length > MOST_OPTIONS) throw invalidInput([{ field: 'options', code: 'too_big' }])
  for (const [name, value] of entries) {
    const texts = [name, value]
    const code = typeof value !== 'string' ? 'invalid' : texts.some((text) => text.length > LONGEST_OPTION) ? 'too_long' : 'format'
    if (code !== 'format' || !texts.every(isStorable)) throw invalidInput([{ field: `options.${name.toWellFormed()}`, code }])
  }
}

/** The normal form of a line's options: keys in order, or nothing. */
export const optionsText = (options: Readonly<Record<string, string>> | undefined): string =>
  options === undefined || Object.keys(options).length === 0
    ? ''
    : JSON.stringify(Object.entries(options).sort(([left], [right]) => (left < right ? -1 : 1)))

/** The options of a line, from their normal form. */
export const optionsOf = (text: string): Readonly<Record<string, string>> =>
  text === '' ? {} : Object.fromEntries(JSON.parse(text) as [string, string][])
