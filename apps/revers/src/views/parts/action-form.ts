import { type Html, html } from 'cartwright/html'
import { hidden } from './form.ts'

/** A one-button form: how every small action of the shop is done, with or without script. */
export interface ActionForm {
  readonly to: string
  readonly label: string
  /** Said to screen readers after the label: which thing the button is about. */
  readonly about?: string
  /** Where to go afterwards. */
  readonly next: string
  readonly fields?: Readonly<Record<string, string>>
  readonly look?: 'primary' | 'secondary' | 'quiet'
  /** Names the action for the script that may answer it in place. */
  readonly cart?: string
  readonly id?: string
}

const LOOKS = { primary: 'button', secondary: 'button secondary', quiet: 'link' }

export function actionForm({ to, label, about, next, fields = {}, look = 'secondary', cart, id }: ActionForm): Html {
  return html`<form method="post" action="${to}"${cart ? html` data-cart="${cart}"` : ''}>${hidden('next', next)}
${Object.entries(fields).map(([name, value]) => hidden(name, value))}
<button class="${LOOKS[look]}"${id ? html` id="${id}"` : ''}>${label}${aboutText(about)}</button></form>`
}

/** An action that cannot be taken back asks first: the button is behind a summary. */
export const confirmedAction = (label: string, action: ActionForm): Html =>
  html`<details class="confirm"><summary>${label}${aboutText(action.about)}</summary>${actionForm(action)}</details>`

const aboutText = (about: string | undefined): Html => html`${about ? html`<span class="unseen"> ${about}</span>` : ''}`
