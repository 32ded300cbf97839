import { z } from 'zod'
import { CART_STATES, type CartSort, type CartState, type CartSummary } from '../../cart/search-carts.ts'
import { productRef } from '../../catalog/product.ts'
import { invalidInput } from '../../check-input.ts'
import { type Html, html } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, timeSchema } from '../../http/schemas.ts'
import { decimal } from '../../money/money.ts'
import { amount, count, moment, term } from '../format.ts'
import { page, tag } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { type Asked, buyerHint, findOwner, namesOf, ownerName } from '../people.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { cartPages } from './cart-page.ts'
import { cleaning } from './cleaning.ts'
import { WORDS } from './words.ts'

interface CartsQuery extends ListQuery {
  readonly buyer?: string
  readonly product?: string
  readonly state?: CartState
}

const SORTS = ['activity', '-activity', 'age', '-age'] as const
const query = listQuery<CartsQuery>({ buyer: searchText, product: searchText, state: z.enum(CART_STATES).optional() }, SORTS)

const answer = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      name: z.string(),
      owner: z.string(),
      state: z.enum(CART_STATES),
      lines: z.int(),
      goods: amountSchema,
      currency: z.string(),
      codes: z.array(z.string()),
      made_at: timeSchema,
      used_at: timeSchema,
    }),
  ),
  next: z.exactOptional(z.string()),
})

/** All carts, one of them with what staff may do in it, and the removal of old ones. */
export const carts = (admin: Admin): readonly Route[] => [
  route<unknown, CartsQuery>({
    method: 'GET',
    path: `${admin.path}/carts`,
    summary: 'All carts: of one state by activity or age, of one buyer, or with one product',
    needs: 'admin',
    query,
    answer,
    run: async (call) => {
      const asked = await findOwner(admin, call, call.query.buyer)
      const { items, next } = await read(admin, call, asked)
      const body = { items: items.map(cartItem), ...(next !== null && { next }) }
      return { status: 200, body, page: () => listPage(admin, call, { items, next, asked }) }
    },
  }),
  ...cleaning(admin),
  ...cartPages(admin),
]

async function read({ shop }: Admin, { query: asked }: Call<unknown, CartsQuery>, { owner, note }: Asked) {
  if (note !== null) return { items: [], next: null }
  const { state, limit, cursor } = asked
  const product = asked.product === undefined ? undefined : productRef(asked.product)
  if (product === null) throw invalidInput([{ field: 'product', code: 'format' }])
  // Whose carts, and those with a product, are listed by age: another sort that is still in the address is left out of account.
  const sort = sortsOf(asked).find((one) => one === asked.sort)
  return shop.carts.list(given({ state, limit, cursor, owner, product, sort }))
}

/** Without a buyer and a product carts are listed by their state, and open ones unless another is asked for. */
const isByState = ({ buyer, product }: CartsQuery): boolean => buyer === undefined && product === undefined

const sortsOf = ({ buyer, product }: CartsQuery): readonly CartSort[] =>
  buyer === undefined && product === undefined ? SORTS : ['age', '-age']

const cartItem = ({ goods, currency, madeAt, usedAt, ...cart }: CartSummary) => ({
  ...cart,
  currency,
  goods: decimal(goods, currency),
  made_at: isoTime(madeAt),
  used_at: isoTime(usedAt),
})

const TONES = { open: 'info', paying: 'warn', placed: 'ok', merged: 'plain' } as const

async function listPage(
  admin: Admin,
  call: Call<unknown, CartsQuery>,
  { items, next, asked }: { readonly items: readonly CartSummary[]; readonly next: string | null; readonly asked: Asked },
): Promise<string> {
  const words = WORDS[call.locale]
  const { locale } = call
  const names = await namesOf(
    admin,
    items.map(({ owner }) => owner),
  )
  const list = drawList<CartSummary>(call, {
    caption: words.caption,
    path: hrefOf(admin, 'carts'),
    items,
    next,
    note: asked.note,
    empty: words.empty,
    sorts: sortsOf(call.query),
    filters: [
      { name: 'state', label: words.state, choices: words.states, ...(isByState(call.query) && { preset: 'open' }) },
      { name: 'buyer', label: words.owner, hint: buyerHint(admin, call, words.ownerHint), type: 'search' },
      { name: 'product', label: words.product, type: 'search' },
    ],
    href: ({ id }) => hrefOf(admin, 'carts', id),
    columns: [
      { label: words.owner, cell: ({ owner }) => ownerName(call, names, owner) },
      { label: words.state, cell: ({ state }) => tag(words.states[state], TONES[state]) },
      { label: words.lines, numeric: true, cell: ({ lines }) => count(lines, locale) },
      { label: words.goods, numeric: true, cell: ({ goods, currency }) => amount(goods, currency, locale) },
      { label: words.codes, cell: ({ codes }) => (codes.length === 0 ? wordsOf(call).none : codes.join(', ')) },
      { label: words.activity, sort: 'activity', cell: ({ usedAt }) => term(usedAt, call.now, admin, locale) },
      { label: words.age, sort: 'age', cell: ({ madeAt }) => moment(madeAt, admin, locale) },
    ],
  })
  return page(admin, call, { title: words.caption, section: 'carts', main: list, aside: cleaningLink(admin, call) })
}

const cleaningLink = (admin: Admin, { locale }: Call): Html =>
  html`<a href="${hrefOf(admin, 'carts', 'clean')}">${WORDS[locale].cleaning}</a>`
