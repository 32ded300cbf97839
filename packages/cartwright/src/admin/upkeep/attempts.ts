import { z } from 'zod'
import { type Html, html } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, currencySchema, timeSchema } from '../../http/schemas.ts'
import { decimal } from '../../money/money.ts'
import type { StuckAttempt } from '../../orders/attempts.ts'
import { orderNumber } from '../../orders/order-number.ts'
import type { DueRefund } from '../../refunds/refunds-due.ts'
import { actRoute } from '../acts.ts'
import { amount, count, term } from '../format.ts'
import { quickAct } from '../forms.ts'
import { page, tag } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { wordFor, wordsOf } from '../words.ts'
import { WORDS } from './words.ts'

const STATES = ['pending', 'refund_due'] as const
const METHODS = z.enum(['wallet', 'card', 'cod', 'none'])

interface AttemptsQuery extends ListQuery {
  readonly state?: (typeof STATES)[number]
}

const next = z.exactOptional(z.string())
const attemptsAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      order: z.string(),
      method: METHODS,
      state: z.string(),
      amount: amountSchema,
      wallet_amount: amountSchema,
      currency: currencySchema,
      reference: z.string().nullable(),
      deadline: timeSchema,
    }),
  ),
  next,
})
const refundsAnswer = z.strictObject({
  items: z.array(
    z.strictObject({
      id: z.string(),
      order: z.string(),
      method: METHODS,
      amount: amountSchema,
      currency: currencySchema,
      reason: z.string(),
      at: timeSchema,
    }),
  ),
  next,
})

/** Payments nobody could finish, money that is to go back, and the button that asks the provider at once. */
export const attempts = (admin: Admin): readonly Route[] => [
  route<unknown, AttemptsQuery>({
    method: 'GET',
    path: `${admin.path}/attempts`,
    summary: 'Payments past their deadline that nobody could finish, the oldest first',
    needs: 'admin',
    query: listQuery<AttemptsQuery>({ state: z.enum(STATES).optional() }, ['oldest']),
    answer: attemptsAnswer,
    run: async (call) => {
      const { state, limit, cursor } = call.query
      const found = await admin.shop.attempts.overdue(given({ state, limit, cursor }))
      const body = { items: found.items.map(attemptItem), ...(found.next !== null && { next: found.next }) }
      return { status: 200, body, page: () => attemptsPage(admin, call, found) }
    },
  }),
  actRoute(admin, {
    path: `${admin.path}/attempts/look`,
    summary: 'Ask the payment provider now how payments ended that nobody was told of',
    body: z.strictObject({}),
    answer: z.strictObject({ settled: z.int() }),
    back: () => hrefOf(admin, 'attempts'),
    said: ({ locale }, done) => WORDS[locale].looked(count((done as { settled: number }).settled, locale)),
    does: () => admin.shop.reconcile(),
  }),
  route<unknown, ListQuery>({
    method: 'GET',
    path: `${admin.path}/refunds`,
    summary: 'Refunds that were not made yet, the oldest first',
    needs: 'admin',
    query: listQuery<ListQuery>({}, ['oldest']),
    answer: refundsAnswer,
    run: async (call) => {
      const { limit, cursor } = call.query
      const found = await admin.shop.orders.refundsDue(given({ limit, cursor }))
      const body = { items: found.items.map(refundItem), ...(found.next !== null && { next: found.next }) }
      return { status: 200, body, page: () => refundsPage(admin, call, found) }
    },
  }),
]

const attemptItem = ({ id, order, method, state, amount: sum, walletAmount, currency, reference, deadline }: StuckAttempt) => ({
  id,
  order,
  method,
  state,
  amount: decimal(sum, currency),
  wallet_amount: decimal(walletAmount, currency),
  currency,
  reference,
  deadline: isoTime(deadline),
})

const refundItem = ({ amount: sum, currency, at, ...refund }: DueRefund) => ({
  ...refund,
  amount: decimal(sum, currency),
  currency,
  at: isoTime(at),
})

const TABS = ['attempts', 'refunds', 'returns'] as const

/** The lists about payments that are not over. */
export function tabs(admin: Admin, call: Call, chosen: (typeof TABS)[number]): Html {
  const words = WORDS[call.locale]
  const links = TABS.map(
    (name) => html`<a href="${hrefOf(admin, name)}"${name === chosen ? html` aria-current="page"` : ''}>${words[name]}</a>`,
  )
  return html`<nav class="tabs" aria-label="${words.tabs}">${links}</nav>`
}

interface Found<Item> {
  readonly items: readonly Item[]
  readonly next: string | null
}

function attemptsPage(admin: Admin, call: Call<unknown, AttemptsQuery>, { items, next: more }: Found<StuckAttempt>): string {
  const words = WORDS[call.locale]
  const { locale } = call
  const list = drawList<StuckAttempt>(call, {
    caption: words.attemptsCaption,
    path: hrefOf(admin, 'attempts'),
    items,
    next: more,
    empty: words.attemptsEmpty,
    filters: [{ name: 'state', label: words.state, choices: words.states }],
    href: ({ order }) => hrefOf(admin, 'orders', order),
    columns: [
      { label: words.order, cell: ({ order }) => html`<bdi dir="ltr">${orderNumber(order)}</bdi>` },
      { label: words.state, cell: ({ state }) => tag(wordFor(words.states, state), state === 'refund_due' ? 'bad' : 'warn') },
      { label: words.method, cell: ({ method }) => words.methods[method] },
      { label: words.amount, numeric: true, cell: ({ amount: sum, currency }) => amount(sum, currency, locale) },
      { label: words.wallet, numeric: true, cell: ({ walletAmount, currency }) => amount(walletAmount, currency, locale) },
      {
        label: words.reference,
        cell: ({ reference }) => (reference === null ? wordsOf(call).none : html`<code class="fine">${reference}</code>`),
      },
      { label: words.overdue, cell: ({ deadline }) => term(deadline, call.now, admin, locale) },
    ],
  })
  const look = quickAct(call, { to: hrefOf(admin, 'attempts', 'look'), button: words.look })
  const main = html`${tabs(admin, call, 'attempts')}<p class="fine">${words.explain}</p>${list}`
  return page(admin, call, { title: words.attempts, section: 'attempts', main, aside: look })
}

function refundsPage(admin: Admin, call: Call<unknown, ListQuery>, { items, next: more }: Found<DueRefund>): string {
  const words = WORDS[call.locale]
  const { locale } = call
  const list = drawList<DueRefund>(call, {
    caption: words.refundsCaption,
    path: hrefOf(admin, 'refunds'),
    items,
    next: more,
    empty: words.refundsEmpty,
    href: ({ order }) => hrefOf(admin, 'orders', order),
    columns: [
      { label: words.order, cell: ({ order }) => html`<bdi dir="ltr">${orderNumber(order)}</bdi>` },
      { label: words.method, cell: ({ method }) => words.methods[method] },
      { label: words.amount, numeric: true, cell: ({ amount: sum, currency }) => amount(sum, currency, locale) },
      { label: words.reason, cell: ({ reason }) => reason },
      { label: words.since, cell: ({ at }) => term(at, call.now, admin, locale) },
    ],
  })
  const main = html`${tabs(admin, call, 'refunds')}<p class="fine">${words.refundsExplain}</p>${list}`
  return page(admin, call, { title: words.refunds, section: 'attempts', main })
}
