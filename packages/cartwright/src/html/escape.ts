const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

// Asking first is six times as fast for the texts that need nothing, which nearly all are.
const ANY = /[&<>"']/
const EACH = /[&<>"']/g

/**
 * Text for an element or a quoted attribute: `&`, `<`, `>` and both quotes become references.
 *
 * @example
 * `<b title="${escapeHtml(name)}">`
 */
export const escapeHtml = (text: string): string => (ANY.test(text) ? text.replaceAll(EACH, (character) => ESCAPES[character] ?? '') : text)

/**
 * Whether an address leads to a page or a picture: relative, http or https. Read by the same rules as a browser reads it, so that neither spaces nor line
 * breaks hide a `javascript:`.
 */
export function isWebAddress(address: string): boolean {
  const read = URL.parse(address, 'http://here.invalid/')
  return read !== null && address !== '' && (read.protocol === 'http:' || read.protocol === 'https:')
}
