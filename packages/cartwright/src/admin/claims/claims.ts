import { z } from 'zod'
import { productKey, productRef } from '../../catalog/product.ts'
import { invalidInput } from '../../check-input.ts'
import type { LiveClaim } from '../../claims/list-claims.ts'
import { html, type Piece } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, timeSchema } from '../../http/schemas.ts'
import { decimal } from '../../money/money.ts'
import { actRoute, reason } from '../acts.ts'
import { count, term } from '../format.ts'
import { actForm } from '../forms.ts'
import { page, tag } from '../frame.ts'
import { type Goods, goodName, goodsOf } from '../goods.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { type Asked, buyerHint, findOwner, namesOf, ownerName } from '../people.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { WORDS } from './words.ts'

interface ClaimsQuery extends ListQuery {
  readonly buyer?: string
  readonly product?: string
  readonly state?: 'held' | 'paying'
}

const SORTS = ['-until', 'until'] as const
const query = listQuery<ClaimsQuery>({ buyer: searchText, product: searchText, state: z.enum(['held', 'paying']).optional() }, SORTS)
const answer = z.strictObject({
  items: z.array(
    z.strictObject({
      product: z.string(),
      state: z.enum(['held', 'paying']),
      source: z.enum(['cart', 'auction', 'offer', 'seller']),
      owner: z.string(),
      price: amountSchema.nullable(),
      taken_at: timeSchema,
      until: timeSchema,
      waiters: z.int(),
    }),
  ),
  next: z.exactOptional(z.string()),
})

/** The rights in force, with the time they have left. */
export const claims = (admin: Admin): readonly Route[] => [
  route<unknown, ClaimsQuery>({
    method: 'GET',
    path: `${admin.path}/claims`,
    summary: 'The exclusive rights in force, the one that ends next first',
    needs: 'admin',
    query,
    answer,
    run: async (call) => {
      const asked = await findOwner(admin, call, call.query.buyer)
      const { items, next } = await read(admin, call, asked)
      const { currency } = admin.shop.context.options
      const body = { items: items.map((claim) => claimItem(claim, currency)), ...(next !== null && { next }) }
      return { status: 200, body, page: () => listPage(admin, call, { items, next, asked }) }
    },
  }),
  actRoute(admin, {
    path: `${admin.path}/claims/release`,
    summary: 'End the hold or the reservation on a product',
    body: z.strictObject({ product: z.string().max(300), reason }),
    answer: z.strictObject({ product: z.string(), state: z.string() }),
    back: () => hrefOf(admin, 'claims'),
    does: async ({ body }, by) => {
      const product = productRef(body.product)
      if (product === null) throw invalidInput([{ field: 'product', code: 'format' }])
      await admin.shop.claims.release(product, { by, reason: body.reason })
      return { product: productKey(product), state: (await admin.shop.claims.find(product))?.state ?? 'free' }
    },
  }),
]

async function read({ shop }: Admin, { query: asked }: Call<unknown, ClaimsQuery>, { owner, note }: Asked) {
  if (note !== null) return { items: [], next: null }
  const product = asked.product === undefined ? undefined : productRef(asked.product)
  if (product === null) throw invalidInput([{ field: 'product', code: 'format' }])
  const { state, limit, cursor, sort } = asked
  return shop.claims.list(given({ state, limit, cursor, owner, product, sort: SORTS.find((one) => one === sort) }))
}

const claimItem = ({ price, takenAt, until, ...claim }: LiveClaim, currency: string) => ({
  ...claim,
  price: price === null ? null : decimal(price, currency),
  taken_at: isoTime(takenAt),
  until: isoTime(until),
})

const LOT = 'lot:'
/** The end of a right that has none of its own, such as of what is auctioned. */
const FOREVER = 8_640_000_000_000_000n

async function listPage(
  admin: Admin,
  call: Call<unknown, ClaimsQuery>,
  { items, next, asked }: { readonly items: readonly LiveClaim[]; readonly next: string | null; readonly asked: Asked },
): Promise<string> {
  const { locale } = call
  const words = WORDS[locale]
  const [names, goods] = await Promise.all([
    namesOf(
      admin,
      items.map(({ owner }) => owner),
    ),
    goodsOf(
      admin,
      items.map(({ product }) => product),
    ),
  ])
  const none = wordsOf(call).none
  const main = drawList<LiveClaim>(call, {
    caption: words.caption,
    path: hrefOf(admin, 'claims'),
    items,
    next,
    note: asked.note,
    empty: words.empty,
    sorts: SORTS,
    filters: [
      { name: 'state', label: words.state, choices: words.states },
      { name: 'buyer', label: words.holder, hint: buyerHint(admin, call, words.holderHint), type: 'search' },
      { name: 'product', label: words.productFilter, type: 'search' },
    ],
    columns: [
      { label: words.product, cell: ({ product }) => nameOf(product, goods) },
      { label: words.until, sort: 'until', cell: ({ until }) => (until >= FOREVER ? none : term(until, call.now, admin, locale)) },
      { label: words.state, cell: ({ state }) => tag(words.states[state], state === 'held' ? 'info' : 'warn') },
      { label: words.source, cell: ({ source }) => words.sources[source] },
      { label: words.holder, cell: ({ owner }) => (owner.startsWith(LOT) ? words.lot : ownerName(call, names, owner)) },
      { label: words.waiters, numeric: true, cell: ({ waiters }) => count(waiters, locale) },
      { label: words.acts, cell: (claim) => releaseForm(admin, call, claim) },
    ],
  })
  return page(admin, call, { title: words.caption, section: 'claims', main })
}

const nameOf = (key: string, goods: Goods): Piece => {
  const url = goods.get(key)?.url
  return url ? html`<a href="${url}">${goodName(goods, key)}</a>` : goodName(goods, key)
}

/** Only what a cart holds or a seller reserved can be released here: a payment runs out by itself, and a won right is taken back at its auction. */
function releaseForm(admin: Admin, call: Call, { product, state, source }: LiveClaim): Piece {
  const words = WORDS[call.locale]
  if (state !== 'held' || source === 'auction' || source === 'offer') return wordsOf(call).none
  const id = `release-${product.replaceAll(/[^\w-]/g, '_')}`
  return actForm(call, {
    to: hrefOf(admin, 'claims', 'release'),
    title: words.release,
    button: words.releaseDo,
    sent: { product },
    grave: true,
    id,
  })
}
