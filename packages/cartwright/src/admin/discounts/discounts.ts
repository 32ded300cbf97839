import { z } from 'zod'
import type { Discount } from '../../discounts/discount.ts'
import type { DiscountState } from '../../discounts/discount-rows.ts'
import { html } from '../../html/html.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { moment } from '../format.ts'
import { page, tag } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery, searchText } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { bulk } from './bulk.ts'
import { campaigns } from './campaigns.ts'
import { discountPages } from './discount-page.ts'
import { discountJson, discountSchema, STATES, stateOf } from './json.ts'
import { STATE_TONES, tabs, taken, usesBar } from './parts.ts'
import { WORDS } from './words.ts'

const SORTS = ['code', 'newest'] as const

interface DiscountsQuery extends ListQuery {
  readonly state?: DiscountState
  readonly campaign?: string
  readonly text?: string
}

const answer = z.strictObject({ items: z.array(discountSchema), next: z.exactOptional(z.string()) })

/** All discounts, one of them with its forms, many at once, and the limits that codes share. */
export const discounts = (admin: Admin): readonly Route[] => [
  route<unknown, DiscountsQuery>({
    method: 'GET',
    path: `${admin.path}/discounts`,
    summary: 'All discounts: by code or the newest first; of one state, of one campaign, or those whose code begins so',
    needs: 'admin',
    query: listQuery<DiscountsQuery>({ state: z.enum(STATES).optional(), campaign: searchText, text: searchText }, SORTS),
    answer,
    run: async (call) => {
      const { state, campaign, text, limit = 50, cursor } = call.query
      const order = sortsOf(call.query).find((one) => one === call.query.sort)
      const filters = given({ state, campaign: campaign?.toUpperCase(), prefix: text?.toUpperCase() })
      const { items, next } = await admin.shop.discounts.list({ ...filters, ...given({ order, cursor }), limit })
      const { currency } = admin.shop.context.options
      const body = { items: items.map((one) => discountJson(one, currency, call.now)), ...(next !== null && { next }) }
      return { status: 200, body, page: () => listPage(admin, call, { items, next }) }
    },
  }),
  ...bulk(admin),
  ...campaigns(admin),
  ...discountPages(admin),
]

/** With a filter the list comes in the one order it is kept in. */
const sortsOf = ({ state, campaign, text }: DiscountsQuery): readonly (typeof SORTS)[number][] =>
  state === undefined && campaign === undefined && text === undefined ? SORTS : []

function listPage(
  admin: Admin,
  call: Call<unknown, DiscountsQuery>,
  { items, next }: { readonly items: readonly Discount[]; readonly next: string | null },
): string {
  const words = WORDS[call.locale]
  const { currency } = admin.shop.context.options
  const list = drawList<Discount>(call, {
    caption: words.caption,
    path: hrefOf(admin, 'discounts'),
    items,
    next,
    empty: words.empty,
    sorts: sortsOf(call.query),
    filters: [
      { name: 'text', label: words.begins, type: 'search' },
      { name: 'state', label: words.state, choices: words.states },
      { name: 'campaign', label: words.campaign, type: 'search' },
    ],
    href: ({ code }) => hrefOf(admin, 'discounts', code),
    columns: [
      { label: words.code, sort: 'code', rising: true, cell: ({ code }) => html`<bdi dir="ltr">${code}</bdi>` },
      { label: words.takes, numeric: true, cell: (one) => taken(one, currency, call) },
      { label: words.state, cell: (one) => tag(words.states[stateOf(one, call.now)], STATE_TONES[stateOf(one, call.now)]) },
      { label: words.uses, cell: (one) => usesBar(one, one.code, call) },
      { label: words.campaign, cell: ({ campaign }) => campaign ?? wordsOf(call).none },
      { label: words.ends, cell: ({ endsAt }) => (endsAt === null ? words.never : moment(endsAt, admin, call.locale)) },
    ],
  })
  const isNewest = call.query.sort === 'newest'
  const byCode = isNewest ? html`<a href="${hrefOf(admin, 'discounts')}">${words.code}</a>` : words.code
  const byTime = isNewest ? words.newest : html`<a href="${hrefOf(admin, 'discounts')}?sort=newest">${words.newest}</a>`
  const orders = html`<p class="fine">${words.order}: ${byCode} · ${byTime}</p>`
  const main = html`${tabs(admin, call, 'title')}${sortsOf(call.query).length > 0 && items.length > 1 ? orders : ''}${list}`
  const make = html`<a class="button" href="${hrefOf(admin, 'discounts', 'new')}">${words.make}</a>`
  return page(admin, call, { title: words.title, section: 'discounts', main, aside: make })
}
