const LONGEST = 2000
// Backslashes count as slashes in URLs, tabs and line feeds are dropped from them: `/\evil.test` and `/<tab>/evil.test` both leave the site.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const UNWANTED = /[\u0000-\u0020\u007f\\]/

/**
 * The path of this site that a text names, or null (P28). The text is parsed as a browser would parse it, and only path, query and fragment of
 * the outcome are given back; `/.//evil.test` shows why the outcome is looked at again: its path is `//evil.test`.
 *
 * @example
 * sitePath('/garments?size=M', 'https://shop.example')     // '/garments?size=M'
 * sitePath('//evil.test', 'https://shop.example')          // null
 */
export function sitePath(text: string, ours: string): string | null {
  if (!text.startsWith('/') || text.startsWith('//') || text.length > LONGEST || UNWANTED.test(text)) return null
  const url = URL.canParse(text, ours) ? new URL(text, ours) : null
  if (url === null || url.origin !== ours || url.pathname.startsWith('//')) return null
  return url.pathname + url.search + url.hash
}
