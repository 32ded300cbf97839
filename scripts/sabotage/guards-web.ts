import { type Guard, patch, tests } from './guard.ts'

/** What stands between strangers and the shop. */
export const webGuards: readonly Guard[] = [
  {
    name: 'web: the origin of a change',
    patches: [patch('http/server.ts', 'handle', '&& !isFromOurSite(request.headers, ours)', '&& isFromOurSite.length === 0')],
    tests: tests('http/origin'),
  },
  {
    name: 'web: a page of another site',
    patches: [patch('http/origin.ts', 'isFromOurSite', "if (site !== null && site !== 'same-origin' && site !== 'none') return false", '')],
    tests: tests('http/origin'),
  },
  {
    name: 'session: the signature of the cookie',
    patches: [
      patch(
        'sessions/signed-cookie.ts',
        'signedCookie',
        'if (!timingSafeEqual(Buffer.from(signature), Buffer.from(sign(token, expiry))))',
        "if (signature === '')",
      ),
    ],
    tests: tests('sessions/signed-cookie'),
  },
  {
    name: 'session: the expiry of the cookie',
    patches: [patch('sessions/signed-cookie.ts', 'signedCookie', 'opened.expiry > clock() ?', 'opened.expiry > 0n ?')],
    tests: tests('sessions/signed-cookie'),
  },
  {
    name: 'web: login where it is needed',
    patches: [patch('http/visit.ts', 'admit', "row.needs === 'login'", "row.path === ''")],
    tests: tests('http/order-routes', 'http/refusals', 'http/cart-routes'),
  },
  {
    name: 'web: redirects stay on the site',
    patches: [patch('http/next-path.ts', 'sitePath', "|| url.origin !== ours || url.pathname.startsWith('//')", '')],
    tests: tests('http/next-path'),
  },
  {
    name: 'web: rate limits',
    patches: [
      patch(
        'http/rate-limits.ts',
        'take',
        "throw new ShopError('rate_limited', { retryAfter: Math.ceil(reason.msBeforeNext / 1000) })",
        '',
      ),
    ],
    tests: tests('http/rate-limits'),
  },
  {
    name: 'web: a key is taken by one run at a time',
    patches: [
      patch(
        'http/idempotency-rows.ts',
        'takeRequest',
        'where idempotency.expires_at <= ${times.now} or (idempotency.status is null and idempotency.made_at <= ${times.staleBefore})',
        'where ${times.now} > 0 and ${times.staleBefore} > 0',
      ),
    ],
    tests: tests('http/idempotency'),
  },
  {
    name: 'web: a key is for one request',
    patches: [patch('http/idempotency.ts', 'answerIn', 'if (stored.hash !== hash)', "if (stored.hash === '')")],
    tests: tests('http/idempotency'),
  },
  {
    name: 'web: a failure binds no key',
    patches: [patch('http/once.ts', 'once', 'await dropRequest(context, request, beginning.run).catch(settings.log)', '')],
    tests: tests('http/idempotency'),
  },
]
