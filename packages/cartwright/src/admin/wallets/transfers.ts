import { html, type Piece } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'
import { cartOfId } from '../../orders/order-rows.ts'
import type { TransferView } from '../../payments/ledger.ts'
import { amount, moment } from '../format.ts'
import type { ListView } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { WORDS } from './words.ts'

/** The columns of the double-entry view: what left which account, and where it came to. */
export function transferColumns(admin: Admin, visit: Visit): ListView<TransferView>['columns'] {
  const words = WORDS[visit.locale]
  const account = (id: string): Piece =>
    /^(?:wallet|debt):/.test(id) ? html`<a href="${hrefOf(admin, 'wallets', id)}"><code>${id}</code></a>` : html`<code>${id}</code>`
  return [
    { label: words.when, cell: ({ at }) => moment(at, admin, visit.locale) },
    { label: words.kind, cell: ({ kind }) => words.kinds[kind] },
    { label: words.from, cell: ({ from }) => account(from) },
    { label: words.to, cell: ({ to }) => account(to) },
    { label: words.amount, numeric: true, cell: (transfer) => amount(transfer.amount, transfer.currency, visit.locale) },
    { label: words.reference, cell: ({ reference }) => referenceOf(admin, visit, reference) },
  ]
}

/** What was moved for an order leads there. */
function referenceOf(admin: Admin, visit: Visit, reference: string | null): Piece {
  if (reference === null) return wordsOf(visit).none
  return cartOfId(reference) === '' ? reference : html`<a href="${hrefOf(admin, 'orders', reference)}"><code>${reference}</code></a>`
}
