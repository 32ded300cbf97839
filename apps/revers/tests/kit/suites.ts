import { describe } from 'node:test'
import { ENGINES, type Engine } from './database.ts'

/**
 * Runs a suite on every engine, side by side; `concurrency` tests of it at a time, for those that mostly wait.
 * Hooks belong inside the suite: outside they would run for all test files.
 */
export function onEveryEngine(title: string, suite: (engine: Engine) => void, concurrency = 1): void {
  describe(title, { concurrency: ENGINES.length }, () => {
    for (const engine of ENGINES) describe(engine.name, { concurrency }, () => suite(engine))
  })
}

/** Asks `count` times at once and answers all the answers, in order. */
export const atOnce = <Result>(count: number, ask: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => ask(index)))

/** How often each text occurs. */
export function tally(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1
  return counts
}
