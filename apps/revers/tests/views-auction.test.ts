import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { messagesOf } from '../src/i18n/messages.ts'
import { type AuctionPageData, auctionPage } from '../src/views/auction-pages.ts'
import { bidsPage } from '../src/views/bids-page.ts'
import { context, lot } from './view-samples.ts'
import { LOT_STATES, lotData, openLot } from './view-samples-auction.ts'

const plain = (text: string): string => text.replaceAll('\u00a0', ' ')
const shown = (more: Partial<AuctionPageData> = {}, user: 'guest' | 'user' = 'user'): string =>
  plain(String(auctionPage(user === 'guest' ? context('', { user: null }) : context(), lotData('', more))))
const inState = (name: string): string => shown(LOT_STATES[name]?.('') ?? assert.fail(name))

const { market, shop } = messagesOf('ro')
const FORM = /action="\/auctions\/[^"]*\/bids"/

describe('the page of an auction', () => {
  it('has the form to bid exactly where a bid can be made', () => {
    for (const name of ['without bids', 'open', 'leading', 'outbid', 'ending soon', 'bid too low', 'refused'])
      assert.match(inState(name), FORM, name)
    for (const name of ['own', 'closed in front', 'closed behind', 'won', 'won and paid', 'lost', 'below the reserve', 'without a buyer'])
      assert.doesNotMatch(inState(name), FORM, name)
    const guest = shown({}, 'guest')
    assert.doesNotMatch(guest, FORM)
    assert.match(guest, /href="\/login\?next=/)
  })

  it('says where the visitor stands, and his maximum to nobody else', () => {
    const own = [
      ['leading', 'ok', market.leadingAt],
      ['outbid', 'warn', market.outbidAt],
    ] as const
    for (const [name, look, words] of own) {
      assert.match(inState(name), new RegExp(`class="note ${look}"><strong data-say>${words} <bdi dir="ltr">120,00 RON`), name)
      assert.match(inState(name), /numai tu: <bdi dir="ltr">120,00 RON/, name)
      assert.match(inState(name), new RegExp(`data-standing="${name}"`))
    }
    const other = shown({ lot: openLot(), history: [{ number: 1, at: '2026-11-21T12:00:00.000Z', own: false }] })
    assert.doesNotMatch(other, /Maximul tău|până la <bdi/)
    assert.match(other, /Ofertantul 1/)
  })

  it('fills the box with the least that is taken; whoever leads is told what he has bid instead', () => {
    assert.match(inState('outbid'), /name="amount" type="text" value="125,00"/)
    assert.match(inState('leading'), /name="amount" type="text" value=""/)
    assert.match(inState('leading'), new RegExp(market.raiseMaximum))
  })

  it('points a bid that is too low at its box, and keeps what was typed', () => {
    const page = shown({ lot: openLot(), form: { values: { amount: '7.00' }, errors: [], refusal: { code: 'bid_too_low', details: {} } } })
    assert.match(page, /<title>Eroare: /)
    assert.match(page, /value="7\.00"[^>]*aria-describedby="amount-hint amount-error" aria-invalid="true"/)
    assert.match(page, /href="#amount"/)
  })

  it('warns in its last five minutes, by word and look', () => {
    const at = (end: string): string => shown({ lot: openLot('', { ends_at: end }) })
    assert.match(
      at('2026-11-21T12:24:59.000Z'),
      new RegExp(`class="ends state warn"[\\s\\S]*${market.endsSoon}[\\s\\S]*${market.extendsRule}`),
    )
    assert.doesNotMatch(at('2026-11-21T12:25:00.000Z'), new RegExp(`state warn|${market.endsSoon}`))
  })

  it('leads the winner to the cart while there is something to pay, and says what became of it afterwards', () => {
    assert.match(inState('won'), /Plătește până pe[\s\S]*<a class="button" href="\/cart">/)
    assert.match(inState('offered'), /<a class="button" href="\/account\/wins">/)
    for (const name of ['won and paid', 'won and lapsed', 'lost', 'closed in front'])
      assert.doesNotMatch(inState(name), /<a class="button" href="\/cart">/)
    assert.match(inState('won and paid'), new RegExp(market.wonPaid))
    assert.match(inState('won and lapsed'), new RegExp(market.wonGone))
  })

  it('says how it ended to each who looks', () => {
    assert.match(inState('lost'), new RegExp(market.lostTo))
    assert.match(inState('closed in front'), new RegExp(market.leadAtEnd))
    assert.match(inState('closed behind'), new RegExp(market.lostTo))
    assert.match(inState('below the reserve'), new RegExp(market.unsoldReserve))
    assert.match(inState('without a buyer'), new RegExp(market.unsoldEmpty))
    assert.match(shown({ lot: openLot('', { state: 'won' }) }), new RegExp(shop.lotClosed))
  })

  it('gives a script all it needs: what was seen, the words to say, and whether there is more to come', () => {
    assert.match(inState('open'), /<lot-live[^>]* src="\/auctions\/x1\/events">[\s\S]*data-seen="7-live"[^>]*data-extended="[^"]*14:35\."/)
    for (const name of ['open', 'closed in front']) assert.doesNotMatch(inState(name), / data-over/)
    for (const name of ['won', 'lost', 'below the reserve']) assert.match(inState(name), / data-over/)
    const parts = [...inState('outbid').matchAll(/data-part="([^"]*)"/g)].map(([, name]) => name)
    assert.deepEqual(parts, ['state', 'act', 'faults', 'minimum', 'hint', 'send', 'history'])
  })

  it('shows the latest bids, and how many there are behind them', () => {
    const page = shown({
      history: Array.from({ length: 26 }, (_, index) => ({ number: index + 1, at: '2026-11-20T12:00:00.000Z', own: false })),
    })
    assert.match(page, /<summary>20 de oferte mai vechi<\/summary>/)
    assert.match(page, /20 noiembrie/)
  })
})

describe('the bids of a buyer', () => {
  it('tell how each stands, and lead to its auction', () => {
    const page = plain(
      String(
        bidsPage(context(), {
          running: [lot(), { ...lot(), id: 'x2', leading: true }],
          ended: [
            { ...lot(), id: 'x3', state: 'won', leading: true },
            { ...lot(), id: 'x4', state: 'unsold' },
          ],
        }),
      ),
    )
    const { leading, outbid, won, ended } = market.bidStates
    for (const [id, word] of [
      ['x1', outbid],
      ['x2', leading],
      ['x3', won],
      ['x4', ended],
    ] as const)
      assert.match(page, new RegExp(`href="/auctions/${id}">[\\s\\S]{0,250}>${word}</span>`), id)
    assert.match(String(bidsPage(context(), { running: [], ended: [] })), new RegExp(market.noBids))
  })
})
