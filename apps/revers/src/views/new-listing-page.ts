import { type Html, html } from 'cartwright/html'
import { COLOURWAYS } from '../garments/colourways.ts'
import { garmentAlternative } from '../garments/drawing.ts'
import { FABRICS } from '../garments/fabrics.ts'
import type { GarmentParameters } from '../garments/garment.ts'
import { measurable } from '../garments/measures.ts'
import { MEASURE_NAMES } from '../garments/measuring.ts'
import { SILHOUETTES } from '../garments/silhouettes.ts'
import { DRAWING_WORDS } from '../garments/words.ts'
import type { Locale } from '../i18n/locale.ts'
import { messagesOf } from '../i18n/messages.ts'
import { accountLayout } from './parts/account-frame.ts'
import { faultSummary, hasFault, hidden } from './parts/form.ts'
import { listingFields, listingLabels } from './parts/listing-fields.ts'
import { notSeller } from './parts/not-seller.ts'
import type { FormState, PageContext } from './types.ts'

const FIRST: GarmentParameters = { silhouette: 'dress', fabric: 'solid', colourway: 'forest' }

export interface NewListingData {
  readonly form: FormState
  /** What the shop keeps of the price, in percent. */
  readonly commission: number
}

/** The form for a new listing. The picture is made of three choices, and shown beside them as they are. */
export function newListingPage(context: PageContext, { form, commission }: NewListingData): Html {
  const { locale, user } = context
  const { market } = messagesOf(locale)
  const main = user?.roles.includes('seller') === true ? builder({ form, commission }, locale) : notSeller(locale)
  return accountLayout(context, { title: market.builderTitle, main, faulty: hasFault(form), room: '/sell', script: 'sell.js' })
}

/** What is chosen so far; a choice that is none counts as the first. */
function chosenIn({ values }: FormState): GarmentParameters {
  const pick = <Name extends string>(name: keyof GarmentParameters, table: Readonly<Record<Name, unknown>>, first: Name): Name => {
    const value = values[name]
    return value !== undefined && Object.hasOwn(table, value) ? (value as Name) : first
  }
  return {
    silhouette: pick('silhouette', SILHOUETTES, FIRST.silhouette),
    fabric: pick('fabric', FABRICS, FIRST.fabric),
    colourway: pick('colourway', COLOURWAYS, FIRST.colourway),
  }
}

const picture = (drawing: GarmentParameters): string => `/img/preview.svg?${new URLSearchParams({ ...drawing })}`

/** The button that sends is the first one in the form, so that the Enter key publishes and does not only draw. */
function builder({ form, commission }: NewListingData, locale: Locale): Html {
  const { account, market } = messagesOf(locale)
  const { silhouette, fabric, colourway } = account
  const labels = { silhouette, fabric, colourway, ...listingLabels(MEASURE_NAMES, locale) }
  const chosen = chosenIn(form)
  return html`${faultSummary(form, labels, locale)}<form class="builder" method="post" action="/sell" data-preview>${hidden('next', '/sell')}
<figure class="seen"><img src="${picture(chosen)}" width="400" height="520" alt="${garmentAlternative(chosen, locale)}"><figcaption class="fine">${market.previewText}</figcaption></figure>
<div><h2>${market.drawing}</h2>${drawingChoices(chosen, locale)}
${listingFields({ form, commission, measures: MEASURE_NAMES }, locale)}
<div class="actions"><button class="button">${account.publish}</button>
<button class="button secondary" formmethod="get" formaction="/sell/new" formnovalidate>${market.preview}</button></div></div></form>`
}

function drawingChoices(chosen: GarmentParameters, locale: Locale): Html {
  const { account } = messagesOf(locale)
  const words = DRAWING_WORDS[locale]
  const cut = (silhouette: GarmentParameters['silhouette']): Html =>
    swatchPicture(picture({ silhouette, fabric: 'solid', colourway: 'stone' }), 'cut')
  const cloth = (fabric: GarmentParameters['fabric']): Html =>
    swatchPicture(picture({ silhouette: 'tee', fabric, colourway: 'indigo' }), 'cloth')
  return html`${radios('silhouette', account.silhouette, words.silhouettes, chosen.silhouette, cut, measuresOn)}
${radios('fabric', account.fabric, words.fabrics, chosen.fabric, cloth)}
${radios('colourway', account.colourway, words.colourways, chosen.colourway, colours)}`
}

function radios<Name extends string>(
  name: string,
  label: string,
  words: Readonly<Record<Name, string>>,
  chosen: Name,
  swatch: (value: Name) => Html,
  more: (value: Name) => Html = () => html``,
): Html {
  const entries = (Object.entries(words) as [Name, string][]).map(
    ([value, word]) =>
      html`<label class="swatch"><input type="radio" name="${name}" value="${value}"${value === chosen ? ' checked' : ''}${more(value)}>${swatch(value)}<span>${word}</span></label>`,
  )
  return html`<fieldset class="swatches" id="${name}"><legend>${label}</legend><div>${entries}</div></fieldset>`
}

/** The style sheet hides the boxes for measures that the chosen cut has not. */
const measuresOn = (cut: GarmentParameters['silhouette']): Html => html` data-measures="${measurable(cut).join(' ')}"`

const swatchPicture = (source: string, look: 'cut' | 'cloth'): Html =>
  html`<img class="${look}" src="${source}" width="${look === 'cut' ? 52 : 400}" height="${look === 'cut' ? 68 : 520}" alt="" loading="lazy">`

/** The cloth with the second colour beside it, as a pattern uses them. */
function colours(name: GarmentParameters['colourway']): Html {
  const { base, second } = COLOURWAYS[name]
  return html`<svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true"><circle cx="16" cy="16" r="15" fill="${base}" stroke="#857a6d"/><path d="M16 1a15 15 0 0 1 0 30z" fill="${second}"/></svg>`
}
