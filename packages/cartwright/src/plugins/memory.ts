/** Answers kept for a short while under the question they answer. In this process only: it saves calls, nothing depends on it. */
export interface Memory<Answer> {
  /** What is kept under the key; undefined when nothing is, or its time is over. */
  peek(key: string): Answer | undefined
  keep(key: string, answer: Answer): void
  /**
   * What is kept under the key, or the answer that is on its way for somebody else, or else a new one. A failure reaches everybody who waited for
   * it and is not kept; an answer that is not `worthKeeping` is not kept either.
   */
  ask(key: string, call: () => Promise<Answer>, worthKeeping?: (answer: Answer) => boolean): Promise<Answer>
}

export interface MemorySettings<Answer> {
  /** Milliseconds. */
  readonly clock: () => bigint
  /** Milliseconds an answer is kept; 0n = no answer is kept or shared, each call asks. */
  readonly life: bigint
  /** The most it holds, in the unit of `weigh`: beyond it the oldest answers go. */
  readonly most: number
  /** How much room an answer takes. Default: 1 each. */
  readonly weigh?: (answer: Answer) => number
}

export function memory<Answer>({ clock, life, most, weigh = () => 1 }: MemorySettings<Answer>): Memory<Answer> {
  // A Map keeps the order of insertion, so the first entry is the oldest.
  const kept = new Map<string, { readonly answer: Answer; readonly until: bigint; readonly weight: number }>()
  const coming = new Map<string, Promise<Answer>>()
  let held = 0

  const drop = (key: string): void => {
    held -= kept.get(key)?.weight ?? 0
    kept.delete(key)
  }
  const peek = (key: string): Answer | undefined => {
    const found = kept.get(key)
    if (found === undefined) return undefined
    if (found.until > clock()) return found.answer
    drop(key)
    return undefined
  }
  const keep = (key: string, answer: Answer): void => {
    const weight = weigh(answer)
    drop(key)
    if (life === 0n || weight > most) return
    kept.set(key, { answer, until: clock() + life, weight })
    held += weight
    for (const oldest of kept.keys()) {
      if (held <= most) break
      drop(oldest)
    }
  }
  const fetch = async (key: string, call: () => Promise<Answer>, worthKeeping: (answer: Answer) => boolean): Promise<Answer> => {
    try {
      const answer = await Promise.resolve().then(call)
      if (worthKeeping(answer)) keep(key, answer)
      return answer
    } finally {
      coming.delete(key)
    }
  }
  return {
    peek,
    keep,
    async ask(key, call, worthKeeping = () => true) {
      if (life === 0n) return call()
      const known = peek(key) ?? coming.get(key)
      if (known !== undefined) return known
      const answer = fetch(key, call, worthKeeping)
      coming.set(key, answer)
      return answer
    },
  }
}
