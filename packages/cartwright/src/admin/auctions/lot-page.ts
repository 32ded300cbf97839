import { z } from 'zod'
import type { BidView, LotView } from '../../auctions/lot.ts'
import type { RightView } from '../../auctions/show-wins.ts'
import { productKey } from '../../catalog/product.ts'
import { html } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, currencySchema, timeSchema } from '../../http/schemas.ts'
import { decimal } from '../../money/money.ts'
import { amount, count, moment, term } from '../format.ts'
import { facts, page, panel, tag } from '../frame.ts'
import { goodName, goodsOf, productFact } from '../goods.ts'
import { smallTable } from '../list.ts'
import { namesOf, ownerName } from '../people.ts'
import { type Admin, hrefOf, paramOf } from '../settings.ts'
import { wordsOf } from '../words.ts'
import { LOT_TONES, STAFF } from './shared.ts'
import { WORDS } from './words.ts'

const RIGHTS = 50

const answer = z.strictObject({
  id: z.string(),
  product: z.string(),
  seller: z.string(),
  state: z.string(),
  price: amountSchema,
  currency: currencySchema,
  reserve_met: z.boolean(),
  winner: z.string().nullable(),
  starts_at: timeSchema,
  ends_at: timeSchema,
  bids: z.array(z.strictObject({ bidder: z.string().nullable(), most: amountSchema.nullable(), at: timeSchema })),
  rights: z.array(z.strictObject({ id: z.string(), winner: z.string(), state: z.string(), price: amountSchema, pay_by: timeSchema })),
})

interface Shown {
  readonly lot: LotView
  readonly bids: readonly BidView[]
  readonly rights: readonly RightView[]
}

/** One auction with all its bids, and what became of the right to buy. */
export const lotPages = (admin: Admin): readonly Route[] => [
  route({
    method: 'GET',
    path: `${admin.path}/auctions/:id`,
    summary: 'One auction: who bid up to what, and the rights that came of it',
    needs: 'admin',
    answer,
    run: async (call) => {
      const id = paramOf(call)
      const { shop } = admin
      const [lot, bids, { items: rights }] = await Promise.all([
        shop.auctions.find(id, STAFF),
        shop.auctions.history(id, STAFF),
        shop.auctions.rights({ lot: id, limit: RIGHTS }),
      ])
      return { status: 200, body: lotJson({ lot, bids, rights }), page: () => lotPage(admin, call, { lot, bids, rights }) }
    },
  }),
]

const lotJson = ({ lot, bids, rights }: Shown): object => ({
  id: lot.id,
  product: productKey(lot.product),
  seller: lot.seller,
  state: lot.state,
  price: decimal(lot.price, lot.currency),
  currency: lot.currency,
  reserve_met: lot.reserveMet,
  winner: lot.winner ?? null,
  starts_at: isoTime(lot.startsAt),
  ends_at: isoTime(lot.endsAt),
  bids: bids.map(({ bidder, most, madeAt }) => ({ bidder, most: most === null ? null : decimal(most, lot.currency), at: isoTime(madeAt) })),
  rights: rights.map(({ id, winner, state, price, currency, payBy }) => ({
    id,
    winner,
    state,
    price: decimal(price, currency),
    pay_by: isoTime(payBy),
  })),
})

async function lotPage(admin: Admin, call: Call, { lot, bids, rights }: Shown): Promise<string> {
  const words = WORDS[call.locale]
  const { locale } = call
  const key = productKey(lot.product)
  const people = [lot.seller, lot.winner, ...bids.map(({ bidder }) => bidder), ...rights.map(({ winner }) => winner)]
  const [names, goods] = await Promise.all([
    namesOf(
      admin,
      people.flatMap((id) => (id ? [`user:${id}`] : [])),
    ),
    goodsOf(admin, [key]),
  ])
  const nameOf = (id: string | null | undefined): string => ownerName(call, names, id ? `user:${id}` : '')
  const about = facts([
    [words.product, productFact(goods, key)],
    [words.seller, lot.seller === '' ? wordsOf(call).shopItself : nameOf(lot.seller)],
    [words.price, amount(lot.price, lot.currency, locale)],
    [words.reserve, lot.reserveMet ? words.reserveMet : words.reserveOpen],
    ...(lot.state === 'live' ? [[words.minimum, amount(lot.nextMinimum, lot.currency, locale)] as const] : []),
    [words.leader, lot.bids === 0 ? words.noBids : nameOf(lot.winner)],
    [words.starts, moment(lot.startsAt, admin, locale)],
    [words.ends, term(lot.endsAt, call.now, admin, locale)],
  ])
  const bidTable = smallTable<BidView>(
    words.bidList,
    [
      { label: words.bidder, cell: ({ bidder }) => nameOf(bidder) },
      { label: words.most, numeric: true, cell: ({ most }) => (most === null ? '' : amount(most, lot.currency, locale)) },
      { label: words.at, cell: ({ madeAt }) => moment(madeAt, admin, locale) },
    ],
    bids.toReversed(),
  )
  const rightTable = smallTable<RightView>(
    words.rights,
    [
      { label: words.winner, cell: ({ winner }) => nameOf(winner) },
      { label: words.state, cell: ({ state }) => words.winStates[state] },
      { label: words.price, numeric: true, cell: ({ price, currency }) => amount(price, currency, locale) },
      { label: words.payBy, cell: ({ payBy }) => moment(payBy, admin, locale) },
    ],
    rights,
    ({ id }) => hrefOf(admin, 'wins', id),
  )
  const main = html`<div class="columns">${panel(words.about, about)}
${panel(words.rights, rights.length === 0 ? html`<p class="empty">${words.noRights}</p>` : rightTable)}</div>
${panel(`${words.bidList} (${count(lot.bids, locale)})`, bids.length === 0 ? html`<p class="empty">${words.noBids}</p>` : bidTable)}`
  return page(admin, call, {
    title: words.title(goodName(goods, key)),
    section: 'auctions',
    main,
    crumbs: [{ label: words.auctions, href: hrefOf(admin, 'auctions') }],
    aside: tag(words.states[lot.state], LOT_TONES[lot.state]),
  })
}
