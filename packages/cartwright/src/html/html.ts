import { escapeHtml } from './escape.ts'

/** Markup that is safe to send. Write it with `String(...)` where a plain string is asked for. */
export interface Html {
  readonly markup: string
  toString(): string
}

/** What may stand in a template: text is escaped, markup is not, and null, undefined and booleans print nothing. */
export type Piece = string | number | boolean | null | undefined | Html | readonly Piece[]

/** A class of its own, so that nothing a request brings along can pass for markup. */
class Markup implements Html {
  readonly markup: string
  constructor(markup: string) {
    this.markup = markup
  }
  toString(): string {
    return this.markup
  }
}

/**
 * The tag every page is written with; it escapes all values that are text.
 *
 * @example html`<p>${'a < b'}</p>` // <p>a &lt; b</p>
 */
export function html(strings: TemplateStringsArray, ...values: readonly Piece[]): Html {
  let markup = strings[0] ?? ''
  for (let place = 0; place < values.length; place += 1) markup += markupOf(values[place]) + strings[place + 1]
  return new Markup(markup)
}

function markupOf(piece: Piece): string {
  if (piece instanceof Markup) return piece.markup
  if (typeof piece === 'string') return escapeHtml(piece)
  if (typeof piece === 'number') return String(piece)
  if (Array.isArray(piece)) return piece.map(markupOf).join('')
  return ''
}
