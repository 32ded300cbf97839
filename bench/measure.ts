import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { callsIn, inFlight, type Task } from './callers.ts'
import type { Engine } from './engines.ts'
import type { Scenario } from './scenarios.ts'
import { benchShop } from './shop.ts'
import { traceScenario } from './trace-scenario.ts'

export interface Figure {
  readonly engine: Engine['name']
  readonly scenario: string
  readonly callers: number
  /** Calls a second, median of the runs. */
  readonly library: number
  readonly floor: number
  /** The library's part of the floor, run by run: median, lowest, highest. */
  readonly ratio: Spread
  /** Statements of one call, without BEGIN and COMMIT: median, lowest, highest. */
  readonly statements: Spread
}

export interface Spread {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((left, right) => left - right)
  return { median: sorted[sorted.length >> 1] ?? 0, lowest: sorted[0] ?? 0, highest: sorted.at(-1) ?? 0 }
}

// Rubbish of one run must not be swept in the next one's time.
setFlagsFromString('--expose-gc')
const sweepMemory: () => void = runInNewContext('gc')

/** The first calls prepare statements and warm connections: not timed. */
const UNTIMED_PART = 0.1

/** Measures a scenario: library and floor in turns, each on a fresh copy of the same database. */
export async function measure(engine: Engine, scenario: Scenario, plan: { callers: number; count: number; runs: number }): Promise<Figure> {
  const { callers, count, runs } = plan
  const { prepared, tasksFor, traced } = await traceScenario(engine, scenario, count)
  const onCopy = async <Result>(work: (address: string) => Promise<Result>): Promise<Result> => {
    const address = await engine.copy(prepared)
    try {
      return await work(address)
    } finally {
      await engine.drop(address)
    }
  }
  const library = (): Promise<number> =>
    onCopy(async (address) => {
      const shop = await benchShop(engine.open(address))
      try {
        return await rateOf(tasksFor(shop), callers)
      } finally {
        await shop.close()
      }
    })
  const floor = (): Promise<number> =>
    onCopy(async (address) => {
      const opened = await engine.openFloor(address, callers)
      try {
        return await rateOf(opened.tasksOf(traced), callers)
      } finally {
        await opened.close()
      }
    })

  const pairs: { library: number; floor: number }[] = []
  for (let run = 0; run < runs; run += 1) {
    pairs.push(run % 2 === 0 ? { library: await library(), floor: await floor() } : { floor: await floor(), library: await library() })
  }
  await engine.drop(prepared)
  return {
    engine: engine.name,
    scenario: scenario.name,
    callers,
    library: spreadOf(pairs.map((pair) => pair.library)).median,
    floor: spreadOf(pairs.map((pair) => pair.floor)).median,
    ratio: spreadOf(pairs.map((pair) => pair.library / pair.floor)),
    statements: spreadOf(traced.flat().map((steps) => steps.reduce((sum, { asked }) => sum + asked.length, 0))),
  }
}

/** Calls a second with so many callers in flight. */
async function rateOf(tasks: readonly Task[], callers: number): Promise<number> {
  const untimed = Math.ceil(tasks.length * UNTIMED_PART)
  await inFlight(callers, tasks.slice(0, untimed))
  const timed = tasks.slice(untimed)
  sweepMemory()
  const begun = performance.now()
  await inFlight(callers, timed)
  return (callsIn(timed) * 1_000) / (performance.now() - begun)
}
