import type { ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { houseHeaders } from './headers.ts'
import { problemJson } from './problem.ts'

/** How long a client may go on sending after it was refused: cut off at once, it might lose the answer. */
const LINGER_MILLISECONDS = 500

const BODY = JSON.stringify(problemJson('invalid_input', 400, { errors: [] }))
const HEADERS: Readonly<Record<string, string>> = {
  ...houseHeaders(),
  'cache-control': 'no-store',
  'content-type': 'application/problem+json',
}
const BYTES = [
  'HTTP/1.1 400 Bad Request',
  ...Object.entries({ ...HEADERS, 'content-length': String(Buffer.byteLength(BODY)), connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  ),
  '',
  BODY,
].join('\r\n')

/** The answer to what is no request at all, such as a host header that is no host: it never reaches the handler. */
export const badRequest = (): Response => new Response(BODY, { status: 400, headers: HEADERS })

/** The same by Node's own means; nothing more is read from this client. */
export function answerBadRequest(outgoing: ServerResponse): void {
  outgoing.writeHead(400, { ...HEADERS, connection: 'close' }).end(BODY)
}

/** Says no to bytes that are no request and hangs up; answers that are due before go out first, and none is written into. */
export interface Refuser {
  /** An answer that is due on its connection. */
  expect(outgoing: ServerResponse): void
  refuse(socket: Duplex): void
}

export function refuser(): Refuser {
  const due = new WeakMap<Duplex, Set<ServerResponse>>()
  const refused = new WeakSet<Duplex>()
  return {
    expect(outgoing) {
      const { socket } = outgoing.req
      const answers = due.get(socket) ?? new Set()
      due.set(socket, answers.add(outgoing))
      outgoing.once('close', () => answers.delete(outgoing))
    },
    refuse(socket) {
      // Whatever comes after the first wrong byte is wrong as well.
      if (refused.has(socket)) return
      refused.add(socket)
      const answers = [...(due.get(socket) ?? [])]
      // The request whose body went wrong is answered by the refusal, unless its own answer has begun.
      const isAnswered = answers.some((answer) => !answer.req.complete && answer.headersSent)
      const before = answers.filter((answer) => answer.req.complete || answer.headersSent)
      const end = (): void => hangUp(socket, isAnswered ? '' : BYTES)
      if (before.length === 0) end()
      else void Promise.all(before.map((answer) => new Promise((resolve) => answer.once('close', resolve)))).then(end)
    },
  }
}

function hangUp(socket: Duplex, bytes: string): void {
  if (!socket.writable) {
    socket.destroy()
    return
  }
  // A connection that was to be a tunnel has nobody else left who listens; one that breaks now has had its answer.
  socket.on('error', () => socket.destroy())
  socket.resume()
  socket.end(bytes)
  const cut = setTimeout(() => socket.destroy(), LINGER_MILLISECONDS)
  socket.once('close', () => clearTimeout(cut))
}
