// From a view that is there already.
export { badge, isEmpty, type LinkOptions, link, type Shown, summary } from './helpers.ts'
export { type MiniCartWords, miniCart } from './mini-cart.ts'
export { escapeHtml } from './escape.ts'

// The tag to write pages with: text is escaped, markup is not.
export { type Html, html, type Piece } from './html.ts'

// Reading by itself: one statement, none for nobody.
export { type BriefCart, type BriefLine, readBrief } from './brief-cart.ts'
export { type CartHtml, type CartHtmlOptions, cartHtml } from './cart-html.ts'
