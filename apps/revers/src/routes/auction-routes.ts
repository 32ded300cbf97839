import { type LotView, money, type Shop, ShopError } from 'cartwright'
import { type Call, formState, pageQuery, type Route, route, statusOf, typedNumbers } from 'cartwright/http'
import { z } from 'zod'
import type { LotWatch } from '../auctions/lot-watch.ts'
import { bidsOn, latestLotOf, listLots, lotJson, winOf, withItem } from '../auctions/lots.ts'
import { detailsOf } from '../catalogue/details.ts'
import { messagesOf } from '../i18n/messages.ts'
import { pageContext } from '../page-context.ts'
import { CURRENCY } from '../settings.ts'
import { auctionPage, auctionsPage } from '../views/auction-pages.ts'
import { EMPTY_FORM, type FormState } from '../views/types.ts'
import { lotSchema } from './schemas.ts'
import { userOf } from './user-of.ts'

// A million lei. What is more is a slip of the finger, and a bid binds.
const MOST_BID = 100_000_000n

/** The auctions that run, each of them, bids, and news of one as they happen. */
export const auctionRoutes = (shop: Shop, watch: LotWatch): readonly Route[] => [
  route({
    method: 'GET',
    path: '/auctions',
    summary: 'The auctions that run, the next to end first',
    query: pageQuery,
    answer: z.strictObject({ items: z.array(lotSchema), next: z.exactOptional(z.string()) }),
    run: async (call) => {
      const { items, next } = await listLots(shop, call, call.query)
      return {
        status: 200,
        body: { items, ...(next !== null && { next }) },
        page: async () => String(auctionsPage(await pageContext(shop, call), { items, next })),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/auctions/:id',
    summary: 'One auction',
    answer: lotSchema,
    run: async (call) => {
      const shown = await withItem(shop, await lotOf(shop, call))
      return { status: 200, body: lotJson(shown, call.locale), page: () => pageOf(shop, call, shown.lot, EMPTY_FORM) }
    },
  }),
  route({
    method: 'POST',
    path: '/auctions/:id/bids',
    summary: 'Bid up to an amount: the shop bids for the buyer, step by step',
    needs: 'login',
    body: z.strictObject({ amount: z.string().max(40) }),
    fromForm: typedNumbers('amount'),
    answer: lotSchema,
    run: async (call) => {
      userOf(call)
      const lot = await shop.auctions.bid(call.params.id ?? '', call.buyer, bidOf(call.body.amount))
      return {
        status: 200,
        body: lotJson(await withItem(shop, lot), call.locale),
        redirect: `/auctions/${encodeURIComponent(lot.id)}`,
        flash: { kind: 'ok', text: messagesOf(call.locale).market.bidPlaced },
      }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: async () => pageOf(shop, call, await lotOf(shop, call), formState(call.fields, error.code, details)),
    }),
  }),
  route({
    method: 'GET',
    path: '/auctions/:id/events',
    summary: 'Server-sent events: the public lot as event `lot`, now and whenever it changes, until it is over; resumable by Last-Event-ID',
    jsonOnly: true,
    run: async (call) => {
      const { item, lot } = await withItem(shop, await shop.auctions.find(call.params.id ?? ''))
      const seen = versionIn(call.request.headers.get('last-event-id'))
      // Nothing will change any more: 204 is how a browser is told not to ask again.
      if (seen === lot.version && (lot.state === 'won' || lot.state === 'unsold')) return { status: 204, body: null }
      const write = (changed: LotView): string => JSON.stringify(lotJson({ lot: changed, item }, call.locale))
      const content = call.request.method === 'HEAD' ? '' : watch.watch(lot, seen, { address: call.address, write })
      return { status: 200, body: null, raw: { type: 'text/event-stream', content }, headers: { 'x-accel-buffering': 'no' } }
    },
  }),
]

const lotOf = (shop: Shop, { params, buyer }: Call): Promise<LotView> => shop.auctions.find(params.id ?? '', buyer)

function bidOf(text: string): bigint {
  const amount = money(text, CURRENCY)
  if (amount <= 0n) throw new ShopError('invalid_input', { errors: [{ field: 'amount', code: 'positive' }] })
  if (amount > MOST_BID) throw new ShopError('invalid_input', { errors: [{ field: 'amount', code: 'too_big' }] })
  return amount
}

const versionIn = (header: string | null): bigint | null => (header !== null && /^[0-9]{1,18}$/.test(header) ? BigInt(header) : null)

async function pageOf(shop: Shop, call: Call, lot: LotView, form: FormState): Promise<string> {
  const shown = await withItem(shop, lot)
  const { user, buyer, locale } = call
  const [context, latest, history, win] = await Promise.all([
    pageContext(shop, call),
    latestLotOf(shop, shown.item),
    bidsOn(shop, shown, buyer),
    user !== null && lot.yourMost !== null && lot.state !== 'live' ? winOf(shop, user, shown, locale) : null,
  ])
  return String(
    auctionPage(context, {
      lot: lotJson(shown, locale),
      version: String(lot.version),
      details: detailsOf(shown.item, locale),
      history,
      win,
      own: lot.seller === user?.id,
      again: latest === lot.id || latest === null ? null : `/auctions/${encodeURIComponent(latest)}`,
      form,
    }),
  )
}
