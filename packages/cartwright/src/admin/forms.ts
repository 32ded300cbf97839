import { type Html, html, type Piece } from '../html/html.ts'
import type { FormState } from '../http/render.ts'
import type { Visit } from '../http/route.ts'
import { refusalText } from './refusal-words.ts'
import { refusedForm } from './refused.ts'
import { wordFor, wordsOf } from './words.ts'

export const EMPTY_FORM: FormState = { values: {}, errors: [], refusal: null }

export const hidden = (name: string, value: string): Html => html`<input type="hidden" name="${name}" value="${value}">`

export interface Field {
  readonly name: string
  readonly label: string
  readonly type?: 'text' | 'email' | 'number' | 'date' | 'datetime-local' | 'password'
  readonly value?: string
  readonly hint?: string
  readonly optional?: boolean
  readonly inputmode?: 'numeric' | 'decimal'
  /** Makes it a list to choose from. */
  readonly choices?: Readonly<Record<string, string>>
  /** More lines than one. */
  readonly lines?: number
  /** Before the name in the id of its box, where a page has several forms. */
  readonly within?: string
}

/** A labelled box with its hint and, when the form comes back, what was typed and what is wrong. */
export function field(visit: Visit, row: Field, form: FormState = EMPTY_FORM): Html {
  const words = wordsOf(visit)
  const { name, label, hint, optional = false, within } = row
  const id = within === undefined ? name : `${within}-${name}`
  const error = form.errors.find((one) => one.field === name)?.code
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  const attributes = html` id="${id}" name="${name}"${optional ? '' : ' required'}${described ? html` aria-describedby="${described}"` : ''}${
    error ? html` aria-invalid="true"` : ''
  }`
  return html`<div class="field"><label for="${id}">${label}${optional ? html` <span class="fine">${words.form.optional}</span>` : ''}</label>
${hint ? html`<p class="fine" id="${id}-hint">${hint}</p>` : ''}${
  error ? html`<p class="wrong" id="${id}-error"><span class="unseen">${words.errorPrefix} </span>${fieldText(visit, error)}</p>` : ''
}${control(row, form.values[name] ?? row.value ?? '', attributes)}</div>`
}

function control({ type = 'text', inputmode, choices, lines }: Field, value: string, attributes: Html): Html {
  if (lines !== undefined) return html`<textarea class="box" rows="${lines}"${attributes}>${value}</textarea>`
  if (choices === undefined)
    return html`<input class="box" type="${type}" value="${value}" autocomplete="${type === 'password' ? 'current-password' : 'off'}"${inputmode ? html` inputmode="${inputmode}"` : ''}${attributes}>`
  const entries = Object.entries(choices).map(
    ([code, word]) => html`<option value="${code}"${code === value ? ' selected' : ''}>${word}</option>`,
  )
  return html`<select class="box"${attributes}>${entries}</select>`
}

/** A box to tick; ticked it sends its value, default `true`. */
export function tick(box: {
  readonly name: string
  readonly label: Piece
  readonly value?: string
  readonly on?: boolean
  readonly id?: string
}): Html {
  const { name, label, value = 'true', on = false, id = `${name}-${value}` } = box
  return html`<div class="tick"><input type="checkbox" id="${id}" name="${name}" value="${value}"${on ? ' checked' : ''}><label for="${id}">${label}</label></div>`
}

const fieldText = (visit: Visit, code: string): string => {
  const { fields } = wordsOf(visit)
  const word = wordFor(fields, code)
  return word === code ? fields.other : word
}

/** What is wrong with a form, above it: the refusal, then a link to each field. `labels` names the fields. */
export function faults(visit: Visit, form: FormState, labels: Readonly<Record<string, string>>): Piece {
  if (form.refusal === null) return ''
  const links = form.errors.map(
    ({ field: name, code }) => html`<li><a href="#${name}">${labels[name] ?? name}: ${fieldText(visit, code)}</a></li>`,
  )
  return html`<div class="faults" role="alert" tabindex="-1"><h2>${wordsOf(visit).problem}</h2>
<p>${refusalText(form.refusal.code, form.refusal.details, visit.locale)}</p>${links.length > 0 ? html`<ul>${links}</ul>` : ''}</div>`
}

export interface ActForm {
  readonly to: string
  /** What opens the form, and what heads it. */
  readonly title: string
  readonly button: string
  readonly fields?: readonly Field[]
  /** Stands above the boxes. */
  readonly before?: Piece
  /** Sent along unseen. */
  readonly sent?: Readonly<Record<string, string>>
  /** Whether it asks why. Default true. */
  readonly reason?: boolean
  /** It cannot be taken back: it looks like it. */
  readonly grave?: boolean
  /** It moves money: it may ask for the password again. */
  readonly money?: boolean
  /** Tells apart the boxes of several forms of a page. Default: the last parts of the address. */
  readonly id?: string
}

/** An act that is confirmed: pressing its title opens the form with its boxes and the reason, and the button inside does it. Works without script. */
export function actForm(visit: Visit, act: ActForm): Html {
  const { to, title, button, fields = [], sent = {}, reason = true, grave = false, money = false } = act
  const { form } = wordsOf(visit)
  // An id of a page does not begin with a digit, as ids of the shop may.
  const within = act.id ?? `act-${to.split('/').slice(-2).join('-')}`.replaceAll(/[^\w-]/g, '_')
  const why: readonly Field[] = reason ? [{ name: 'reason', label: form.reason, hint: form.reasonHint }] : []
  const before = refusedForm(visit, to, sent)
  const boxes = [...fields, ...why].map((row) => field(visit, { ...row, within }, before?.state))
  const unseen = { ...sent, ...(before !== null && before.state.refusal === null && keysOf(before.state)) }
  return html`<details class="act"${before === null ? '' : ' open'}><summary class="button ${grave ? 'grave' : 'secondary'}">${title}</summary><form method="post" action="${to}">
${hidden('next', visit.url.pathname + visit.url.search)}${Object.entries(unseen).map(([name, value]) => hidden(name, value))}${act.before}${boxes}
${money ? html`<p class="fine">${form.money}</p>` : ''}<button class="button${grave ? ' grave' : ''}">${button}</button></form></details>`
}

/** By what a form is done once, however often it is sent: one that waited for the password keeps it, one that was refused begins anew. */
const keysOf = ({ values }: FormState): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name === 'key' || name === 'idempotency_key'))

/** A small act that needs no confirmation and no reason: one button. */
export const quickAct = (
  visit: Visit,
  {
    to,
    button,
    sent = {},
    name,
  }: { readonly to: string; readonly button: string; readonly sent?: Readonly<Record<string, string>>; readonly name?: string },
): Html =>
  html`<form class="quick" method="post" action="${to}">${hidden('next', visit.url.pathname + visit.url.search)}${Object.entries(sent).map(([key, value]) => hidden(key, value))}
<button class="button small"${name ? html` aria-label="${button}: ${name}"` : ''}>${button}</button></form>`
