import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { answerBadRequest, badRequest, refuser } from './bad-request.ts'
import { lastAnswers } from './last-answers.ts'

// Longer than a proxy keeps its lines (most do for a minute), so that a request seldom sets out on one that is being closed here.
const KEEP_ALIVE_MILLISECONDS = 65_000

const addresses = new WeakMap<Request, string>()

/** The address of the socket a request came through; behind a proxy that is the proxy's. */
export const socketAddress = (request: Request): string => addresses.get(request) ?? ''

export interface NodeServer {
  readonly url: string
  /**
   * Finishes the requests in flight, also those that nobody has read yet, and takes no new ones. It goes on listening until no more lines come in, for half
   * a second at most; what is not done `grace` milliseconds after that (default 4000) is cut off.
   */
  stop(grace?: number): Promise<void>
}

/**
 * Serves a handler on Node, by `@hono/node-server`, an optional peer: `npm install @hono/node-server`. Port 0 takes a free one. A client gets `patience` milliseconds to send a request (default ten
 * seconds). What is no request is answered as every refusal is: `invalid_input`, status 400.
 */
export async function serveNode(
  handler: (request: Request) => Promise<Response>,
  place: { port: number; host: string; patience?: number },
): Promise<NodeServer> {
  const { getRequestListener } = await import('@hono/node-server').catch((cause: unknown) => {
    throw new Error('serveNode needs @hono/node-server: npm install @hono/node-server', { cause })
  })
  const listener = getRequestListener(
    (request, env) => {
      addresses.set(request, (env as HttpBindings).incoming.socket.remoteAddress ?? '')
      return handler(request)
    },
    { hostname: place.host, errorHandler: badRequest },
  )
  const { expect, refuse } = refuser()
  // Node would answer a missing host with an empty body.
  const { patience = 10_000 } = place
  const settings = {
    requestTimeout: patience,
    connectionsCheckingInterval: patience / 10,
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    requireHostHeader: false,
  }
  const server = createServer(settings, (incoming: IncomingMessage, outgoing: ServerResponse) => {
    expect(outgoing)
    last.expect(outgoing)
    if (incoming.httpVersion === '1.1' && incoming.headers.host === undefined) answerBadRequest(outgoing)
    else void listener(incoming, outgoing)
  })
  const last = lastAnswers(server)
  server.on('clientError', (_, socket) => {
    // Browsers open lines ahead of need. One that nothing came through in time is closed without a word: what is said there would be taken for the
    // answer to a request that sets out at that moment, while a line that is closed makes the browser send it again on another.
    if ((socket as Socket).bytesRead === 0) socket.destroy()
    else refuse(socket)
  })
  server.on('checkExpectation', (_, outgoing) => {
    expect(outgoing)
    answerBadRequest(outgoing)
  })
  // We are no proxy; without a listener Node would cut the line without a word.
  server.on('connect', (_, socket) => refuse(socket))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(place.port, place.host, resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://${place.host.includes(':') ? `[${place.host}]` : place.host}:${port}`,
    stop: async (grace = 4000) => {
      await last.begin()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      // A connection that is kept alive turns idle when its last answer is out, and nobody else would close it then.
      const tidy = setInterval(() => server.closeIdleConnections(), 25)
      const cut = setTimeout(() => server.closeAllConnections(), grace)
      await closed
      clearInterval(tidy)
      clearTimeout(cut)
    },
  }
}
