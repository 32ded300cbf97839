const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text for an element or a quoted attribute. */
export const escapeHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '')

/**
 * Whether an address leads to a page or a picture: relative, http or https. Read by the same rules as a browser reads it, so that neither spaces nor line
 * breaks hide a `javascript:`.
 */
export function isWebAddress(address: string): boolean {
  const read = URL.parse(address, 'http://here.invalid/')
  return read !== null && address !== '' && (read.protocol === 'http:' || read.protocol === 'https:')
}
