import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { describe, it } from 'node:test'
import { problemSchema, serveNode, socketAddress } from '../../src/http/index.ts'
import { echo, openStore, siteOf, stubShop } from './site.ts'

/** Sends bytes as they are and answers everything that comes back until the server closes. */
async function speak(url: string, ...parts: readonly (string | Uint8Array)[]): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  socket.on('error', () => undefined)
  for (const part of parts) socket.write(part)
  await new Promise((resolve) => socket.on('close', resolve))
  return Buffer.concat(chunks).toString('latin1')
}
const statusIn = (answer: string): number => Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1])

/** Resolves when a server takes no more lines. */
async function untilClosed(url: string): Promise<void> {
  for (;;) {
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true))
      socket.once('error', () => resolve(false))
    })
    socket.destroy()
    if (!isOpen) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

async function serving(
  handler: (request: Request) => Promise<Response>,
  run: (url: string, server: { stop(grace?: number): Promise<void> }) => Promise<void>,
): Promise<void> {
  const server = await serveNode(handler, { port: 0, host: '127.0.0.1' })
  try {
    await run(server.url, server)
  } finally {
    await server.stop(100)
  }
}

describe('the server', () => {
  it('serves a handler, and knows where a request came from', async () => {
    const { handler } = siteOf(stubShop(), [
      echo({ method: 'GET', run: async (call) => ({ status: 200, body: { from: socketAddress(call.request) } }) }),
    ])
    await serving(handler, async (url) => {
      const response = await fetch(`${url}/echo`)
      assert.deepEqual([response.status, await response.json()], [200, { from: '127.0.0.1' }])
      assert.equal(response.headers.get('keep-alive'), 'timeout=65', 'longer than proxies keep a line')
      assert.equal(socketAddress(new Request(url)), '')
    })
  })

  it('finishes what is in flight when it is stopped, and takes nothing new', async () => {
    const begun = Promise.withResolvers<void>()
    const free = Promise.withResolvers<void>()
    const run = async () => {
      begun.resolve()
      await free.promise
      return { status: 200, body: { done: true } }
    }
    const server = await serveNode(siteOf(stubShop(), [echo({ method: 'GET', run })]).handler, { port: 0, host: '127.0.0.1' })
    const answer = fetch(`${server.url}/echo`)
    await begun.promise
    const stopped = server.stop()
    await untilClosed(server.url)
    free.resolve()
    const answered = await answer
    assert.deepEqual([await answered.json(), answered.headers.get('connection')], [{ done: true }, 'close'])
    await stopped
  })

  it('answers those whose lines were still waiting when it was stopped, and says that the line ends', async () => {
    // Each answer keeps the process busy for a while, as a database in the same process does: meanwhile nobody takes the lines that come in.
    const begun = Promise.withResolvers<void>()
    const handler = async () => {
      begun.resolve()
      const until = performance.now() + 10
      while (performance.now() < until);
      return new Response('done')
    }
    const server = await serveNode(handler, { port: 0, host: '127.0.0.1' })
    const answers = Array.from({ length: 20 }, () => speak(server.url, 'GET / HTTP/1.1\r\nhost: shop\r\n\r\n'))
    await begun.promise
    const stopped = server.stop()
    const said = await Promise.all(answers)
    assert.deepEqual(
      said.map((answer) => [statusIn(answer), /\r\nconnection: close\r\n/i.test(answer)]),
      said.map(() => [200, true]),
    )
    await stopped
  })

  it('cuts off what does not end', async () => {
    const begun = Promise.withResolvers<void>()
    const run = async () => {
      begun.resolve()
      return new Promise<never>(() => undefined)
    }
    const { handler } = siteOf(stubShop(), [echo({ method: 'GET', run })])
    const server = await serveNode(handler, { port: 0, host: '127.0.0.1' })
    const answer = fetch(`${server.url}/echo`)
    await begun.promise
    await Promise.all([assert.rejects(answer), server.stop(10)])
  })

  it('refuses a request that does not come to its end, and closes a line nothing came through without a word', async () => {
    const server = await serveNode(siteOf(stubShop(), []).handler, { port: 0, host: '127.0.0.1', patience: 50 })
    assert.equal(statusIn(await speak(server.url, 'GET /cart HTTP/1.1\r\nhost:')), 400)
    assert.equal(await speak(server.url), '', 'it would be taken for the answer to a request that sets out at that moment')
    await server.stop()
  })

  it('answers every byte sequence with a 4xx, and goes on (P29)', async () => {
    const store = await openStore()
    const end = 'host: shop\r\nconnection: close\r\n'
    const json = `${end}accept: application/json\r\ncontent-type: application/json\r\n`
    try {
      await serving(store.handler, async (url) => {
        const requests: readonly (readonly (string | Uint8Array)[])[] = [
          ['nonsense\r\n\r\n'],
          [new Uint8Array(2000).fill(0xff), '\r\n\r\n'],
          ['GET /cart\0 HTTP/1.1\r\n', end, '\r\n'],
          ['GET /%00 HTTP/1.1\r\n', end, '\r\n'],
          ['GET /%ff%fe HTTP/1.1\r\n', end, '\r\n'],
          ['GET /\\evil HTTP/1.1\r\n', end, '\r\n'],
          ['GET //cart HTTP/1.1\r\n', end, '\r\n'],
          ['GET cart HTTP/1.1\r\n', end, '\r\n'],
          ['GET http://evil.test/nothing HTTP/1.1\r\n', end, '\r\n'],
          ['GET /orders/1 HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n'],
          ['GET /orders/1 HTTP/1.1\r\nhost: [::1\r\nconnection: close\r\n\r\n'],
          ['GET /orders/1 HTTP/1.1\r\nconnection: close\r\n\r\n'],
          [`GET /orders/1 HTTP/1.1\r\n${end}cookie: ${'x'.repeat(5000)}\r\n\r\n`],
          [`GET /orders/1 HTTP/1.1\r\n${end}x: ${'x'.repeat(100_000)}\r\n\r\n`],
          [`GET /orders/1 HTTP/1.1\r\n${end}accept: \x80\xff\r\n\r\n`],
          [`GET /orders/${'x'.repeat(7000)} HTTP/1.1\r\n`, end, '\r\n'],
          [`GET /orders?limit=${'9'.repeat(5000)} HTTP/1.1\r\n`, end, '\r\n'],
          [`GET /checkout?${'a=b&'.repeat(2000)}payment=x HTTP/1.1\r\n`, end, '\r\n'],
          ['TRACE /cart HTTP/1.1\r\n', end, '\r\n'],
          ['CONNECT /cart HTTP/1.1\r\n', end, '\r\n'],
          ['OPTIONS * HTTP/1.1\r\n', end, '\r\n'],
          ['PROPFIND /cart HTTP/1.1\r\n', end, '\r\n'],
          ['PUT /cart HTTP/1.1\r\n', json, 'content-length: 2\r\n\r\n{}'],
          ['POST /cart/items HTTP/1.1\r\n', json, 'content-length: 1\r\n\r\n{'],
          ['POST /cart/items HTTP/1.1\r\n', json, 'content-length: 9999999999\r\n\r\n{'],
          ['POST /cart/items HTTP/1.1\r\n', json, 'content-length: -5\r\n\r\n{'],
          ['POST /cart/items HTTP/1.1\r\n', json, 'content-length: 2\r\ncontent-length: 3\r\n\r\n{}x'],
          ['POST /cart/items HTTP/1.1\r\n', json, 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}'],
          ['POST /cart/items HTTP/1.1\r\n', json, 'transfer-encoding: chunked\r\n\r\nzz\r\n{}'],
          [
            'POST /cart/items HTTP/1.1\r\n',
            json,
            'transfer-encoding: chunked\r\n\r\n',
            `${(70_000).toString(16)}\r\n${'x'.repeat(70_000)}\r\n0\r\n\r\n`,
          ],
          ['POST /cart/items HTTP/1.1\r\n', json, 'content-length: 4\r\n\r\n', new Uint8Array([0xff, 0xfe, 0xfd, 0])],
          ['POST /cart/items HTTP/1.1\r\n', json, 'content-length: 30\r\n\r\n{"product":"garment:\\u0000x1" }'],
        ]
        for (const request of requests) {
          const answer = await speak(url, ...request)
          const label = Buffer.concat(request.map((part) => Buffer.from(part)))
            .toString('latin1')
            .slice(0, 80)
          const status = statusIn(answer)
          assert.ok(status >= 400 && status < 500, `${status} for ${label}`)
          assert.doesNotMatch(answer, /\bat [^ ]+ \(|node_modules|\/src\/|select |insert /i, label)
        }
        assert.equal((await fetch(`${url}/cart`)).status, 200)
      })
      assert.deepEqual(store.logged, [])
    } finally {
      await store.kit.shop.close()
    }
  })

  it('refuses what never reaches the handler as a problem as well', async () => {
    const begun: string[] = []
    const handler = async (request: Request): Promise<Response> => {
      begun.push(request.url)
      return new Response(await request.text())
    }
    await serving(handler, async (url) => {
      const requests: readonly string[] = [
        'GARBAGE\r\n\r\n',
        'GET / HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n',
        'GET / HTTP/1.1\r\n\r\n',
        'FROB / HTTP/1.1\r\nhost: x\r\n\r\n',
        'CONNECT x:80 HTTP/1.1\r\nhost: x\r\n\r\n',
        'GET / HTTP/9.9\r\nhost: x\r\n\r\n',
        'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
        'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: rot13\r\n\r\n',
        'POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
        `POST / HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n1;${'x'.repeat(20_000)}`,
        'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: many\r\n\r\n',
        'POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ntransfer-encoding: chunked\r\n\r\n',
        `GET / HTTP/1.1\r\nhost: x\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`,
        'GET / HTTP/1.1\r\nhost: x\r\nexpect: foo\r\n\r\n',
        'POST / HTTP/1.1\r\nhost: x\r\nexpect: foo\r\ncontent-length: 5\r\n\r\nhello',
      ]
      for (const request of requests) {
        const label = request.slice(0, 60)
        const [head = '', body = ''] = (await speak(url, request)).split('\r\n\r\n')
        assert.match(head, /^HTTP\/1\.1 400 Bad Request\r\n/, label)
        for (const header of [
          /\r\ncontent-type: application\/problem\+json/i,
          /\r\nconnection: close/i,
          /\r\ncache-control: no-store/i,
          /\r\nx-content-type-options: nosniff/i,
          /\r\ncontent-security-policy: default-src 'self'/i,
        ])
          assert.match(head, header, label)
        const json = body.replace(/^[0-9a-f]+\r\n|\r\n0$/g, '')
        const { code, status, errors } = problemSchema.parse(JSON.parse(json))
        assert.deepEqual([code, status, errors], ['invalid_input', 400, []], label)
      }
      assert.equal((await fetch(url)).status, 200)
    })
    assert.deepEqual(begun.length, 4, 'the two bodies that went wrong, their expectation aside, and the last')
  })

  it('sends an answer whole before it refuses the bytes that come after its request', async () => {
    const go = Promise.withResolvers<void>()
    const parts = ['one ', 'two ', 'three']
    const handler = async (): Promise<Response> => {
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const part = parts.shift()
          if (part === undefined) return controller.close()
          controller.enqueue(Buffer.from(part))
          if (part === 'one ') await go.promise
        },
      })
      return new Response(body)
    }
    await serving(handler, async (url) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      let said = ''
      socket.on('data', (chunk: Buffer) => {
        said += chunk.toString('latin1')
        if (!said.includes('one ') || said.includes('two ')) return
        socket.write('GARBAGE\r\n\r\nMORE OF IT')
        setTimeout(go.resolve, 20)
      })
      socket.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n')
      await new Promise((resolve) => socket.on('close', resolve))
      const [whole = '', refused = ''] = said.split(/(?=HTTP\/1\.1 400)/)
      assert.match(whole, /^HTTP\/1\.1 200 OK\r\n.*one .*two .*three\r\n0\r\n\r\n$/s)
      assert.match(refused, /^HTTP\/1\.1 400 .*"code":"invalid_input"/s)
    })
  })

  it('answers two requests and the garbage behind them in their order', async () => {
    const handler = async (request: Request): Promise<Response> => new Response(new URL(request.url).pathname)
    await serving(handler, async (url) => {
      const said = await speak(url, 'GET /a HTTP/1.1\r\nhost: x\r\n\r\nGET /b HTTP/1.1\r\nhost: x\r\n\r\nGARBAGE\r\n\r\n')
      assert.deepEqual(
        [...said.matchAll(/HTTP\/1\.1 (\d{3})/g)].map((match) => match[1]),
        ['200', '200', '400'],
        said,
      )
    })
  })
})
