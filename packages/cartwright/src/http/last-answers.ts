import type { Server, ServerResponse } from 'node:http'
import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises'

// Lines that were opened before the end wait in the system's queue, and a server takes one of them in each of its turns.
const LOOK_MILLISECONDS = 25
const MOST_LOOKS = 20

/** The end of a server without a request lost: who has sent one gets its answer, and is told that the line closes after it. */
export interface LastAnswers {
  /** An answer that is due. */
  expect(outgoing: ServerResponse): void
  /** From here on every answer closes its line. Resolves when no more lines come in, after half a second at most; then the server may be closed. */
  begin(): Promise<void>
}

export function lastAnswers(server: Server): LastAnswers {
  const due = new Set<ServerResponse>()
  let isEnding = false
  let lines = 0
  server.on('connection', () => {
    lines += 1
  })
  return {
    expect(outgoing) {
      if (isEnding) return sayGoodbye(outgoing)
      due.add(outgoing)
      outgoing.once('close', () => due.delete(outgoing))
    },
    async begin() {
      isEnding = true
      for (const outgoing of due) sayGoodbye(outgoing)
      for (let look = 0, known = -1; look < MOST_LOOKS && known !== lines; look += 1) {
        known = lines
        await sleep(LOOK_MILLISECONDS)
        // A timer that is late comes before the lines of its turn.
        await nextTurn()
      }
    },
  }
}

/** A client that was not told would send its next request into a line that is being closed. */
function sayGoodbye(outgoing: ServerResponse): void {
  if (!outgoing.headersSent) outgoing.setHeader('connection', 'close')
}
