import assert from 'node:assert/strict'
import { after, afterEach, before, beforeEach, describe, it } from 'node:test'
import { type LotView, type ShopError, sql } from 'cartwright'
import { type LotWatch, type WatchLimits, watchLots } from '../../src/auctions/lot-watch.ts'
import { openApp } from './open-app.ts'

const QUICK: WatchLimits = { perAddress: 2, inAll: 3, lookEvery: 10, beatEvery: 15 }

type Reader = ReadableStreamDefaultReader<Uint8Array>

/** The next thing that is sent, without the signs of life; null at the end. */
async function next(reader: Reader): Promise<string | null> {
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return null
    const text = new TextDecoder().decode(value)
    if (text.includes('event: lot')) return text
  }
}

const idIn = (text: string | null): string | undefined => /^id: (.*)$/m.exec(text ?? '')?.[1]

describe('watching auctions', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  let watch: LotWatch
  let lots: readonly LotView[]
  before(async () => {
    app = await openApp()
    lots = (await app.shop.auctions.list({ state: 'live' })).items
  })
  after(() => app.close())
  const open = (limits: Partial<WatchLimits> = {}): LotWatch =>
    watchLots(app.shop, { ...QUICK, ...limits }, (error) => console.error(error))
  beforeEach(() => {
    watch = open()
  })
  afterEach(() => watch.close())

  const lotAt = (index: number): Promise<LotView> => app.shop.auctions.find(lots[index]?.id ?? '')
  const write = ({ price, state }: LotView): string => `${state} ${price}`
  const from = (address: string) => ({ address, write })

  it('tells what there is at once, then every change, each with its version', async () => {
    const lot = await lotAt(0)
    const reader = watch.watch(lot, null, from('a')).getReader()
    assert.equal(idIn(await next(reader)), String(lot.version))
    const { version, price } = await app.shop.auctions.bid(lot.id, { userId: 'buyer01', roles: ['buyer'] }, lot.nextMinimum)
    const told = await next(reader)
    assert.equal(idIn(told), String(version))
    assert.ok(told?.includes(`data: live ${price}`), `${told}`)
    await reader.cancel()
  })

  it('waits when the version was seen, and shows signs of life meanwhile', async () => {
    const lot = await lotAt(1)
    const reader = watch.watch(lot, lot.version, from('a')).getReader()
    for (let beats = 0; beats < 3; beats += 1) assert.match(new TextDecoder().decode((await reader.read()).value), /^:/)
    await app.shop.auctions.bid(lot.id, { userId: 'buyer02', roles: ['buyer'] }, lot.nextMinimum)
    assert.equal(idIn(await next(reader)), String(lot.version + 1n))
    await reader.cancel()
  })

  it('sends somebody who does not read the latest state only, however much happens', async () => {
    const lot = await lotAt(2)
    const stream = watch.watch(lot, null, from('a'))
    for (let bids = 0; bids < 5; bids += 1) {
      const now = await lotAt(2)
      await app.shop.auctions.bid(lot.id, { userId: `buyer0${(bids % 2) + 3}`, roles: ['buyer'] }, now.nextMinimum)
      await new Promise((resolve) => setTimeout(resolve, 3 * QUICK.lookEvery))
    }
    const last = await lotAt(2)
    const reader = stream.getReader()
    assert.equal(idIn(await next(reader)), String(lot.version))
    assert.equal(idIn(await next(reader)), String(last.version), 'what came between is left out')
    await reader.cancel()
  })

  it('ends when the auction is over, with how it ended', async () => {
    const lot = await lotAt(3)
    const reader = watch.watch(lot, lot.version, from('a')).getReader()
    await app.shop.context.db.batch([sql`update auction_lot set ends_at = starts_at + 1 where lot_id = ${lot.id}`])
    assert.match((await next(reader)) ?? '', /data: (closed|unsold)/)
    assert.equal(await next(reader), null)
    assert.equal(watch.count(), 0)
    const late = watch.watch(await lotAt(3), lot.version, from('a')).getReader()
    assert.match((await next(late)) ?? '', /data: (closed|unsold)/, 'who has missed the end is told of it')
    assert.equal(await next(late), null)
  })

  it('tells who has seen the end how it is settled, on the same line', async () => {
    const lot = await lotAt(2)
    const reader = watch.watch(lot, lot.version, from('a')).getReader()
    await app.shop.context.db.batch([sql`update auction_lot set ends_at = starts_at + 1 where lot_id = ${lot.id}`])
    assert.match((await next(reader)) ?? '', /data: closed/)
    await app.shop.context.db.batch([sql`update auction_lot set state = 'won' where lot_id = ${lot.id}`])
    assert.match((await next(reader)) ?? '', /data: won/)
    assert.equal(await next(reader), null)
  })

  it('takes so many from one address and so many in all, and gives a place back when somebody goes', async () => {
    const lot = await lotAt(0)
    const refused = (address: string, code: string): void => {
      assert.throws(
        () => watch.watch(lot, null, from(address)),
        (error) => (error as ShopError).code === code && Number((error as ShopError).details.retryAfter) > 0,
      )
    }
    const [first] = [watch.watch(lot, null, from('a')), watch.watch(lot, null, from('a'))]
    refused('a', 'rate_limited')
    watch.watch(lot, null, from('b'))
    refused('c', 'unavailable')
    assert.equal(watch.count(), 3)
    await first?.cancel()
    assert.equal(watch.count(), 2)
    watch.watch(lot, null, from('a'))
  })

  it('ends all at once when the server does, and takes nobody any more', async () => {
    const lot = await lotAt(0)
    const readers = [watch.watch(lot, null, from('a')), watch.watch(lot, lot.version, from('b'))].map((stream) => stream.getReader())
    watch.close()
    for (const reader of readers) while ((await next(reader)) !== null);
    assert.equal(watch.count(), 0)
    assert.throws(() => watch.watch(lot, null, from('a')), { code: 'unavailable' })
  })

  it('asks the database no more when nobody watches', async () => {
    let asked = 0
    const list = (page: object): ReturnType<typeof app.shop.auctions.list> => {
      asked += 1
      return app.shop.auctions.list(page)
    }
    const counting = { ...app.shop, auctions: { ...app.shop.auctions, list } }
    const lone = watchLots(counting, { ...QUICK, perAddress: 9, inAll: 9 }, (error) => console.error(error))
    const lot = await lotAt(0)
    const streams = Array.from({ length: 9 }, () => lone.watch(lot, lot.version, from('a')))
    await new Promise((resolve) => setTimeout(resolve, 12 * QUICK.lookEvery))
    assert.ok(asked > 0 && asked < 15, `${asked} questions for nine listeners`)
    for (const stream of streams) await stream.cancel()
    await new Promise((resolve) => setTimeout(resolve, 3 * QUICK.lookEvery))
    const before = asked
    await new Promise((resolve) => setTimeout(resolve, 5 * QUICK.lookEvery))
    assert.equal(asked, before)
    lone.close()
  })
})
