import type { Shop } from 'cartwright'
import type { Task } from './callers.ts'
import type { Engine } from './engines.ts'
import type { Scenario } from './scenarios.ts'
import { benchShop } from './shop.ts'
import { recording, type TracedTask, traceOf } from './trace.ts'

/** A database that holds what a scenario needs, its calls, and what they send. */
export interface Prepared {
  readonly prepared: string
  readonly tasksFor: (shop: Shop) => readonly Task[]
  readonly traced: readonly TracedTask[]
}

/** Prepares a database for so many calls of a scenario, and finds out on a copy of it what the calls send. */
export async function traceScenario(engine: Engine, scenario: Scenario, count: number): Promise<Prepared> {
  const prepared = await engine.create()
  const empty = await benchShop(engine.open(prepared))
  await empty.migrate()
  const tasksFor = await scenario.prepare(empty, count)
  await empty.close()

  const copy = await engine.copy(prepared)
  const { database, take } = recording(engine.open(copy), engine.name)
  const shop = await benchShop(database)
  const traced = await traceOf(tasksFor(shop), take)
  await shop.close()
  await engine.drop(copy)
  return { prepared, tasksFor, traced }
}
