import { type Html, html } from 'cartwright/html'
import type { View } from '../../garments/pictures.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'

/** One picture of a thing. */
export interface Picture {
  readonly view: View
  readonly source: string
  /** What it shows, for those who do not see it. */
  readonly alternative: string
}

/** The pictures side by side in a strip that snaps, and below it a way to each; both work without script. */
export function gallery(pictures: readonly Picture[], locale: Locale): Html {
  const { shop } = messagesOf(locale)
  const several = pictures.length > 1
  const large = pictures.map(
    ({ view, source, alternative }, index) =>
      html`<div id="view-${view}"><img class="picture" src="${source}" width="400" height="520" alt="${alternative}"${
        index === 0 ? html` fetchpriority="high"` : html` loading="lazy"`
      }></div>`,
  )
  const small = pictures.map(
    ({ view, source }) =>
      html`<li><a href="#view-${view}"><img src="${source}" width="64" height="83" alt="" loading="lazy"><span>${shop.viewNames[view]}</span></a></li>`,
  )
  return html`<div class="gallery"><div class="views"${several ? html` tabindex="0" role="group" aria-label="${shop.views}"` : ''}>${large}</div>
${several ? html`<ul class="thumbs" aria-label="${shop.views}">${small}</ul>` : ''}</div>`
}
