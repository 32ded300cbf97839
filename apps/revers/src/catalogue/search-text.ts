/** Most words of a search that count; a sentence finds no more than its first words do. */
const MOST_WORDS = 8

/**
 * Texts as they are compared in a search: small letters without marks, and nothing but letters, digits and single spaces. So Romanian letters are found
 * with a comma, with a cedilla and without either.
 *
 * @example
 * fold('Fustă plisată, și ţesută')    // 'fusta plisata si tesuta'
 */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()

/** The words a search asks for, all of which must be found; null when the text holds none, which finds nothing. */
export function searchWords(text: string): readonly string[] | null {
  if (text.trim() === '') return []
  // As one word, so that it is not taken for a shirt.
  const words = fold(text.replace(/\bt[- ](?=shirts?\b)/gi, 't'))
    .split(' ')
    .filter(Boolean)
  return words.length === 0 ? null : words.slice(0, MOST_WORDS)
}
