import { type Html, html, type Piece } from 'cartwright/html'
import { messagesOf } from '../../i18n/messages.ts'
import { layout, type PageScript } from '../layout.ts'
import type { PageContext } from '../types.ts'
import { actionForm } from './action-form.ts'

export interface AccountPage {
  readonly title: string
  readonly main: Piece
  readonly faulty?: boolean
  /** The script of this page, where it needs more than all pages do. */
  readonly script?: PageScript
  /** The room whose link is marked, where it is not the path of the page. */
  readonly room?: string
}

/** A page of the account: the list of its rooms beside the content, or above it where there is no room beside. */
export function accountLayout(context: PageContext, { title, main, faulty = false, room, script = 'shop.js' }: AccountPage): Html {
  const { account, admin, frame, market } = messagesOf(context.locale)
  const roles = context.user?.roles ?? []
  const here = room ?? context.path.split('?')[0]
  const buying = [
    ['/account', account.overview],
    ['/orders', account.orders],
    ['/account/bids', account.bids],
    ['/account/wins', account.wins],
    ['/queue', market.places],
  ] as const
  const selling = [
    ['/sell', account.listings],
    ...(roles.includes('seller')
      ? ([
          ['/sell/sales', market.sales],
          ['/sell/payouts', market.payouts],
        ] as const)
      : []),
  ] as const
  const own = [
    ['/wallet', account.wallet],
    ['/addresses', account.addresses],
    ['/account/profile', account.profile],
    ...(roles.includes('admin') ? ([['/admin', admin.title]] as const) : []),
  ] as const
  const links = (rooms: readonly (readonly [string, string])[]): Html[] =>
    rooms.map(
      ([path, label]) => html`<li><a class="tab" href="${path}"${path === here ? html` aria-current="page"` : ''}>${label}</a></li>`,
    )
  const body = html`<div class="account"><nav aria-label="${account.navigation}"><ul>${links(buying)}</ul><ul>${links(selling)}</ul><ul>${links(own)}</ul>
${actionForm({ to: '/logout', label: frame.logout, next: '/', look: 'quiet' })}</nav>
<div><h1>${title}</h1>${main}</div></div>`
  return layout(context, { title, main: body, faulty, script })
}
