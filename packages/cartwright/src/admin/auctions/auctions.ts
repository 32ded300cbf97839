import { z } from 'zod'
import type { LotState, LotView } from '../../auctions/lot.ts'
import { productKey, productRef } from '../../catalog/product.ts'
import { invalidInput } from '../../check-input.ts'
import { html } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, currencySchema, timeSchema } from '../../http/schemas.ts'
import { decimal } from '../../money/money.ts'
import { amount, count, term } from '../format.ts'
import { page, tag } from '../frame.ts'
import { goodName, goodsOf } from '../goods.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { buyerHint, namesOf, ownerName, sellerNamed } from '../people.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { lotPages } from './lot-page.ts'
import { LOT_TONES, STAFF, tabs } from './shared.ts'
import { wins } from './wins.ts'
import { WORDS } from './words.ts'

const STATES = ['live', 'closed', 'won', 'unsold'] as const

interface LotsQuery extends ListQuery {
  readonly state?: LotState
  readonly seller?: string
  readonly product?: string
}

const answer = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      product: z.string(),
      seller: z.string(),
      state: z.enum(STATES),
      price: amountSchema,
      currency: currencySchema,
      bids: z.int(),
      winner: z.string().nullable(),
      ends_at: timeSchema,
    }),
  ),
  next: z.exactOptional(z.string()),
})

/** Auctions, one of them with all its bids, and the rights that come of them. */
export const auctions = (admin: Admin): readonly Route[] => [
  route<unknown, LotsQuery>({
    method: 'GET',
    path: `${admin.path}/auctions`,
    summary: 'All auctions: running ones the next to end first, others the last to end first; of one seller or product',
    needs: 'admin',
    query: listQuery<LotsQuery>({ state: z.enum(STATES).optional(), seller: searchText, product: searchText }, ['ends']),
    answer,
    run: async (call) => {
      const found = await read(admin, call)
      const body = { items: found.items.map(lotItem), ...(found.next !== null && { next: found.next }) }
      return { status: 200, body, page: () => lotsPage(admin, call, found) }
    },
  }),
  ...lotPages(admin),
  ...wins(admin),
]

async function read(admin: Admin, { query }: Call<unknown, LotsQuery>) {
  const { state, limit = 50, cursor } = query
  const seller = query.seller === undefined ? undefined : await sellerNamed(admin, query.seller)
  const product = query.product === undefined ? undefined : productRef(query.product)
  if (product === null) throw invalidInput([{ field: 'product', code: 'format' }])
  return admin.shop.auctions.list(given({ state, seller, product, limit, cursor }), STAFF)
}

const lotItem = ({ id, product, seller, state, price, currency, bids, winner, endsAt }: LotView) => ({
  id,
  product: productKey(product),
  seller,
  state,
  price: decimal(price, currency),
  currency,
  bids,
  winner: winner ?? null,
  ends_at: isoTime(endsAt),
})

async function lotsPage(
  admin: Admin,
  call: Call<unknown, LotsQuery>,
  { items, next }: { readonly items: readonly LotView[]; readonly next: string | null },
): Promise<string> {
  const words = WORDS[call.locale]
  const { locale } = call
  const [names, goods] = await Promise.all([
    namesOf(
      admin,
      items.flatMap(({ winner, seller }) => [`user:${seller}`, ...(winner ? [`user:${winner}`] : [])]),
    ),
    goodsOf(
      admin,
      items.map(({ product }) => productKey(product)),
    ),
  ])
  const list = drawList<LotView>(call, {
    caption: words.caption,
    path: hrefOf(admin, 'auctions'),
    items,
    next,
    empty: words.lotsEmpty,
    filters: [
      { name: 'state', label: words.state, choices: words.states },
      { name: 'seller', label: words.seller, hint: buyerHint(admin, call, words.sellerHint), type: 'search' },
      { name: 'product', label: words.product, hint: words.productHint, type: 'search' },
    ],
    href: ({ id }) => hrefOf(admin, 'auctions', id),
    columns: [
      { label: words.product, cell: ({ product }) => goodName(goods, productKey(product)) },
      { label: words.state, cell: ({ state }) => tag(words.states[state], LOT_TONES[state]) },
      { label: words.seller, cell: ({ seller }) => (seller === '' ? wordsOf(call).shopItself : ownerName(call, names, `user:${seller}`)) },
      { label: words.price, numeric: true, cell: ({ price, currency }) => amount(price, currency, locale) },
      { label: words.bids, numeric: true, cell: ({ bids }) => count(bids, locale) },
      {
        label: words.leader,
        cell: ({ winner, bids }) => (bids === 0 ? words.noBids : ownerName(call, names, winner ? `user:${winner}` : '')),
      },
      { label: words.ends, cell: ({ endsAt }) => term(endsAt, call.now, admin, locale) },
    ],
  })
  return page(admin, call, { title: words.auctions, section: 'auctions', main: html`${tabs(admin, call, 'auctions')}${list}` })
}
