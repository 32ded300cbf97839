import { type Html, html, type Piece } from 'cartwright/html'
import { messagesOf } from '../../i18n/messages.ts'
import { layout } from '../layout.ts'
import type { PageContext } from '../types.ts'
import { actionForm } from './action-form.ts'

export interface AccountPage {
  readonly title: string
  readonly main: Piece
  readonly faulty?: boolean
}

/** A page of the account: the list of its rooms beside the content. */
export function accountLayout(context: PageContext, { title, main, faulty = false }: AccountPage): Html {
  const { account, admin, frame, market } = messagesOf(context.locale)
  const roles = context.user?.roles ?? []
  const here = context.path.split('?')[0]
  const rooms = [
    ['/account', account.overview],
    ['/orders', account.orders],
    ['/wallet', account.wallet],
    ['/addresses', account.addresses],
    ['/account/wins', account.wins],
    ['/queue', market.places],
    ['/sell', account.listings],
    ...(roles.includes('seller') ? [['/sell/sales', market.sales] as const, ['/sell/payouts', market.payouts] as const] : []),
    ...(roles.includes('admin') ? [['/admin', admin.title] as const] : []),
  ]
  const links = rooms.map(
    ([path, label]) => html`<li><a class="tab" href="${path}"${path === here ? html` aria-current="page"` : ''}>${label}</a></li>`,
  )
  const body = html`<div class="account"><nav aria-label="${account.navigation}"><ul>${links}</ul>
${actionForm({ to: '/logout', label: frame.logout, next: '/', look: 'quiet' })}</nav>
<div><h1>${title}</h1>${main}</div></div>`
  return layout(context, { title, main: body, faulty })
}
