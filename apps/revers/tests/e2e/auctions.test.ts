/** Auctions over HTTP: bids, the end, what was won, and who may hear of it. */
import { strict as assert } from 'node:assert'
import { after, before, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../kit/client.ts'
import { lotSchema, lotsSchema, minor, orderSchema, placedSchema, winsSchema } from '../kit/contract.ts'
import type { Lot, Win } from '../kit/contract-types.ts'
import { listen } from '../kit/events.ts'
import { type House, openHouse } from '../kit/house.ts'
import { login, purchase, quote, read, refusal, walletOf } from '../kit/shopper.ts'
import { onEveryEngine } from '../kit/suites.ts'

const LOOKS = 100
const PAUSE = 100

async function eventually<Found>(what: string, look: () => Promise<Found | null>): Promise<Found> {
  for (let looks = 0; looks < LOOKS; looks += 1) {
    const found = await look()
    if (found !== null) return found
    await sleep(PAUSE)
  }
  throw new Error(`${what} did not happen in ten seconds`)
}

const lotOf = async (client: Client, { id }: Pick<Lot, 'id'>): Promise<Lot> => read(await client.get(`/auctions/${id}`), 200, lotSchema)
const bid = async (client: Client, { id }: Lot, amount: string): Promise<Lot> =>
  read(await client.post(`/auctions/${id}/bids`, { amount }), 200, lotSchema)
const winsOf = async (client: Client): Promise<Win[]> => read(await client.get('/account/wins'), 200, winsSchema).items

onEveryEngine('auctions', (engine) => {
  let house: House
  let lots: Lot[]
  before(async () => {
    house = await openHouse(engine, { SWEEP_SECONDS: '1' })
    lots = read(await house.visitor().get('/auctions'), 200, lotsSchema).items
  })
  after(() => house.close())
  const lotAt = (index: number): Lot => {
    const lot = lots[index]
    assert.ok(lot)
    return lot
  }
  /** The auction ends now, as far as the clock is concerned. */
  const end = ({ id }: Lot): Promise<unknown> =>
    house.database.query(`update auction_lot set ends_at = ${BigInt(Date.now())} where lot_id = '${id}' returning lot_id`)

  it('take bids up to a maximum, tell each bidder his own, and refuse what is too low', async () => {
    const [first, second, lot] = [house.signedIn('buyer01'), house.signedIn('buyer02'), lotAt(1)]
    const opened = await bid(first, lot, '200.00')
    assert.deepEqual([opened.price, opened.bids, opened.your_bid, opened.leading], [lot.price, 1, '200.00', true])
    const raised = await bid(second, lot, '150.00')
    assert.deepEqual([raised.price, raised.your_bid, raised.leading], ['155.00', '150.00', false])
    const low = refusal(await second.post(`/auctions/${lot.id}/bids`, { amount: '159.99' }), 422, 'bid_too_low')
    assert.equal(low.next_minimum, '160.00')
    const seen = await lotOf(house.visitor(), lot)
    assert.deepEqual([seen.price, seen.next_minimum, 'your_bid' in seen, 'leading' in seen], ['155.00', '160.00', false, false])
    for (const amount of ['0.00', '-1.00', '1.001', '1e3', '1000000.01', '9'.repeat(40)])
      refusal(await second.post(`/auctions/${lot.id}/bids`, { amount }), 422, 'invalid_input')
    refusal(await second.post(`/auctions/${lot.id}/bids`, { amount: '200.00', bidder: 'ana' }), 422, 'invalid_input')
    refusal(await house.visitor().post(`/auctions/${lot.id}/bids`, { amount: '300.00' }), 401, 'login_required')
    refusal(await house.signedIn('ioana').post(`/auctions/${lot.id}/bids`, { amount: '300.00' }), 403, 'buyer_not_allowed')
    const key = { key: 'one-bid' }
    const once = await first.post(`/auctions/${lot.id}/bids`, { amount: '210.00' }, key)
    assert.equal((await first.post(`/auctions/${lot.id}/bids`, { amount: '210.00' }, key)).text, once.text)
    assert.equal((await lotOf(first, lot)).bids, 3)
  })

  it('take bids by form, with the next minimum in the box, and show the form again with what is wrong', async () => {
    const [buyer, lot] = [house.signedIn('buyer03'), lotAt(2)]
    const page = (await buyer.page(`/auctions/${lot.id}`)).text
    assert.match(page, new RegExp(`name="amount" type="text" value="${lot.next_minimum}"`))
    assert.match(
      (await buyer.submitAndFollow(`/auctions/${lot.id}/bids`, { amount: '150.00', next: `/auctions/${lot.id}` })).text,
      /Ai cea mai mare ofertă/,
    )
    const low = await house.signedIn('buyer04').submit(`/auctions/${lot.id}/bids`, { amount: '100.00', next: '/' })
    assert.equal(low.status, 422)
    assert.match(low.text, /role="alert"[\s\S]*Oferta minimă este acum[\s\S]*name="amount" type="text" value="100.00"/)
    assert.match((await house.visitor().page(`/auctions/${lot.id}`)).text, /Intră în cont ca să licitezi/)
  })

  it('end in a right to buy: paid from the wallet, sent, received, and paid out to the seller', async () => {
    const [loser, winner, lot] = [house.signedIn('buyer05'), house.signedIn('buyer06'), lotAt(3)]
    await bid(loser, lot, '160.00')
    await bid(winner, lot, '300.00')
    await end(lot)
    refusal(await loser.post(`/auctions/${lot.id}/bids`, { amount: '500.00' }), 409, 'auction_closed')
    const win = await eventually('the win', async () => (await winsOf(winner))[0] ?? null)
    assert.deepEqual([win.product.id, win.price, win.state], [lot.product.id, '165.00', 'unpaid'])
    assert.deepEqual(await winsOf(loser), [])
    assert.equal((await lotOf(winner, lot)).state, 'won')
    for (const path of [`/account/wins/${win.id}/decline`, `/account/offers/${win.id}/accept`]) {
      refusal(await loser.post(path), 404, 'not_found')
      refusal(await house.visitor().post(path), 401, 'login_required')
    }
    assert.match((await winner.page('/account/wins')).text, /neplătită/)

    const seller = house.visitor()
    await login(seller, lot.product.seller.id)
    const listed = async (): Promise<unknown> => {
      const { items } = (await seller.get('/sell')).json as { items: { id: string; state: string }[] }
      return items.find(({ id }) => id === lot.product.id)?.state
    }
    assert.equal(await listed(), 'auction')
    refusal(await seller.post(`/sell/${lot.product.id}/withdraw`), 409, 'order_state')
    refusal(await seller.post(`/sell/${lot.product.id}/release`), 409, 'order_state')

    const shown = await quote(winner, { payment: 'wallet' })
    const { order } = read(await winner.post('/checkout', purchase(shown, 'wallet')), 201, placedSchema)
    assert.equal((await winsOf(winner))[0]?.state, 'paid')
    assert.equal(await listed(), 'sold')
    const sales = (await seller.get('/sell/sales')).json as {
      items: { order: string; state: string; address?: { line1: string; email?: string } }[]
    }
    assert.deepEqual(
      sales.items.map(({ order: id, state }) => [id, state]),
      [[order.id, 'placed']],
    )
    assert.ok(sales.items[0]?.address?.line1 && sales.items[0].address.email === undefined)
    refusal(await winner.post(`/sell/sales/${order.id}/ship`), 404, 'not_found')
    refusal(await house.signedIn('mihai').post(`/sell/sales/${order.id}/ship`), 404, 'not_found')
    refusal(await seller.post(`/sell/sales/${order.id}/deliver`), 409, 'order_state')
    assert.match((await seller.submitAndFollow(`/sell/sales/${order.id}/ship`, { tracking: 'RX-1', next: '/sell/sales' })).text, /RX-1/)
    const delivered = (await seller.post(`/sell/sales/${order.id}/deliver`)).json as { state: string; address?: unknown }
    assert.deepEqual([delivered.state, delivered.address], ['delivered', undefined])
    assert.equal(((await seller.get('/sell/payouts')).json as { waiting: string }).waiting, '148.50')
    read(await winner.post(`/orders/${order.id}/received`), 200, orderSchema)
    const paid = await eventually('the money', async () => {
      const wallet = await walletOf(seller)
      return minor(wallet.balance) > 0n ? wallet : null
    })
    // The hammer price less the commission of a tenth.
    assert.equal(paid.balance, '148.50')
    assert.deepEqual((await seller.get('/sell/payouts')).json, {
      currency: 'RON',
      waiting: '0.00',
      released: '148.50',
      refunded: '0.00',
      debt: '0.00',
    })
    refusal(await seller.post('/wallet/pay-out', { amount: '10.00' }), 400, 'idempotency_key_required')
    refusal(await seller.post('/wallet/pay-out', { amount: '148.51' }, { key: 'out-0' }), 402, 'wallet_insufficient')
    for (let times = 0; times < 2; times += 1) await seller.post('/wallet/pay-out', { amount: '100.00' }, { key: 'out-1' })
    assert.equal((await walletOf(seller)).balance, '48.50')
    assert.match(
      (await seller.submitAndFollow('/wallet/pay-out', { amount: '8.50', key: 'out-2', next: '/wallet' })).text,
      /Banii au fost retrași/,
    )
    assert.equal((await walletOf(seller)).balance, '40.00')
  })

  it('offer what the winner gives up to the next bidder, at his own bid', async () => {
    const [first, second, lot] = [house.signedIn('buyer07'), house.signedIn('buyer08'), lotAt(0)]
    await bid(second, lot, '450.00')
    await bid(first, lot, '600.00')
    await end(lot)
    const win = await eventually('the win', async () => (await winsOf(first))[0] ?? null)
    const declined = (await first.submitAndFollow(`/account/wins/${win.id}/decline`, { next: '/account/wins' })).text
    assert.match(declined, /ai renunțat/)
    const offer = await eventually('the offer', async () => (await winsOf(second))[0] ?? null)
    assert.deepEqual([offer.state, offer.price], ['offered', '450.00'])
    const accepted = (await second.post(`/account/offers/${offer.id}/accept`)).json as Win
    assert.equal(accepted.state, 'unpaid')
    assert.equal((await lotOf(second, lot)).state, 'won')
  })

  it('are heard of as they happen: at once, on every change, again after a gap, and until the end', async () => {
    const lot = await lotOf(house.visitor(), lotAt(1))
    const one = await listen(house.url, lot.id)
    assert.equal(one.message.headers['content-type'], 'text/event-stream')
    assert.equal(one.message.headers['set-cookie'], undefined)
    const now = await one.next()
    assert.deepEqual([now?.lot.id, now?.lot.price, now && 'your_bid' in now.lot], [lot.id, lot.price, false])
    const same = await listen(house.url, lot.id, now?.id)
    one.leave()
    await bid(house.signedIn('buyer09'), lot, '250.00')
    const changed = await same.next()
    assert.equal(changed?.lot.bids, lot.bids + 1)
    assert.ok(Number(changed?.id) > Number(now?.id))
    const behind = await listen(house.url, lot.id, now?.id)
    assert.equal((await behind.next())?.id, changed?.id, 'who has missed something is told at once')

    await end(lot)
    for (const listener of [same, behind]) {
      const last = await listener.next()
      assert.ok(last !== null && ['closed', 'won'].includes(last.lot.state), JSON.stringify(last))
      assert.equal(await listener.next(), null)
    }
    const won = await eventually('the close', async () => ((await lotOf(house.visitor(), lot)).state === 'won' ? true : null))
    assert.ok(won)
    const late = await listen(house.url, lot.id, changed?.id)
    const last = await late.next()
    assert.equal(last?.lot.state, 'won')
    assert.equal((await listen(house.url, lot.id, last?.id)).status, 204, 'there is nothing more to hear')
    assert.equal((await listen(house.url, 'no-such-lot')).status, 404)
    assert.equal((await house.visitor().send('HEAD', `/auctions/${lot.id}/events`)).status, 200)
  })

  it('leave the books in order', async () => {
    const admin = house.visitor()
    await login(admin, 'admin')
    assert.deepEqual(((await admin.get('/admin?check=1')).json as { findings: unknown }).findings, [])
  })
})
