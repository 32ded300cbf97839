import { type Html, html } from '../html/html.ts'
import type { FormState } from '../http/render.ts'
import type { Call } from '../http/route.ts'
import { EMPTY_FORM, faults, field, hidden } from './forms.ts'
import { page } from './frame.ts'
import { type Admin, hrefOf, type SectionName } from './settings.ts'
import { wordsOf } from './words.ts'

/** A form that waits until who sent it has proved himself: where it goes, and all that was in it, its key as well. */
export interface WaitingForm {
  readonly to: string
  readonly fields: Call['fields']
}

export const SIGN_IN = 'sign-in'
/** Before the names of the fields of the form that waits, so that none is taken for one of the page's own. */
const SENT = 'sent.'
export const isSent = (name: string): boolean => name.startsWith(SENT)

/** The form that was sent just now. */
export const sentForm = ({ url, fields, idempotencyKey }: Call): WaitingForm => ({
  to: url.pathname,
  fields: { ...fields, ...(idempotencyKey !== null && { idempotency_key: idempotencyKey }) },
})

/** The form that came along with the password; null for none. */
export function carriedForm({ fields }: Call): WaitingForm | null {
  const { to } = fields
  if (typeof to !== 'string') return null
  const sent = Object.entries(fields).filter(([name]) => isSent(name))
  return { to, fields: Object.fromEntries(sent.map(([name, value]) => [name.slice(SENT.length), value])) }
}

/** The page that asks for the password. What waits for it is in the page itself and nowhere else: not in an address, not on the server. */
export function signInPage(admin: Admin, call: Call, waiting: WaitingForm | null, form: FormState = EMPTY_FORM): string {
  const { signIn } = wordsOf(call)
  // As multipart, lines of CSV are not much longer here than in the form they come from.
  const main = html`${faults(call, form, { password: signIn.password })}
<form class="form" method="post" enctype="multipart/form-data" action="${hrefOf(admin, SIGN_IN)}"><p>${waiting === null ? signIn.text : signIn.waits}</p>
${call.next === null ? '' : hidden('next', call.next)}${waiting === null ? '' : carried(waiting)}
<div class="field"><label for="who">${signIn.email}</label><input class="box" id="who" type="email" autocomplete="username" value="${call.user?.email}" readonly></div>
${field(call, { name: 'password', label: signIn.password, type: 'password' }, form)}
<div class="acts"><button class="button">${signIn.goOn}</button><a class="button secondary" href="${call.next ?? admin.path}">${signIn.leave}</a></div></form>`
  return page(admin, call, { title: signIn.title, section: sectionOf(admin, waiting), main, faulty: form.refusal !== null })
}

const carried = ({ to, fields }: WaitingForm): Html =>
  html`${hidden('to', to)}${Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => hidden(SENT + name, String(one ?? ''))))}`

const sectionOf = ({ path, sections }: Admin, waiting: WaitingForm | null): SectionName =>
  sections.find((one) => one.path !== '' && waiting?.to.startsWith(`${path}${one.path}/`))?.name ?? 'overview'
