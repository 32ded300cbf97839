const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** Whether a method promises to change nothing. */
export const isSafe = (method: string): boolean => SAFE_METHODS.includes(method)

/**
 * Whether a request comes from our own pages (P27). Browsers tell it in `Sec-Fetch-Site`, older ones in `Origin`; pages cannot forge either.
 * A browser writes `Origin: null` for a page without referrer, so `null` counts only when nothing better is said. A client that sends neither
 * header is no browser; it passes as long as it brings no cookies, because then there is nobody's session to ride on.
 */
export function isFromOurSite(headers: Headers, ours: string): boolean {
  const site = headers.get('sec-fetch-site')
  const origin = headers.get('origin')
  if (site !== null && site !== 'same-origin' && site !== 'none') return false
  if (origin !== null && origin !== 'null') return origin === ours
  if (site !== null) return true
  return origin === null && !headers.has('cookie')
}
