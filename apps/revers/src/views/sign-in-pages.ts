import { type Html, html } from 'cartwright/html'
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
export function loginPage(context: PageContext, { next, form }: SignInData): Html {
  const { locale } = context
  const { account } = messagesOf(locale)
  const secret = { name: 'password', label: account.password, form, locale, type: 'password', required: true } as const
  const main = html`<div class="narrow"><h1>${account.loginTitle}</h1><p class="meta">${account.loginText}</p>
${faultSummary(form, { email: account.email, password: account.password }, locale)}
<form method="post" action="/login">${hidden('next', next)}
${field({ name: 'email', label: account.email, form, locale, type: 'email', autocomplete: 'username', required: true })}
${field({ ...secret, autocomplete: 'current-password' })}
<button class="button">${account.login}</button></form>
<p>${account.noAccount} <a href="/register?next=${encodeURIComponent(next)}">${account.register}</a></p></div>`
  return layout(context, { title: account.loginTitle, main, faulty: hasFault(form) })
}

/** Making an account. */
export function registerPage(context: PageContext, { next, form }: SignInData): Html {
  const { locale } = context
  const { account } = messagesOf(locale)
  const secret = { name: 'password', label: account.password, form, locale, type: 'password', required: true } as const
  const main = html`<div class="narrow"><h1>${account.registerTitle}</h1>
${faultSummary(form, { name: account.name, email: account.email, password: account.password }, locale)}
<form method="post" action="/register">${hidden('next', next)}
${field({ name: 'name', label: account.name, form, locale, autocomplete: 'name', required: true })}
${field({ name: 'email', label: account.email, form, locale, type: 'email', autocomplete: 'email', required: true })}
${field({ ...secret, autocomplete: 'new-password', hint: account.passwordHint })}
<button class="button">${account.register}</button></form>
<p>${account.haveAccount} <a href="/login?next=${encodeURIComponent(next)}">${account.login}</a></p></div>`
  return layout(context, { title: account.registerTitle, main, faulty: hasFault(form) })
}
