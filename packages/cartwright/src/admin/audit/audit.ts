import { z } from 'zod'
import type { AuditView } from '../../audit/list-acts.ts'
import type { Actor } from '../../context.ts'
import { html, type Piece } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { timeSchema } from '../../http/schemas.ts'
import { orderNumber } from '../../orders/order-number.ts'
import { cartOfId } from '../../orders/order-rows.ts'
import { moment } from '../format.ts'
import { page, tag } from '../frame.ts'
import { type Goods, goodName, goodsOf } from '../goods.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { WORDS as ORDER_WORDS } from '../orders/words.ts'
import { type Asked, buyerHint, findOwner, namesOf, ownerName } from '../people.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { holderIn } from '../wallets/transfers.ts'
import { wordFor, wordsOf } from '../words.ts'
import { changeOf, namedIn, orderIn, type People, pageAbout } from './change.ts'
import { WORDS } from './words.ts'

const SORTS = ['newest', '-newest'] as const
const ROLES = ['staff', 'seller', 'buyer', 'system'] as const

interface AuditQuery extends ListQuery {
  /** Named as all boxes for a person are: who is chosen of several comes back in it. */
  readonly buyer?: string
  readonly role?: Actor['role']
  readonly act?: string
  readonly key?: string
}

const query = listQuery<AuditQuery>({ buyer: searchText, role: z.enum(ROLES).optional(), act: searchText, key: searchText }, SORTS)

const details = z.record(z.string(), z.string().nullable()).nullable()
const answer = z.strictObject({
  items: z.array(
    z.strictObject({
      at: timeSchema,
      actor: z.strictObject({ id: z.string(), role: z.string() }),
      act: z.string(),
      key: z.string(),
      before: details,
      after: details,
      reason: z.string().nullable(),
    }),
  ),
  next: z.exactOptional(z.string()),
})

const USER = 'user:'

/** What sellers, staff and the shop itself did to what is not their own. */
export const audit = (admin: Admin): readonly Route[] => [
  route<unknown, AuditQuery>({
    method: 'GET',
    path: `${admin.path}/audit`,
    summary:
      'What sellers, staff and the shop itself did to what is not their own, newest first; of one person, of one kind, or to one thing',
    needs: 'admin',
    query,
    answer,
    run: async (call) => {
      const asked = await findOwner(admin, call, call.query.buyer)
      const { items, next } = await read(admin, call, asked)
      const body = { items: items.map(({ at, ...act }) => ({ at: isoTime(at), ...act })), ...(next !== null && { next }) }
      return { status: 200, body, page: () => auditPage(admin, call, { items, next, asked }) }
    },
  }),
]

async function read({ shop }: Admin, { query: sent }: Call<unknown, AuditQuery>, { owner, note }: Asked) {
  if (note !== null) return { items: [], next: null }
  const { limit, cursor, act, key: about, role = 'staff', sort } = sent
  const order = sort === '-newest' ? 'oldest' : 'newest'
  const key = about === undefined ? undefined : await keyOf(shop, about)
  const id = owner?.startsWith(USER) ? owner.slice(USER.length) : owner
  const actor = id === undefined ? undefined : { id, role }
  return shop.audit.list(given({ limit, cursor, act, key, actor, order }))
}

/** What is done to an order is kept with its cart: a number or an id of an order means that. All else is a key itself. */
async function keyOf(shop: Admin['shop'], text: string): Promise<string> {
  if (text.includes(':')) return text
  const { items } = await shop.orders.search({ number: text })
  return items[0] === undefined ? text : cartOfId(items[0].id)
}

/** What an act was done to, as a person names it. */
function subjectOf(call: Call, act: AuditView, names: People, goods: Goods): Piece {
  const order = orderIn(act)
  if (order !== null) return html`<bdi dir="ltr">${ORDER_WORDS[call.locale].title(orderNumber(order))}</bdi>`
  const holder = holderIn(act.key)
  if (holder !== '') return ownerName(call, names, holder)
  if (goods.has(act.key)) return goodName(goods, act.key)
  const many = act.act === 'discount.create_many' ? act.after?.prefix : null
  return html`<code>${many ? `${many}…` : act.key}</code>`
}

/** Steps that ask for no reason are noted with their own name in its place. */
const reasonOf = ({ act, reason }: AuditView): string | null => (act === `order.${reason}` ? null : reason)

async function auditPage(
  admin: Admin,
  call: Call<unknown, AuditQuery>,
  { items, next, asked }: { readonly items: readonly AuditView[]; readonly next: string | null; readonly asked: Asked },
): Promise<string> {
  const words = WORDS[call.locale]
  const { locale } = call
  const [names, goods] = await Promise.all([
    namesOf(
      admin,
      items.flatMap((act) => [`${USER}${act.actor.id}`, holderIn(act.key), ...namedIn(act)]),
    ),
    goodsOf(
      admin,
      items.map(({ key }) => key),
    ),
  ])
  const who = ({ actor }: AuditView): Piece =>
    actor.role === 'system'
      ? words.roles.system
      : html`<span>${ownerName(call, names, `${USER}${actor.id}`)} <span class="fine">${wordFor(words.roles, actor.role)}</span></span>`
  const about = (act: AuditView): Piece => {
    const to = pageAbout(admin, act)
    const name = subjectOf(call, act, names, goods)
    return to === null ? name : html`<a href="${to}">${name}</a>`
  }
  const main = drawList<AuditView>(call, {
    caption: words.caption,
    path: hrefOf(admin, 'audit'),
    items,
    next,
    note: asked.note,
    empty: words.empty,
    sorts: SORTS,
    filters: [
      { name: 'buyer', label: words.who, hint: buyerHint(admin, call, words.actorHint), type: 'search' },
      { name: 'role', label: words.roleOf, choices: words.roles },
      { name: 'act', label: words.act, choices: words.acts },
      { name: 'key', label: words.key, hint: words.keyHint, type: 'search' },
    ],
    columns: [
      { label: words.at, sort: 'newest', cell: ({ at }) => moment(at, admin, locale) },
      { label: words.who, cell: who },
      { label: words.act, cell: ({ act }) => tag(wordFor(words.acts, act)) },
      { label: words.key, cell: about },
      { label: words.change, cell: (act) => changeOf(admin, call, act, names) },
      { label: words.reason, cell: (act) => reasonOf(act) ?? wordsOf(call).none },
    ],
  })
  return page(admin, call, { title: words.title, section: 'audit', main })
}
