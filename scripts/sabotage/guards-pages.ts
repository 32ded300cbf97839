import { type Guard, inBrowser, patch, shopPatch } from './guard.ts'

const AXE = 'light, dark, on a phone and from right to left'
const LAYOUT = 'fits into 320 px, large text and wide spacing included, with targets that can be hit, and is valid HTML'
const CONTROLS = 'assets/styles/2-controls.css'
const SURROUNDINGS = 'assets/styles/9-surroundings.css'

/** What pages and styles promise, and only a browser can see. */
export const pageGuards: readonly Guard[] = [
  {
    name: 'browser: boxes have labels',
    patches: [shopPatch('views/parts/form.ts', '<label for="${box}">', '<label>')],
    ...inBrowser('axe', `on any page of checkout, ${AXE}`),
  },
  {
    name: 'browser: contrast by day',
    patches: [shopPatch('assets/styles/1-tokens.css', '--ink-2: light-dark(#5b534a,', '--ink-2: light-dark(#8b837a,')],
    ...inBrowser('axe', `on any page of auctions, ${AXE}`),
  },
  {
    name: 'browser: contrast by night',
    patches: [shopPatch('assets/styles/1-tokens.css', '--ink-2: light-dark(#5b534a, #bdb3a6)', '--ink-2: light-dark(#5b534a, #6d6356)')],
    ...inBrowser('axe', `on any page of auctions, ${AXE}`),
  },
  {
    name: 'browser: the drawer has a name',
    patches: [shopPatch('views/layout.ts', '<dialog aria-labelledby="drawer-title">', '<dialog>')],
    ...inBrowser('budgets', 'nothing moves while a page loads, nor when the drawer opens and the badge counts'),
  },
  {
    name: 'browser: targets of 24 px',
    patches: [shopPatch('assets/styles/4-frame.css', 'width: 44px; height: 44px; padding: 0;', 'width: 20px; height: 20px; padding: 0;')],
    ...inBrowser('layout', `of cart ${LAYOUT}`),
  },
  {
    name: 'browser: nothing wider than the window',
    patches: [shopPatch(CONTROLS, '.box.short { width: 6rem; }', '.box.short { width: 400px; }')],
    ...inBrowser('layout', `of catalogue ${LAYOUT}`),
  },
  {
    name: 'browser: no style in the markup',
    patches: [shopPatch('views/error-page.ts', '<div class="empty">${HANGER}', '<div class="empty" style="margin:0">${HANGER}')],
    ...inBrowser('layout', `of faults ${LAYOUT}`),
  },
  {
    name: 'browser: the focus is seen',
    patches: [shopPatch('assets/styles/1-tokens.css', 'outline: 3px solid var(--focus);', 'outline: none;')],
    ...inBrowser('keyboard', 'a user finds, takes and buys a garment, 1280 px wide'),
  },
  {
    name: 'browser: a form needs no script',
    patches: [shopPatch('views/parts/add-form.ts', '<form id="${ADD}" method="post" action', '<form id="${ADD}" action')],
    ...inBrowser('without-script', 'a line is put aside, taken back and removed'),
  },
  {
    name: 'browser: what is said is read out',
    patches: [shopPatch('views/layout.ts', '<p class="unseen" role="status" aria-live="polite" data-live', '<p class="unseen" data-live')],
    ...inBrowser('expiry', 'sqlite warns two minutes before, once, and says nothing in between'),
  },
  {
    name: 'browser: pictures have a size',
    patches: [
      shopPatch('views/parts/product-card.ts', 'width="400" height="520" alt="" decoding="async"', 'alt="" decoding="async"'),
      shopPatch(
        'assets/styles/5-catalogue.css',
        'height: auto; aspect-ratio: 400 / 520; border-radius: 14px;',
        'height: auto; border-radius: 14px;',
      ),
    ],
    ...inBrowser('budgets', 'nothing moves while a page loads, nor when the drawer opens and the badge counts'),
  },
  {
    name: 'browser: pictures out of sight wait',
    patches: [shopPatch('views/parts/product-card.ts', 'index < FIRST_ROW ? \'\' : html` loading="lazy"`', "''")],
    ...inBrowser('budgets', 'pictures far below wait until somebody comes near'),
  },
  {
    name: 'browser: 4 kB of script',
    patches: [
      shopPatch(
        'client/shop.ts',
        'defineElements() reloadWhenLapsed()',
        "defineElements()\nreloadWhenLapsed()\nReflect.set(globalThis, 'known', toJSONSchema)",
      ),
      shopPatch('client/shop.ts', 'import { reloadWhenLapsed }', "import { toJSONSchema } from 'zod'\nimport { reloadWhenLapsed }"),
    ],
    ...inBrowser('budgets', 'a first visit needs 120 kB at most: 4 kB of script, 9 kB of styles, 65 kB of fonts'),
  },
  {
    name: 'browser: paper shows what was bought only',
    patches: [shopPatch(SURROUNDINGS, '@media print', '@media speech')],
    ...inBrowser('layout', 'prints an order without what only a screen needs'),
  },
  {
    name: 'browser: an edge in forced colours',
    patches: [shopPatch(SURROUNDINGS, 'dialog { border-inline-start: 2px solid; }', '')],
    ...inBrowser('layout', 'keeps its boxes and its words in forced colours'),
  },
  {
    name: 'browser: less motion for who asks',
    patches: [shopPatch(SURROUNDINGS, '(prefers-reduced-motion: no-preference)', '(min-width: 0)')],
    ...inBrowser('layout', 'stands still for whoever asks for less motion'),
  },
  {
    name: 'browser: no script from within a page',
    patches: [patch('http/headers.ts', 'headersFor', `"script-src 'self'"`, `"script-src 'self' 'unsafe-inline'"`)],
    ...inBrowser('policy', 'keeps what slipped into a page from running, from painting and from leading away'),
  },
  {
    name: 'browser: looking leaves no cookie',
    patches: [
      shopPatch(
        'routes/site-routes.ts',
        'status: 200, body: {}, page: async () => String(helpPage',
        "status: 200, body: {}, headers: { 'set-cookie': 'seen=help; Path=/' }, page: async () => String(helpPage",
      ),
    ],
    ...inBrowser('policy', 'keeps nothing of whoever only looks: no cookie, nothing stored'),
  },
  {
    name: 'browser: login leads to this site',
    patches: [patch('http/next-path.ts', 'sitePath', 'if (!text.startsWith', "if (text !== '') return text\n  if (!text.startsWith")],
    ...inBrowser('fallback', 'a link that would lead to another site leads to this one'),
  },
]
