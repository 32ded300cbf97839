import { type Html, html, type Piece } from 'cartwright/html'
import { fieldErrorText } from '../../i18n/field-errors.ts'
import type { Locale } from '../../i18n/locale.ts'
import { messagesOf } from '../../i18n/messages.ts'
import { refusalText } from '../../i18n/refusals.ts'
import type { FieldErrorJson, FormState } from '../types.ts'

export const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`

export interface Field {
  readonly name: string
  readonly label: string
  readonly form: FormState
  readonly locale: Locale
  readonly value?: string | undefined
  readonly type?: 'text' | 'email' | 'password' | 'tel'
  readonly autocomplete?: string
  readonly inputmode?: 'text' | 'numeric' | 'decimal'
  readonly enterkeyhint?: 'next' | 'done'
  readonly hint?: Piece
  readonly required?: boolean
  readonly optional?: boolean
  /** The id of a box by its name, where a page has several forms with boxes of one name. Default: the name. */
  readonly id?: (name: string) => string
}

const sameAsName = (name: string): string => name

/** A labelled box with its hint and, when the form comes back, what was typed and what is wrong. A password is never written back. */
export function field(options: Field): Html {
  const { name, form, type = 'text', value, autocomplete = 'off', inputmode, enterkeyhint, required, id = sameAsName } = options
  const typed = type === 'password' ? '' : (form.values[name] ?? value ?? '')
  return labelled(
    options,
    html`<input class="box" id="${id(name)}" name="${name}" type="${type}" value="${typed}" autocomplete="${autocomplete}"${
      inputmode ? html` inputmode="${inputmode}"` : ''
    }${enterkeyhint ? html` enterkeyhint="${enterkeyhint}"` : ''}${required ? ' required' : ''}${describedBy(options)}>`,
  )
}

/** A labelled box for some lines of text. */
export function textArea(options: Field): Html {
  const { name, form, value, autocomplete = 'off' } = options
  const typed = form.values[name] ?? value ?? ''
  return labelled(
    options,
    html`<textarea class="box" id="${name}" name="${name}" rows="3" autocomplete="${autocomplete}"${describedBy(options)}>${typed}</textarea>`,
  )
}

export interface Choice {
  readonly value: string
  readonly label: string
}

/** The choices of a table of words. */
export const choicesOf = (words: Readonly<Record<string, string>>): Choice[] =>
  Object.entries(words).map(([value, label]) => ({ value, label }))

/** A labelled list to choose from. */
export function selectField(options: Field, choices: readonly Choice[]): Html {
  const { name, form, value, autocomplete = 'off' } = options
  const chosen = form.values[name] ?? value ?? ''
  const entries = choices.map((choice) => option(choice, chosen))
  return labelled(
    options,
    html`<select class="box" id="${name}" name="${name}" autocomplete="${autocomplete}"${describedBy(options)}>${entries}</select>`,
  )
}

export const option = ({ value, label }: Choice, chosen: string): Html =>
  html`<option value="${value}"${value === chosen ? ' selected' : ''}>${label}</option>`

function labelled({ name, label, hint, optional, form, locale, id = sameAsName }: Field, control: Html): Html {
  const error = errorOf(form, name)
  const box = id(name)
  const { frame } = messagesOf(locale)
  return html`<div class="field"><label for="${box}">${label}${optional ? html` <span class="fine">${frame.optional}</span>` : ''}</label>
${hint ? html`<p class="fine" id="${box}-hint">${hint}</p>` : ''}
${error ? html`<p class="wrong" id="${box}-error"><span class="unseen">${frame.errorPrefix} </span>${fieldErrorText(name, error, locale)}</p>` : ''}
${control}</div>`
}

function describedBy({ name, hint, form, id = sameAsName }: Field): Html {
  const error = errorOf(form, name)
  const ids = [hint ? `${id(name)}-hint` : '', error ? `${id(name)}-error` : ''].filter(Boolean).join(' ')
  return html`${ids ? html` aria-describedby="${ids}"` : ''}${error ? html` aria-invalid="true"` : ''}`
}

/** The box a field belongs to: `address.city` and, in a refused address, `city` are typed into `address_city`. */
const isBox = (name: string, path: string): boolean => path === name || path.replace('.', '_') === name || `address_${path}` === name

const errorOf = ({ errors }: FormState, name: string): string | undefined => errors.find((error) => isBox(name, error.field))?.code

export const hasFault = ({ errors, refusal }: FormState): boolean => errors.length > 0 || refusal !== null

/** What is wrong with a form, above it: the refusal as a sentence, then a link to each field. `labels` names the fields, `id` their boxes. */
export function faultSummary(
  form: FormState,
  labels: Readonly<Record<string, string>>,
  locale: Locale,
  id: (name: string) => string = sameAsName,
): Html {
  if (!hasFault(form)) return html``
  const boxes = Object.keys(labels)
  const place = ({ field }: FieldErrorJson): number => boxes.findIndex((box) => isBox(box, field))
  // In the order of the boxes on the page; what belongs to none of them comes first.
  const links = form.errors
    .toSorted((one, other) => place(one) - place(other))
    .map((error) => {
      const name = boxes[place(error)] ?? error.field
      return html`<li><a href="#${id(name)}">${labels[name] ?? name}: ${fieldErrorText(name, error.code, locale)}</a></li>`
    })
  return html`<div class="faults" role="alert" tabindex="-1" autofocus><h2>${messagesOf(locale).frame.problem}</h2>
${form.refusal ? html`<p>${refusalText(form.refusal.code, form.refusal.details, locale)}</p>` : ''}
${links.length > 0 ? html`<ul>${links}</ul>` : ''}</div>`
}
