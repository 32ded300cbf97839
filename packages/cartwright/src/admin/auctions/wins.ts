import { z } from 'zod'
import type { RightView } from '../../auctions/show-wins.ts'
import type { WinState, WinView } from '../../auctions/win.ts'
import { productKey } from '../../catalog/product.ts'
import { invalidInput } from '../../check-input.ts'
import { html } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, currencySchema, timeSchema } from '../../http/schemas.ts'
import { decimal } from '../../money/money.ts'
import { actRoute, reason } from '../acts.ts'
import { amount, moment, term } from '../format.ts'
import { actForm } from '../forms.ts'
import { facts, page, type Tone, tag } from '../frame.ts'
import { goodName, goodsOf, productFact } from '../goods.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { type Asked, buyerHint, findOwner, namesOf, ownerName, personNamed } from '../people.ts'
import { type Admin, hrefOf, paramOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { tabs } from './shared.ts'
import { WORDS } from './words.ts'

const STATES = ['won', 'offered', 'declined', 'lapsed', 'revoked', 'transferred'] as const

const SORTS = ['newest', '-newest'] as const

interface WinsQuery extends ListQuery {
  readonly state?: (typeof STATES)[number]
  /** Named as all boxes for a person are: who is chosen of several comes back in it. */
  readonly buyer?: string
}

const right = z.strictObject({
  id: z.string(),
  product: z.string(),
  price: amountSchema,
  currency: currencySchema,
  pay_by: timeSchema,
  state: z.enum(['won', 'offered', 'paid', 'declined', 'lapsed', 'revoked', 'transferred']),
  lot: z.string().nullable(),
})
const answer = z.strictObject({
  items: z.array(right.extend({ winner: z.string(), made_at: timeSchema })),
  next: z.exactOptional(z.string()),
})

const USER = 'user:'

/** Rights to buy: all of them, one of them, and what staff may do about it. */
export const wins = (admin: Admin): readonly Route[] => [
  route<unknown, WinsQuery>({
    method: 'GET',
    path: `${admin.path}/wins`,
    summary: 'Rights that were won or offered, the newest first; of one state or one person',
    needs: 'admin',
    query: listQuery<WinsQuery>({ state: z.enum(STATES).optional(), buyer: searchText }, SORTS),
    answer,
    run: async (call) => {
      const asked = await findOwner(admin, call, call.query.buyer)
      const found = await read(admin, call, asked)
      const items = found.items.map((one) => ({ ...rightItem(one), winner: one.winner, made_at: isoTime(one.madeAt) }))
      return {
        status: 200,
        body: { items, ...(found.next !== null && { next: found.next }) },
        page: () => winsPage(admin, call, { ...found, asked }),
      }
    },
  }),
  route({
    method: 'GET',
    path: `${admin.path}/wins/:id`,
    summary: 'One right, with the forms to take it back or to give it to somebody else',
    needs: 'admin',
    answer: right,
    run: async (call) => {
      const win = await admin.shop.auctions.right(paramOf(call))
      return { status: 200, body: rightItem(win), page: () => winPage(admin, call, win) }
    },
  }),
  actRoute(admin, {
    path: `${admin.path}/wins/:id/revoke`,
    summary: 'Take an unpaid right back',
    body: z.strictObject({ reason }),
    answer: right,
    back: (call) => hrefOf(admin, 'wins', paramOf(call)),
    does: async (call, by) => rightItem(await admin.shop.auctions.revoke(paramOf(call), { by, reason: call.body.reason })),
  }),
  actRoute(admin, {
    path: `${admin.path}/wins/:id/transfer`,
    summary: 'Give an unpaid right to somebody else',
    body: z.strictObject({ to: z.string().trim().min(1).max(255), reason }),
    money: true,
    answer: right,
    back: (call) => hrefOf(admin, 'wins', paramOf(call)),
    does: async (call, by) => {
      const person = await personNamed(admin, call.body.to)
      if (person === null) throw invalidInput([{ field: 'to', code: 'unknown' }])
      const roles = person.roles === undefined ? {} : { roles: person.roles }
      return rightItem(await admin.shop.auctions.transfer(paramOf(call), { to: person.id, ...roles, by, reason: call.body.reason }))
    },
  }),
]

async function read({ shop }: Admin, { query }: Call<unknown, WinsQuery>, { owner, note }: Asked) {
  if (note !== null) return { items: [], next: null }
  const { state, limit, cursor } = query
  const sort = SORTS.find((one) => one === query.sort)
  const winner = owner?.startsWith(USER) ? owner.slice(USER.length) : owner
  return shop.auctions.rights(given({ state, limit, cursor, winner, sort }))
}

const rightItem = ({ id, product, price, currency, payBy, state, lot }: WinView) => ({
  id,
  product: productKey(product),
  price: decimal(price, currency),
  currency,
  pay_by: isoTime(payBy),
  state,
  lot,
})

const TONES: Readonly<Record<WinState, Tone>> = {
  won: 'warn',
  offered: 'info',
  paid: 'ok',
  declined: 'plain',
  lapsed: 'bad',
  revoked: 'plain',
  transferred: 'plain',
}

/** Still to be paid. */
const OPEN: ReadonlySet<WinState> = new Set<WinState>(['won', 'offered'])

async function winsPage(
  admin: Admin,
  call: Call<unknown, WinsQuery>,
  { items, next, asked }: { readonly items: readonly RightView[]; readonly next: string | null; readonly asked: Asked },
): Promise<string> {
  const words = WORDS[call.locale]
  const { locale } = call
  const [names, goods] = await Promise.all([
    namesOf(
      admin,
      items.map(({ winner }) => `${USER}${winner}`),
    ),
    goodsOf(
      admin,
      items.map(({ product }) => productKey(product)),
    ),
  ])
  const { paid: _, ...choices } = words.winStates
  const list = drawList<RightView>(call, {
    caption: words.winsCaption,
    path: hrefOf(admin, 'wins'),
    items,
    next,
    note: asked.note,
    empty: words.winsEmpty,
    sorts: SORTS,
    filters: [
      { name: 'state', label: words.state, choices },
      { name: 'buyer', label: words.winner, hint: buyerHint(admin, call, words.winnerHint), type: 'search' },
    ],
    href: ({ id }) => hrefOf(admin, 'wins', id),
    columns: [
      { label: words.product, cell: ({ product }) => goodName(goods, productKey(product)) },
      { label: words.winner, cell: ({ winner }) => ownerName(call, names, `${USER}${winner}`) },
      { label: words.state, cell: ({ state }) => tag(words.winStates[state], TONES[state]) },
      { label: words.price, numeric: true, cell: ({ price, currency }) => amount(price, currency, locale) },
      {
        label: words.payBy,
        cell: ({ payBy, state }) => (OPEN.has(state) ? term(payBy, call.now, admin, locale) : moment(payBy, admin, locale)),
      },
      { label: words.made, sort: 'newest', cell: ({ madeAt }) => moment(madeAt, admin, locale) },
    ],
  })
  return page(admin, call, { title: words.wins, section: 'auctions', main: html`${tabs(admin, call, 'wins')}${list}` })
}

async function winPage(admin: Admin, call: Call, win: WinView & Pick<RightView, 'winner'>): Promise<string> {
  const words = WORDS[call.locale]
  const owner = `${USER}${win.winner}`
  const key = productKey(win.product)
  const [names, goods] = await Promise.all([namesOf(admin, [owner]), goodsOf(admin, [key])])
  const path = hrefOf(admin, 'wins', win.id)
  const open = OPEN.has(win.state)
  const about = facts([
    [words.product, productFact(goods, key)],
    [words.winner, ownerName(call, names, owner)],
    [words.price, amount(win.price, win.currency, call.locale)],
    [words.payBy, open ? term(win.payBy, call.now, admin, call.locale) : moment(win.payBy, admin, call.locale)],
    [words.lot, win.lot === null ? wordsOf(call).none : html`<a href="${hrefOf(admin, 'auctions', win.lot)}">${words.lotLink}</a>`],
  ])
  const acts = html`<div class="acts">${actForm(call, {
    to: `${path}/transfer`,
    title: words.transfer,
    button: words.transfer,
    fields: [{ name: 'to', label: admin.people === null ? words.toId : words.to }],
    money: true,
  })}${actForm(call, { to: `${path}/revoke`, title: words.revoke, button: words.revoke, grave: true })}</div>`
  const main = html`<section class="panel form">${about}</section>${open ? acts : html`<p class="fine">${words.over}</p>`}`
  return page(admin, call, {
    title: words.winTitle(goodName(goods, key)),
    section: 'auctions',
    main,
    crumbs: [{ label: words.wins, href: hrefOf(admin, 'wins') }],
    aside: tag(words.winStates[win.state], TONES[win.state]),
  })
}
