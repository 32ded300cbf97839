import { z } from 'zod'
import { html } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, timeSchema } from '../../http/schemas.ts'
import { decimal } from '../../money/money.ts'
import type { OrderState } from '../../orders/order-view.ts'
import { ORDER_STATES, type OrderSummary } from '../../orders/search-orders.ts'
import { dayBefore, readLocalTime } from '../days.ts'
import { amount, moment } from '../format.ts'
import { page, tag } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { type Asked, buyerHint, findOwner, namesOf, ownerName, sellerNamed } from '../people.ts'
import { type Admin, hrefOf, paramOf } from '../settings.ts'
import { orderActs } from './acts.ts'
import { adminOrderJson, adminOrderSchema } from './order-json.ts'
import { orderPage } from './order-page.ts'
import { ORDER_TONES, WORDS } from './words.ts'

interface OrdersQuery extends ListQuery {
  readonly state?: OrderState
  readonly buyer?: string
  readonly seller?: string
  readonly number?: string
  readonly from?: string
  readonly until?: string
  /** The way to an order by its id, for forms that know it. */
  readonly id?: string
}

const SORTS = ['placed', '-placed'] as const
const day = z.iso.date().optional()
const query = listQuery<OrdersQuery>(
  {
    state: z.enum(ORDER_STATES).optional(),
    buyer: searchText,
    seller: searchText,
    number: searchText,
    from: day,
    until: day,
    id: searchText,
  },
  SORTS,
)

const answer = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      number: z.string(),
      state: z.enum(ORDER_STATES),
      buyer: z.string(),
      email: z.string().nullable(),
      currency: z.string(),
      total: amountSchema,
      placed_at: timeSchema,
      parcels: z.array(z.strictObject({ seller: z.string(), state: z.string() })),
    }),
  ),
  next: z.exactOptional(z.string()),
})

/** All orders, one of them, and what staff may do about it. */
export const orders = (admin: Admin): readonly Route[] => [
  route<unknown, OrdersQuery>({
    method: 'GET',
    path: `${admin.path}/orders`,
    summary: 'All orders, newest first: of one state, buyer or seller, of some days, or by number; with `id` the way to one',
    needs: 'admin',
    query,
    answer,
    run: async (call) => {
      const { id } = call.query
      if (id !== undefined) return { status: 303, body: null, headers: { location: hrefOf(admin, 'orders', id) } }
      const asked = await findOwner(admin, call, call.query.buyer)
      const { items, next } = await read(admin, call, asked)
      const body = { items: items.map(orderItem), ...(next !== null && { next }) }
      return { status: 200, body, page: () => listPage(admin, call, { items, next, asked }) }
    },
  }),
  route({
    method: 'GET',
    path: `${admin.path}/orders/:id`,
    summary: 'Any order, with its lines and refunds',
    needs: 'admin',
    answer: adminOrderSchema,
    run: async (call) => {
      const order = await admin.shop.orders.show(paramOf(call))
      return { status: 200, body: adminOrderJson(order), page: () => orderPage(admin, call, order) }
    },
  }),
  ...orderActs(admin),
]

/** Days are those of the zone that times are shown in. */
const startOf = ({ timeZone }: Admin, day: string, field: string): bigint => readLocalTime(`${day}T00:00`, timeZone, field)

/** Numbers are read out and typed by people: in small letters, and without the dash. */
function typedNumber(text: string): string {
  const letters = text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
  return letters.length === 10 && text.length <= 12 ? `${letters.slice(0, 5)}-${letters.slice(5)}` : text
}

async function read(admin: Admin, { query: asked }: Call<unknown, OrdersQuery>, { owner, note }: Asked) {
  const { shop } = admin
  if (note !== null) return { items: [], next: null }
  const { state, number, limit, cursor, sort } = asked
  const seller = asked.seller === undefined ? undefined : await sellerNamed(admin, asked.seller)
  return shop.orders.search(
    given({
      state,
      seller,
      number: number === undefined ? undefined : typedNumber(number),
      limit,
      cursor,
      buyer: owner,
      from: asked.from === undefined ? undefined : startOf(admin, asked.from, 'from'),
      // The last day belongs to the range.
      until: asked.until === undefined ? undefined : startOf(admin, dayBefore(asked.until, -1), 'until'),
      sort: SORTS.find((one) => one === sort),
    }),
  )
}

const orderItem = ({ total, placedAt, ...order }: OrderSummary) => ({
  ...order,
  total: decimal(total, order.currency),
  placed_at: isoTime(placedAt),
})

async function listPage(
  admin: Admin,
  call: Call<unknown, OrdersQuery>,
  { items, next, asked }: { readonly items: readonly OrderSummary[]; readonly next: string | null; readonly asked: Asked },
): Promise<string> {
  const { locale } = call
  const words = WORDS[locale]
  const names = await namesOf(
    admin,
    items.flatMap(({ buyer, parcels }) => [buyer, ...parcels.map(({ seller }) => `user:${seller}`)]),
  )
  const main = drawList<OrderSummary>(call, {
    caption: words.caption,
    path: hrefOf(admin, 'orders'),
    items,
    next,
    note: asked.note,
    empty: words.empty,
    sorts: SORTS,
    filters: [
      { name: 'state', label: words.state, choices: words.states },
      { name: 'buyer', label: words.buyer, hint: buyerHint(admin, call, words.buyerHint), type: 'search' },
      { name: 'seller', label: words.seller, hint: words.sellerHint, type: 'search' },
      { name: 'number', label: words.numberFilter, type: 'search' },
      { name: 'from', label: words.from, type: 'date' },
      { name: 'until', label: words.until, type: 'date' },
    ],
    href: ({ id }) => hrefOf(admin, 'orders', id),
    columns: [
      { label: words.number, cell: ({ number }) => html`<bdi dir="ltr">${number}</bdi>` },
      { label: words.state, cell: ({ state }) => tag(words.states[state], ORDER_TONES[state]) },
      { label: words.buyer, cell: ({ buyer }) => ownerName(call, names, buyer) },
      { label: words.sellers, cell: ({ parcels }) => sellersOf(call, names, parcels) },
      { label: words.total, numeric: true, cell: ({ total, currency }) => amount(total, currency, locale) },
      { label: words.placed, sort: 'placed', cell: ({ placedAt }) => moment(placedAt, admin, locale) },
    ],
  })
  return page(admin, call, { title: words.caption, section: 'orders', main })
}

const sellersOf = (call: Call, names: Awaited<ReturnType<typeof namesOf>>, parcels: OrderSummary['parcels']): string =>
  parcels.map(({ seller }) => (seller === '' ? WORDS[call.locale].shopItself : ownerName(call, names, `user:${seller}`))).join(', ')
