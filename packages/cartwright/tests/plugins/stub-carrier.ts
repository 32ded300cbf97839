import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Reaction = (request: IncomingMessage, response: ServerResponse, body: string) => void

/** A carrier on loopback that does what a test says, and remembers what it was asked. */
export interface StubCarrier {
  readonly url: string
  readonly bodies: unknown[]
  readonly requests: IncomingMessage[]
  /** How it reacts from now on. */
  reaction: Reaction
  close(): Promise<void>
}

export const answering =
  (body: unknown, status = 200): Reaction =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(typeof body === 'string' ? body : JSON.stringify(body))
  }

export async function startCarrier(): Promise<StubCarrier> {
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += String(chunk)
    stub.requests.push(request)
    stub.bodies.push(JSON.parse(text))
    stub.reaction(request, response, text)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const stub: StubCarrier = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/quote`,
    bodies: [],
    requests: [],
    reaction: answering({}, 500),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
  return stub
}
