/**
 * A client that costs little, so that the servers are what is measured: one request at a time on each connection, straight on the socket
 * (Node's own client costs as much as a bare server does).
 */
import { once } from 'node:events'
import { connect } from 'node:net'

export interface Exchange {
  readonly status: number
  /** `name=value` of the cookies it set. */
  readonly cookies: readonly string[]
  /** Bytes of the body. */
  readonly size: number
}

export interface Connection {
  readonly post: (path: string, body: string, cookies: readonly string[]) => Promise<Exchange>
  readonly close: () => void
}

const HEAD_END = '\r\n\r\n'
const LAST_CHUNK = '0\r\n\r\n'

/** Opens a connection that is kept alive. */
export async function openConnection(url: URL): Promise<Connection> {
  const socket = connect({ host: url.hostname, port: Number(url.port), noDelay: true })
  await once(socket, 'connect')
  let received = Buffer.alloc(0)
  let waiting: PromiseWithResolvers<Exchange> | null = null

  socket.on('data', (bytes) => {
    received = received.length === 0 ? bytes : Buffer.concat([received, bytes])
    const answer = readAnswer(received)
    if (answer === null) return
    received = Buffer.alloc(0)
    waiting?.resolve(answer)
  })
  const lost = (error?: Error): void => waiting?.reject(error ?? new Error('the server closed the connection'))
  socket.on('error', lost)
  socket.on('close', () => lost())

  return {
    post(path, body, cookies) {
      waiting = Promise.withResolvers<Exchange>()
      const cookie = cookies.length === 0 ? '' : `Cookie: ${cookies.join('; ')}\r\n`
      socket.write(
        `POST ${path} HTTP/1.1\r\nHost: ${url.host}\r\nOrigin: ${url.origin}\r\nAccept: application/json\r\n` +
          `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n${cookie}\r\n${body}`,
      )
      return waiting.promise
    },
    close: () => socket.destroy(),
  }
}

/** A whole answer, or null while bytes are missing. */
function readAnswer(bytes: Buffer): Exchange | null {
  const end = bytes.indexOf(HEAD_END)
  if (end < 0) return null
  const head = bytes.toString('latin1', 0, end)
  const size = bytes.length - end - HEAD_END.length
  const length = /^content-length: *(\d+)/im.exec(head)?.[1]
  const isWhole = length === undefined ? bytes.toString('latin1', bytes.length - LAST_CHUNK.length) === LAST_CHUNK : size >= Number(length)
  if (!isWhole) return null
  const cookies = [...head.matchAll(/^set-cookie: *([^;\r]+)/gim)].map((found) => found[1] ?? '')
  return { status: Number(head.slice(9, 12)), cookies, size }
}
