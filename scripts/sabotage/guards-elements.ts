import { type Guard, inBrowser, patch, shopPatch } from './guard.ts'

/** What the scripts of the pages promise; a library that draws nothing by itself is seen at work in the shop. */
export const elementGuards: readonly Guard[] = [
  {
    name: 'browser: focus comes back from the drawer',
    patches: [
      patch(
        'elements/cart-drawer.ts',
        null,
        "if (activeElement === body || this.contains(activeElement)) find('[data-cart-open]')?.focus()",
        '',
      ),
    ],
    ...inBrowser('elements', 'focus goes to the link when what opened the drawer is gone'),
  },
  {
    name: 'browser: focus stays in the drawer',
    patches: [patch('elements/cart-drawer.ts', null, 'dialog.showModal()', 'dialog.show()')],
    ...inBrowser('keyboard', 'stays inside the drawer, goes on to the next line after a removal, and back to the link'),
  },
  {
    name: 'browser: focus goes on to the next line',
    patches: [patch('elements/redraw.ts', 'redraw', '...next]) {', ']) {')],
    ...inBrowser('keyboard', 'stays inside the drawer, goes on to the next line after a removal, and back to the link'),
  },
  {
    name: 'browser: the drawer or the page of the cart',
    patches: [patch('elements/cart-drawer.ts', null, "else location.assign(setting('page', '/cart'))", '')],
    ...inBrowser('fallback', 'the drawer that cannot be read leads to the page of the cart'),
  },
  {
    name: 'browser: the badge counts',
    patches: [patch('elements/cart-badge.ts', null, 'if (number) number.textContent = count', '')],
    ...inBrowser('race', 'sqlite two tabs of one person stay in step: badge, drawer and cart'),
  },
  {
    name: 'browser: other tabs are told',
    patches: [patch('elements/page-cart.ts', 'tell', 'tabs.postMessage(seenIn(answer))', 'void seenIn(answer)')],
    ...inBrowser('race', 'sqlite two tabs of one person stay in step: badge, drawer and cart'),
  },
  {
    name: "browser: the server's clock counts",
    patches: [patch('elements/page-cart.ts', 'serverNow', 'Date.now() + skew', 'Date.now()')],
    ...inBrowser('expiry', 'sqlite counts down the same on a clock that is an hour wrong'),
  },
  {
    name: 'browser: two minutes before the end',
    patches: [
      patch('elements/hold-timer.ts', null, "if (isSoon) this.#tell(left > 0 ? 'warn' : 'gone')", "if (left === 0) this.#tell('gone')"),
    ],
    ...inBrowser('expiry', 'sqlite warns two minutes before, once, and says nothing in between'),
  },
  {
    name: 'browser: said once',
    patches: [patch('elements/hold-timer.ts', null, 'if (told.has(mark)) return', '')],
    ...inBrowser('expiry', 'sqlite warns two minutes before, once, and says nothing in between'),
  },
  {
    name: 'browser: a lapsed hold is shown as lapsed',
    patches: [patch('elements/page-cart.ts', 'followCart', 'soon = setTimeout(refresh, 300)', 'soon = setTimeout(() => {}, 300)')],
    ...inBrowser('expiry', 'sqlite lapses before one’s eyes: announced, the line stays marked, and is held again with one press'),
  },
  {
    name: 'browser: a request that failed is a form',
    patches: [patch('elements/cart-forms.ts', 'send', 'else postForm(action, fields)', '')],
    ...inBrowser('fallback', 'a 503 in answer to the script'),
  },
  {
    name: 'browser: eight seconds are enough',
    patches: [
      patch('elements/page-cart.ts', 'ask', ', signal: AbortSignal.timeout(PATIENCE)', ', signal: AbortSignal.timeout(PATIENCE * 60)'),
    ],
    ...inBrowser('fallback', 'a shop that does not answer for eight seconds'),
  },
  {
    name: 'browser: a form sent again keeps its key',
    patches: [
      patch(
        'elements/cart-forms.ts',
        'send',
        'else postForm(action, fields)',
        "else {\n    fields.set('idempotency_key', newKey())\n    postForm(action, fields)\n  }",
      ),
    ],
    ...inBrowser('fallback', 'an answer that is lost after the shop has done it: still one line'),
  },
  {
    name: 'browser: five presses are one',
    patches: [patch('elements/cart-forms.ts', 'takeOverForms', 'if (!form.ariaBusy) void send', 'void send')],
    ...inBrowser('fallback', 'five quick presses are one addition'),
  },
  {
    name: 'browser: back out of memory it is asked anew',
    patches: [patch('elements/page-cart.ts', 'followCart', 'if (persisted) void refresh()', 'if (persisted) return')],
    ...inBrowser('fallback', 'a page that comes back out of the browser’s memory shows the cart as it is now'),
  },
  {
    name: 'browser: an auction moves by itself',
    patches: [shopPatch('client/lot-live.ts', '-${JSON.parse(data).state}`) this.#refresh()', '-${JSON.parse(data).state}`) this.#rest()')],
    ...inBrowser('auction', 'sqlite is bid on, outbid before one’s eyes, won, and paid'),
  },
  {
    name: 'browser: a bid that is typed stays',
    patches: [shopPatch('client/parts.ts', 'if (fresh && !keepBox(old, fresh))', 'if (fresh && keepBox !== null)')],
    ...inBrowser('auction', 'sqlite is bid on, outbid before one’s eyes, won, and paid'),
  },
]
