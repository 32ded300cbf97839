import type { LotView } from 'cartwright'

/** What one listener is sent. */
export interface LotStream {
  readonly content: ReadableStream<Uint8Array>
  /**
   * Sends the lot if it has changed since it was sent. One that is settled ends the stream; so does one that is over and not settled, for a listener who
   * has not seen it run, or after some looks more.
   */
  tell(lot: LotView): void
  /** Sends something nobody shows, so that no proxy between takes the line for dead. */
  beat(): void
  end(): void
}

/** Milliseconds after which a browser that was cut off asks again; rarer once the auction is over and only its outcome is missing. */
const RETRY = 2_000
const RETRY_WHEN_OVER = 10_000
/** Looks, of a second each, for which one who has seen an auction end is kept: who won is settled by then, or it takes hours. */
const LOOKS_AFTER_THE_END = 30

/**
 * A stream of server-sent events about one lot; `seen` is what the listener has already. One who reads slowly is sent the latest state only, so what waits
 * for him never grows. `closed` is called once, however it ends.
 */
export function openLotStream(seen: LotView | null, write: (lot: LotView) => string, closed: () => void): LotStream {
  const encoder = new TextEncoder()
  let sent = seen === null ? null : stampOf(seen)
  let waiting: string | null = null
  let looksLeft = seen === null ? 0 : LOOKS_AFTER_THE_END
  let isEnding = false
  let isOpen = true
  let sink: ReadableStreamDefaultController<Uint8Array>

  const close = (): void => {
    if (!isOpen) return
    isOpen = false
    closed()
  }
  const flush = (): void => {
    if (waiting !== null && (sink.desiredSize ?? 0) > 0) {
      const text = waiting
      // Before it is handed over: a reader who waits takes it at once and asks for more.
      waiting = null
      sink.enqueue(encoder.encode(text))
    }
    if (waiting !== null || !isEnding || !isOpen) return
    sink.close()
    close()
  }
  const content = new ReadableStream<Uint8Array>({
    start: (controller) => {
      sink = controller
    },
    pull: flush,
    cancel: close,
  })
  return {
    content,
    tell(lot) {
      if (!isOpen || isEnding) return
      looksLeft = isLive(lot) ? LOOKS_AFTER_THE_END : looksLeft - 1
      isEnding = lot.state === 'won' || lot.state === 'unsold' || looksLeft < 0
      if (sent !== stampOf(lot))
        waiting = `retry: ${isLive(lot) ? RETRY : RETRY_WHEN_OVER}\nevent: lot\nid: ${lot.version}\ndata: ${write(lot)}\n\n`
      sent = stampOf(lot)
      flush()
    },
    beat() {
      if (!isOpen || waiting !== null) return
      waiting = ': still here\n\n'
      flush()
    },
    end() {
      if (!isOpen) return
      isEnding = true
      flush()
    },
  }
}

const isLive = ({ state }: LotView): boolean => state === 'live'

/** An auction may end without a change of its row: its end is a time. */
const stampOf = ({ version, state }: LotView): string => `${version} ${state}`
