import { type Html, html, type Piece } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import { faultSummary, field, hasFault, hidden } from './parts/form.ts'
import type { FormState, PageContext } from './types.ts'

export interface SignInData {
  /** Where to go afterwards; a path of this site. */
  readonly next: string
  readonly form: FormState
}

/** Logging in. */
export function loginPage(context: PageContext, data: SignInData): Html {
  const { locale } = context
  const { account, frame } = messagesOf(locale)
  const { form } = data
  return signInPage(context, data, {
    path: '/login',
    title: account.loginTitle,
    lead: account.loginText,
    labels: { email: account.email, password: account.password },
    fields: html`${field({ name: 'email', label: account.email, form, locale, type: 'email', autocomplete: 'username', required: true })}
${field({ name: 'password', label: account.password, form, locale, type: 'password', autocomplete: 'current-password', required: true })}`,
    button: account.login,
    other: { question: account.noAccount, path: '/register', label: account.register },
    after: html`<details class="trial"><summary>${frame.trialAccounts}</summary><p class="fine">${frame.trialAccountsText}</p></details>`,
  })
}

/** Making an account. */
export function registerPage(context: PageContext, data: SignInData): Html {
  const { locale } = context
  const { account, frame } = messagesOf(locale)
  const { form } = data
  return signInPage(context, data, {
    path: '/register',
    title: account.registerTitle,
    lead: frame.registerText,
    labels: { name: account.name, email: account.email, password: account.password },
    fields: html`${field({ name: 'name', label: account.name, form, locale, autocomplete: 'name', required: true })}
${field({ name: 'email', label: account.email, form, locale, type: 'email', autocomplete: 'username', required: true })}
${field({ name: 'password', label: account.password, form, locale, type: 'password', autocomplete: 'new-password', required: true, hint: account.passwordHint })}`,
    button: account.register,
    other: { question: account.haveAccount, path: '/login', label: account.login },
  })
}

interface SignIn {
  readonly path: string
  readonly title: string
  readonly lead: string
  readonly labels: Readonly<Record<string, string>>
  readonly fields: Html
  readonly button: string
  /** The other of the two pages, which comes back to the same place. */
  readonly other: { readonly question: string; readonly path: string; readonly label: string }
  readonly after?: Piece
}

function signInPage(
  context: PageContext,
  { next, form }: SignInData,
  { path, title, lead, labels, fields, button, other, after }: SignIn,
): Html {
  const main = html`<div class="narrow sign-in"><h1>${title}</h1>${faultSummary(form, labels, context.locale)}<p class="meta">${lead}</p>
<form method="post" action="${path}">${hidden('next', next)}
${fields}
<button class="button">${button}</button></form>
<p class="other">${other.question} <a href="${other.path}?next=${encodeURIComponent(next)}">${other.label}</a></p>${after}</div>`
  return layout(context, { title, main, faulty: hasFault(form) })
}
