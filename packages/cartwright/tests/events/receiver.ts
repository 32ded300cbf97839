import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ShopEvent } from '../../src/index.ts'

/** One request as it came in. */
export interface Call {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
  /** The event as the body holds it. */
  readonly event: Omit<ShopEvent, 'sequence' | 'madeAt'> & { readonly sequence: string; readonly madeAt: string }
}

/** A receiver of webhooks on this machine, whose mood a test sets. */
export interface Receiver {
  readonly url: string
  readonly calls: readonly Call[]
  /** The status it answers a call with; `hang`: none, ever. Default 204. */
  mood: (call: Call) => number | 'hang'
  close(): Promise<void>
}

export async function startReceiver(): Promise<Receiver> {
  const calls: Call[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString()
    const call: Call = { path: request.url ?? '', headers: request.headers, body, event: JSON.parse(body === '' ? 'null' : body) }
    calls.push(call)
    const status = receiver.mood(call)
    if (status !== 'hang') response.writeHead(status, { location: '/elsewhere' }).end('thank you')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const receiver: Receiver = {
    // What stands behind the question mark is a secret of many a real receiver.
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?word=secret`,
    calls,
    mood: () => 204,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return receiver
}
