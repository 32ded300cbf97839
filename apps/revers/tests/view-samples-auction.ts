import type { Html } from 'cartwright/html'
import { type AuctionPageData, auctionPage } from '../src/views/auction-pages.ts'
import { EMPTY_FORM, type LotJson, type PageContext } from '../src/views/types.ts'
import { context, form, item, lot, win } from './view-samples.ts'

/** A lot nobody of interest has bid on. */
export const openLot = (text = '', more: Partial<LotJson> = {}): LotJson => {
  const { your_bid: _, leading: __, ...rest } = lot(text)
  return { ...rest, ...more }
}

const BID = { number: 2, at: '2026-11-21T12:20:00.000Z', own: false }

export const lotData = (text = '', more: Partial<AuctionPageData> = {}): AuctionPageData => ({
  lot: openLot(text),
  version: '7',
  details: item(text).details,
  history: [{ ...BID, number: 1, own: true, most: '120.00' }, ...Array.from({ length: 7 }, () => BID)],
  win: null,
  own: false,
  again: null,
  form: EMPTY_FORM,
  ...more,
})

const mine = { your_bid: '120.00', leading: true }
const lost = { your_bid: '120.00', leading: false }

/** The page of an auction in every state it can be in, by what is said of it. */
export const LOT_STATES: Readonly<Record<string, (text: string) => Partial<AuctionPageData>>> = {
  'without bids': (text) => ({ lot: openLot(text, { bids: 0, reserve_met: false }), history: [] }),
  open: () => ({}),
  leading: (text) => ({ lot: openLot(text, mine) }),
  outbid: (text) => ({ lot: openLot(text, lost) }),
  'ending soon': (text) => ({ lot: openLot(text, { ends_at: '2026-11-21T12:24:30.000Z' }) }),
  'bid too low': (text) => ({ lot: openLot(text), form: { ...form(text), errors: [], refusal: { code: 'bid_too_low', details: {} } } }),
  refused: (text) => ({ lot: openLot(text), form: form(text), again: text }),
  own: () => ({ own: true }),
  'closed in front': (text) => ({ lot: openLot(text, { ...mine, state: 'closed' }) }),
  'closed behind': (text) => ({ lot: openLot(text, { ...lost, state: 'closed' }) }),
  won: (text) => ({ lot: openLot(text, { ...mine, state: 'won' }), win: { ...win(text), state: 'unpaid' } }),
  'won and paid': (text) => ({ lot: openLot(text, { ...mine, state: 'won' }), win: { ...win(text), state: 'paid' } }),
  'won and lapsed': (text) => ({ lot: openLot(text, { ...mine, state: 'won' }), win: { ...win(text), state: 'lapsed' } }),
  offered: (text) => ({ lot: openLot(text, { ...lost, state: 'closed' }), win: { ...win(text), state: 'offered' } }),
  lost: (text) => ({ lot: openLot(text, { ...lost, state: 'won' }) }),
  'below the reserve': (text) => ({ lot: openLot(text, { state: 'unsold', reserve_met: false }) }),
  'without a buyer': (text) => ({ lot: openLot(text, { state: 'unsold', bids: 0 }), again: text }),
}

export const lotPages = (page: PageContext, text: string): [string, Html][] => [
  ...Object.entries(LOT_STATES).map(([name, more]): [string, Html] => [`auction ${name}`, auctionPage(page, lotData(text, more(text)))]),
  ['auction for a guest', auctionPage(context(text, { locale: page.locale, user: null }), lotData(text))],
]
