// From a view that is there already.
export { badge, isEmpty, type LinkOptions, link, type Shown, summary } from './helpers.ts'
export { type MiniCartWords, miniCart } from './mini-cart.ts'
export { escapeHtml } from './escape.ts'

// Reading by itself: one statement, none for nobody.
export { type BriefCart, type BriefLine, readBrief } from './brief-cart.ts'
export { type CartHtml, type CartHtmlOptions, cartHtml } from './cart-html.ts'
