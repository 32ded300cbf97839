/** One message of the PostgreSQL protocol. `start` is the nameless first message of a client, `ssl` its question for encryption. */
export interface Frame {
  readonly type: string
  readonly bytes: Buffer
  /** The first texts of the message; each ends with a zero byte. */
  texts(number: number): readonly string[]
}

const SSL_REQUEST = 80_877_103
const GSS_REQUEST = 80_877_104

/** Cuts a stream of bytes into messages; answers the function to be called with each piece that arrives. */
export function createFrames(from: 'client' | 'server', take: (frame: Frame) => void): (piece: Buffer) => void {
  let rest: Buffer = Buffer.alloc(0)
  let isStarted = from === 'server'

  const next = (): Frame | null => {
    const head = isStarted ? 5 : 4
    if (rest.length < head) return null
    const length = rest.readInt32BE(head - 4) + head - 4
    if (rest.length < length) return null

    const bytes = rest.subarray(0, length)
    rest = rest.subarray(length)
    if (isStarted) return frameOf(String.fromCharCode(bytes[0] ?? 0), bytes)
    const code = bytes.readInt32BE(4)
    if (code === SSL_REQUEST || code === GSS_REQUEST) return frameOf('ssl', bytes)
    isStarted = true
    return frameOf('start', bytes)
  }

  return (piece) => {
    rest = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    for (let frame = next(); frame !== null; frame = next()) take(frame)
  }
}

function frameOf(type: string, bytes: Buffer): Frame {
  return {
    type,
    bytes,
    texts(number) {
      const found: string[] = []
      let start = 5
      while (found.length < number) {
        const end = bytes.indexOf(0, start)
        found.push(bytes.toString('utf8', start, end))
        start = end + 1
      }
      return found
    },
  }
}
