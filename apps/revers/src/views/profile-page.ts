import { type Html, html } from 'cartwright/html'
import { messagesOf, wordFor } from '../i18n/messages.ts'
import { accountLayout } from './parts/account-frame.ts'
import { hidden } from './parts/form.ts'
import { totalsRows } from './parts/totals.ts'
import type { PageContext } from './types.ts'

/** Who one is here, what one may do, and how the shop looks and speaks. */
export function profilePage(context: PageContext): Html {
  const { locale, user, theme = 'system' } = context
  const { account, frame } = messagesOf(locale)
  const rights = (user?.roles ?? []).map((role) => wordFor(account.rightNames, role)).join(', ')
  const languages = [
    ['ro', 'Română'],
    ['en', 'English'],
  ] as const
  const themes = [
    ['light', frame.light],
    ['dark', frame.dark],
    ['system', frame.system],
  ] as const
  const choice = (name: string, chosen: string, [value, label]: readonly [string, string]): Html =>
    html`<label class="choice"><input type="radio" name="${name}" value="${value}"${value === chosen ? ' checked' : ''}><span>${label}</span></label>`
  const main = html`<p class="meta">${account.profileText}</p>
${totalsRows([
  [account.name, user?.name],
  [account.email, user?.email],
  [account.rights, rights],
])}
<form class="narrow" method="post" action="/preferences">${hidden('next', '/account/profile')}
<fieldset class="side-by-side"><legend>${account.language}</legend>${languages.map((entry) => choice('locale', locale, entry))}</fieldset>
<fieldset class="side-by-side"><legend>${account.colours}</legend>${themes.map((entry) => choice('theme', theme, entry))}</fieldset>
<button class="button">${account.savePreferences}</button></form>`
  return accountLayout(context, { title: account.profileTitle, main })
}
