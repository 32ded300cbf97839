/** A listener to server-sent events, as a browser's EventSource is one. */
import { strict as assert } from 'node:assert'
import { Agent, type IncomingMessage, request } from 'node:http'

export interface LotEvent {
  readonly id: string
  readonly lot: { readonly id: string; readonly state: string; readonly price: string; readonly bids: number }
}

export interface Listening {
  readonly status: number
  readonly message: IncomingMessage
  /** The next event; null at the end of the stream. */
  next(): Promise<LotEvent | null>
  /** Goes away in the middle, as a closed tab does. */
  leave(): void
}

/** Listens to an auction from what was seen last on. */
export function listen(url: string, lot: string, seen?: string): Promise<Listening> {
  const target = new URL(`/auctions/${lot}/events`, url)
  const headers = { accept: 'text/event-stream', ...(seen !== undefined && { 'last-event-id': seen }) }
  return new Promise((resolve, reject) => {
    const sent = request(target, { headers, agent: new Agent({ keepAlive: false }) }, (message) => {
      const parts = message.setEncoding('utf8')[Symbol.asyncIterator]()
      let text = ''
      const next = async (): Promise<LotEvent | null> => {
        for (;;) {
          const end = text.indexOf('\n\n')
          const block = text.slice(0, Math.max(end, 0))
          if (end >= 0) text = text.slice(end + 2)
          if (block.includes('event: lot')) return eventIn(block)
          if (end >= 0) continue
          const part = await parts.next()
          if (part.done === true) return null
          text += String(part.value)
        }
      }
      resolve({ status: message.statusCode ?? 0, message, next, leave: () => sent.destroy() })
    })
    sent.on('error', reject)
    sent.end()
  })
}

function eventIn(block: string): LotEvent {
  const fields = new Map(block.split('\n').map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]))
  assert.deepEqual([...fields.keys()].sort(), ['data', 'event', 'id', 'retry'])
  return { id: fields.get('id') ?? '', lot: JSON.parse(fields.get('data') ?? '') as LotEvent['lot'] }
}
