import { type Html, html } from 'cartwright/html'

/** Where a script says why a form beside it was refused. Without one the next page says it at its top. */
export const problemPlace = (): Html => html`<p class="wrong" role="alert" data-problem></p>`
