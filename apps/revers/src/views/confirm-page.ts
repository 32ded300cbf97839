import { type Html, html } from 'cartwright/html'
import { messagesOf } from '../i18n/messages.ts'
import { layout } from './layout.ts'
import { faultSummary, field, hasFault, hidden } from './parts/form.ts'
import type { SignInData } from './sign-in-pages.ts'
import type { PageContext } from './types.ts'

/** The staff gives the password again before money moves. */
export function confirmPage(context: PageContext, { next, form }: SignInData): Html {
  const { locale, user } = context
  const { account, admin } = messagesOf(locale)
  const main = html`<div class="narrow"><h1>${admin.confirmTitle}</h1><p class="meta">${admin.confirmText}</p>
${faultSummary(form, { password: account.password }, locale)}
<form method="post" action="/admin/sign-in">${hidden('next', next)}
<div class="field"><label for="who">${account.email}</label><input class="box" id="who" type="email" autocomplete="username" value="${user?.email}" readonly></div>
${field({ name: 'password', label: account.password, form, locale, type: 'password', autocomplete: 'current-password', required: true })}
<button class="button">${admin.confirmDo}</button></form></div>`
  return layout(context, { title: admin.confirmTitle, main, faulty: hasFault(form), drawer: false })
}
