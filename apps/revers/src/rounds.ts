/**
 * Runs a piece of work every so many seconds, one run after the other; an error is reported and the next round comes all the same.
 * Answers a function that ends the rounds and waits for the one under way. Zero seconds: no rounds at all.
 */
export function startRounds(seconds: number, work: () => Promise<unknown>, report: (error: unknown) => void): () => Promise<void> {
  if (seconds === 0) return async () => undefined
  let timer: NodeJS.Timeout | undefined
  let running: Promise<void> = Promise.resolve()
  let isOver = false
  const next = (): void => {
    if (!isOver) timer = setTimeout(round, seconds * 1000)
  }
  const round = (): void => {
    running = work()
      .then(() => undefined, report)
      .then(next)
  }
  next()
  return async () => {
    isOver = true
    clearTimeout(timer)
    await running
  }
}
