/**
 * What is promised of one thing that many want, in the words of the promise and not of the code: a right ends, then the first in line has the thing for
 * himself for a window of time, then the second; when all windows are over it is anybody's. The simulation asks it what must come of each try.
 */
export interface Line {
  /** What a try to take it must come to. */
  may(who: string): 'take' | 'taken' | 'sold'
  /** Somebody waits from now on, or goes on waiting; answers his position: 1 for the next one, 0 for the one whose window it is. */
  join(who: string): number
  leave(who: string): void
  isWaiting(who: string): boolean
  /** Somebody has it from now on; answers how long it lay idle, and how many windows since then were not used, or not to their end. */
  take(who: string): { readonly idle: bigint; readonly unused: number }
  /** The holder has given it back, or his time is over. */
  free(): void
  sell(): void
  /** The window of whoever it was is over; the same window is not ended twice. */
  endWindow(window: number): void
  /** Whose window it is, and its number; null while somebody has it, or when it is anybody's. */
  turn(): { readonly who: string; readonly window: number } | null
}

/** Begins with nobody in line and the thing on the shelf. `now` is the virtual time. */
export function line(now: () => bigint): Line {
  let state: 'held' | 'sold' | 'free' = 'free'
  let waiting: string[] = []
  /** Whose windows are over since the thing is free. */
  let passed: string[] = []
  let freeSince = now()
  let window = 0
  let unused = 0
  const begin = (): void => {
    window += 1
  }
  return {
    may(who) {
      if (state === 'sold') return 'sold'
      if (state === 'held') return 'taken'
      return waiting.length === 0 || waiting[0] === who ? 'take' : 'taken'
    },
    join(who) {
      if (!waiting.includes(who)) waiting.push(who)
      return state === 'held' ? waiting.indexOf(who) + 1 : waiting.indexOf(who)
    },
    leave(who) {
      const first = waiting[0]
      waiting = waiting.filter((one) => one !== who)
      passed = passed.filter((one) => one !== who)
      if (state !== 'free' || first !== who) return
      unused += 1
      begin()
    },
    isWaiting: (who) => waiting.includes(who),
    take(who) {
      const idle = now() - freeSince
      waiting = waiting.filter((one) => one !== who)
      passed = []
      state = 'held'
      begin()
      return { idle, unused }
    },
    free() {
      state = 'free'
      freeSince = now()
      unused = 0
      begin()
    },
    sell() {
      state = 'sold'
      waiting = []
      begin()
    },
    endWindow(ended) {
      const [first] = waiting
      if (state !== 'free' || ended !== window || first === undefined) return
      waiting = waiting.slice(1)
      passed.push(first)
      unused += 1
      begin()
    },
    turn: () => (state !== 'free' || waiting[0] === undefined ? null : { who: waiting[0], window }),
  }
}
