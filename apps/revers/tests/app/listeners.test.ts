import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type NodeServer, serveNode } from 'cartwright/http'
import { listen } from '../kit/events.ts'
import { openApp } from './open-app.ts'

describe('listeners over HTTP', () => {
  let app: Awaited<ReturnType<typeof openApp>>
  let server: NodeServer
  let lot: string
  before(async () => {
    app = await openApp()
    server = await serveNode(app.handle, { host: '127.0.0.1', port: 0 })
    lot = (await app.shop.auctions.list({ state: 'live' })).items[0]?.id ?? ''
  })
  after(() => app.close())

  const settled = async (count: number): Promise<void> => {
    for (let looks = 0; looks < 100 && app.watch.count() !== count; looks += 1) await sleep(20)
    assert.equal(app.watch.count(), count)
  }

  it('leave nothing behind when they go away', async () => {
    const listening = await Promise.all(Array.from({ length: 5 }, () => listen(server.url, lot)))
    for (const one of listening) assert.equal((await one.next())?.lot.id, lot)
    await settled(5)
    for (const one of listening) one.leave()
    await settled(0)
  })

  it('write nothing and are not counted when only the head is asked for', async () => {
    const response = await app.handle(new Request(`http://127.0.0.1:3000/auctions/${lot}/events`, { method: 'HEAD' }))
    assert.deepEqual(
      [response.status, response.headers.get('content-type'), response.headers.get('set-cookie')],
      [200, 'text/event-stream', null],
    )
    assert.equal(app.watch.count(), 0)
  })

  it('hear the end when the server stops, which does not wait for them', async () => {
    const listening = await Promise.all([listen(server.url, lot), listen(server.url, lot, '1')])
    await settled(2)
    app.watch.close()
    const begun = performance.now()
    await server.stop(4_000)
    assert.ok(performance.now() - begun < 3_000)
    await listening[0]?.next()
    for (const one of listening) assert.equal(await one.next(), null)
  })
})
