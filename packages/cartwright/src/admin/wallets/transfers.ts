import { html, type Piece } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'
import { cartOfId } from '../../orders/order-rows.ts'
import type { TransferView } from '../../payments/ledger.ts'
import { amount, moment } from '../format.ts'
import type { ListView } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordFor, wordsOf } from '../words.ts'
import { WORDS } from './words.ts'

/** The columns of the double-entry view: what left which account, and where it came to. */
export function transferColumns(admin: Admin, visit: Visit): ListView<TransferView>['columns'] {
  const words = WORDS[visit.locale]
  const account = (id: string): Piece => {
    if (/^(?:wallet|debt):/.test(id)) return html`<a href="${hrefOf(admin, 'wallets', id)}"><code>${id}</code></a>`
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
    : html`<a href="${hrefOf(admin, 'orders', reference)}"><code>${reference}</code></a>`
}
