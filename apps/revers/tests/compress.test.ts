import { strict as assert } from 'node:assert'
import { describe, it } from 'node:test'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { codingFor, compressed } from '../src/compress.ts'

const LONG = '<p>ăâîșț</p>'.repeat(200)
const HTML = 'text/html; charset=utf-8'

/** What a client gets that takes these codings. */
async function asked(
  answer: Response,
  accepted: string | null,
  method = 'GET',
): Promise<{ headers: Headers; status: number; bytes: Buffer }> {
  const request = new Request('http://127.0.0.1/', { method, headers: accepted === null ? {} : { 'accept-encoding': accepted } })
  const response = await compressed(async () => answer)(request)
  return { headers: response.headers, status: response.status, bytes: Buffer.from(await response.arrayBuffer()) }
}

const page = (text = LONG, type = HTML): Response => new Response(text, { status: 404, headers: { 'content-type': type, vary: 'Accept' } })

describe('the coding of an answer', () => {
  it('is the best one the client takes', () => {
    assert.equal(codingFor('gzip, deflate, br'), 'br')
    assert.equal(codingFor('gzip'), 'gzip')
    assert.equal(codingFor('GZIP;q=0.5, br;q=0'), 'gzip')
    assert.equal(codingFor('br;q=0.0, gzip;q=0'), null)
    for (const none of [null, '', 'identity', 'deflate', 'brotli', ';q=1', 'br;q=x', ','.repeat(1000)])
      assert.equal(codingFor(none), null, String(none))
  })
})

describe('an answer on its way out', () => {
  it('is compressed with its status, its cookies and its true length', async () => {
    const answer = page()
    answer.headers.append('set-cookie', 'a=1')
    answer.headers.append('set-cookie', 'b=2')
    const { headers, status, bytes } = await asked(answer, 'gzip, br')
    assert.equal(status, 404)
    assert.equal(headers.get('content-encoding'), 'br')
    assert.equal(headers.get('content-length'), String(bytes.length))
    assert.equal(headers.get('vary'), 'Accept, Accept-Encoding')
    assert.deepEqual(headers.getSetCookie(), ['a=1', 'b=2'])
    assert.equal(brotliDecompressSync(bytes).toString(), LONG)
  })

  it('is zipped for those who know only that', async () => {
    for (const type of ['image/svg+xml', 'application/json', 'application/problem+json', HTML]) {
      const { headers, bytes } = await asked(page(LONG, type), 'gzip')
      assert.equal(headers.get('content-encoding'), 'gzip', type)
      assert.equal(gunzipSync(bytes).toString(), LONG)
    }
  })

  it('stays plain when it is short, and says so truly', async () => {
    const short = 'ș'.repeat(511)
    const { headers, bytes } = await asked(page(short, 'application/json'), 'br')
    assert.equal(headers.get('content-encoding'), null)
    assert.equal(headers.get('content-length'), '1022')
    assert.equal(bytes.toString(), short)
    assert.equal((await asked(page('ș'.repeat(512)), 'br')).headers.get('content-encoding'), 'br')
  })

  it('passes untouched when nobody asks, on HEAD, and when it is of another kind', async () => {
    for (const [answer, accepted, method] of [
      [page(), null, 'GET'],
      [page(), 'identity', 'GET'],
      [new Response(null, { headers: { 'content-type': HTML } }), 'br', 'HEAD'],
      [page(LONG, 'font/woff2'), 'br', 'GET'],
      [page(LONG, 'text/event-stream'), 'br', 'GET'],
    ] as const) {
      const before = [...answer.headers]
      const { headers } = await asked(answer, accepted, method)
      assert.deepEqual([...headers], before)
    }
  })

  it('never waits for the end of a stream', async () => {
    const endless = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')) })
    const answer = new Response(endless, { headers: { 'content-type': 'text/event-stream' } })
    const response = await compressed(async () => answer)(new Request('http://127.0.0.1/', { headers: { 'accept-encoding': 'br' } }))
    assert.equal(response, answer)
    await response.body?.cancel()
  })

  it('is compressed once only', async () => {
    const answer = page()
    answer.headers.set('content-encoding', 'gzip')
    assert.equal((await asked(answer, 'br')).headers.get('content-encoding'), 'gzip')
  })
})
