import { html as compose } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'

/** Markup that is safe to send. Write it with `String(...)` where a plain string is asked for. */
export type Html = HtmlEscapedString

/** What may stand in a template: text is escaped, markup is not, and null, undefined and booleans print nothing. */
export type Piece = string | number | boolean | null | undefined | Html | readonly Piece[]

/**
 * The tag every page is written with: hono's, which escapes all values. It answers a promise only when a value is one;
 * the type of the values keeps them out, so the answer is at hand.
 *
 * @example html`<p>${'a < b'}</p>` // <p>a &lt; b</p>
 */
export const html = (strings: TemplateStringsArray, ...values: readonly Piece[]): Html => compose(strings, ...values) as Html
