import { z } from 'zod'
import { html } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, currencySchema, timeSchema } from '../../http/schemas.ts'
import { decimal } from '../../money/money.ts'
import { orderNumber } from '../../orders/order-number.ts'
import type { DueReturn } from '../../refunds/returns-due.ts'
import { amount, distance } from '../format.ts'
import { page } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { tabs } from './attempts.ts'
import { WORDS } from './words.ts'

const answer = z.strictObject({
  items: z.array(
    z.strictObject({ order: z.string(), seller: z.string(), amount: amountSchema, currency: currencySchema, at: timeSchema.nullable() }),
  ),
  next: z.exactOptional(z.string()),
})

/** Parcels that came back, of whose money somebody has to decide. */
export const returns = (admin: Admin): readonly Route[] => [
  route<unknown, ListQuery>({
    method: 'GET',
    path: `${admin.path}/returns`,
    summary: 'Parcels that came back and whose money is neither the buyer’s again nor the seller’s, those of the oldest orders first',
    needs: 'admin',
    query: listQuery<ListQuery>({}, ['oldest']),
    answer,
    run: async (call) => {
      const { limit, cursor } = call.query
      const { items, next } = await admin.shop.orders.returnsDue(given({ limit, cursor }))
      const body = { items: items.map(returnItem), ...(next !== null && { next }) }
      return { status: 200, body, page: () => returnsPage(admin, call, { items, next }) }
    },
  }),
]

const returnItem = ({ order, seller, amount: sum, currency, at }: DueReturn) => ({
  order,
  seller,
  amount: decimal(sum, currency),
  currency,
  at: at === null ? null : isoTime(at),
})

function returnsPage(
  admin: Admin,
  call: Call<unknown, ListQuery>,
  { items, next }: { readonly items: readonly DueReturn[]; readonly next: string | null },
): string {
  const words = WORDS[call.locale]
  const { none, shopItself } = wordsOf(call)
  const list = drawList<DueReturn>(call, {
    caption: words.returnsCaption,
    path: hrefOf(admin, 'returns'),
    items,
    next,
    empty: words.returnsEmpty,
    href: ({ order }) => hrefOf(admin, 'orders', order),
    columns: [
      { label: words.order, cell: ({ order }) => html`<bdi dir="ltr">${orderNumber(order)}</bdi>` },
      { label: words.seller, cell: ({ seller }) => seller || shopItself },
      { label: words.amount, numeric: true, cell: ({ amount: sum, currency }) => amount(sum, currency, call.locale) },
      { label: words.since, cell: ({ at }) => (at === null ? none : distance(at, call.now, admin, call.locale)) },
    ],
  })
  const main = html`${tabs(admin, call, 'returns')}<p class="fine">${words.returnsExplain}</p>${list}`
  return page(admin, call, { title: words.returns, section: 'attempts', main })
}
