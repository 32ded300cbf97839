import { html, type Piece } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'
import { orderNumber } from '../../orders/order-number.ts'
import { cartOfId } from '../../orders/order-rows.ts'
import type { TransferView } from '../../payments/ledger.ts'
import { amount, moment } from '../format.ts'
import type { ListView } from '../list.ts'
import { namesOf, ownerName } from '../people.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordFor, wordsOf } from '../words.ts'
import { WORDS } from './words.ts'

const KEPT = /^(?:wallet|debt):(.+):[^:]+$/
/** The owner that an account is kept for, by the account's name; empty for an account of the shop. */
export const holderIn = (account: string): string => {
  const [, user] = KEPT.exec(account) ?? []
  return user === undefined ? '' : `user:${user}`
}

/** The columns of the double-entry view: what left which account, and where it came to. */
export async function transferColumns(
  admin: Admin,
  visit: Visit,
  items: readonly TransferView[],
): Promise<ListView<TransferView>['columns']> {
  const words = WORDS[visit.locale]
  const names = await namesOf(
    admin,
    items.flatMap(({ from, to }) => [holderIn(from), holderIn(to)]),
  )
  const account = (id: string): Piece => {
    const holder = holderIn(id)
    if (holder !== '') {
      const name = ownerName(visit, names, holder)
      return html`<a href="${hrefOf(admin, 'wallets', id)}">${id.startsWith('debt:') ? `${words.accounts.debt} · ${name}` : name}</a>`
    }
    const [kind = '', ...order] = id.split(':')
    const name = wordFor(words.places, kind)
    if (name === kind) return html`<code>${id}</code>`
    return order.length === 0 ? name : html`<a href="${hrefOf(admin, 'orders', order.join(':'))}">${name}</a>`
  }
  return [
    { label: words.when, cell: ({ at }) => moment(at, admin, visit.locale) },
    { label: words.kind, cell: ({ kind }) => words.kinds[kind] },
    { label: words.from, cell: ({ from }) => account(from) },
    { label: words.to, cell: ({ to }) => account(to) },
    { label: words.amount, numeric: true, cell: (transfer) => amount(transfer.amount, transfer.currency, visit.locale) },
    { label: words.reference, cell: (transfer) => referenceOf(admin, visit, transfer) },
  ]
}

/** What was moved for an order leads there; money in and out has a key of its own, which leads nowhere. */
const KEYED: readonly TransferView['kind'][] = ['top_up', 'payout']
function referenceOf(admin: Admin, visit: Visit, { kind, reference }: TransferView): Piece {
  if (reference === null) return wordsOf(visit).none
  const isOrder = !KEYED.includes(kind) && cartOfId(reference) !== ''
  return !isOrder
    ? html`<code class="fine">${reference}</code>`
    : html`<a href="${hrefOf(admin, 'orders', reference)}"><bdi dir="ltr">${orderNumber(reference)}</bdi></a>`
}
