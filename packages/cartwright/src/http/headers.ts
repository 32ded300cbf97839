type HouseHeaders = Readonly<Record<string, string>>

const NO_TARGETS: readonly string[] = []
/** By the list of an app, which every answer of it names: the headers are written once. */
const known = new WeakMap<readonly string[], HouseHeaders>()

/**
 * The headers every answer has. Nothing inline runs and nothing foreign loads; the pages cannot be framed. The referrer stays within the site: with
 * `no-referrer` browsers would send `Origin: null` with our own forms. `formTargets` are origins a form may lead to, such as a payment page's:
 * browsers hold `form-action` against redirects as well.
 */
export function houseHeaders(formTargets: readonly string[] = NO_TARGETS): HouseHeaders {
  const headers = known.get(formTargets) ?? headersFor(formTargets)
  known.set(formTargets, headers)
  return headers
}

const headersFor = (formTargets: readonly string[]): HouseHeaders => ({
  'content-security-policy': [
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "frame-ancestors 'none'",
    ["form-action 'self'", ...formTargets].join(' '),
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  vary: 'Accept, Cookie',
})
