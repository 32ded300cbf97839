import { once } from 'node:events'
import { connect } from 'node:net'

/** Sends bytes that no honest client would send, and answers all that came back. */
export async function sendRaw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  const chunks: Buffer[] = []
  socket.on('data', (chunk: Buffer) => chunks.push(chunk))
  // A server may answer and hang up before it has read everything.
  socket.on('error', () => socket.destroy())
  const closed = once(socket, 'close')
  socket.write(Buffer.from(bytes, 'latin1'))
  await closed
  return Buffer.concat(chunks).toString('latin1')
}
