import type { Visit } from '../http/route.ts'
import { english } from './words-en.ts'
import { romanian } from './words-ro.ts'

/** What a table of words is in both languages: Romanian names the keys, and English has the same or does not compile. */
export interface Bilingual<Words> {
  readonly ro: Words
  readonly en: Words
}

/** The words of the frame: those of each section stand in its own folder. */
export type Words = typeof romanian
const WORDS: Bilingual<Words> = { ro: romanian, en: english }

export const wordsOf = ({ locale }: Pick<Visit, 'locale'>): Words => WORDS[locale]

/** The word for a code, or the code itself where the table does not know it. */
export const wordFor = (words: Readonly<Record<string, string>>, code: string): string =>
  Object.hasOwn(words, code) ? (words[code] ?? code) : code
