/**
 * The figures: calls of the library against a floor, which is the same statements written by hand straight on the driver, with the same
 * durability. Library and floor take turns on copies of one database. Prints, and never judges: a slow machine is no failure.
 *
 * `npm run bench` takes about six minutes; `npm run bench -- --quick` about two, with less exact figures. `--only sqlite`, `--only postgres` or
 * `--only http` measures that part alone.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { djangoOperations } from './django-operations.ts'
import { type Engine, postgresEngine, sqliteEngine } from './engines.ts'
import { measureHttp } from './http.ts'
import { machineFacts } from './machine.ts'
import { measure } from './measure.ts'
import { httpRows, libraryHeader, libraryRow } from './report.ts'
import { scenarios } from './scenarios.ts'

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } } })
const isWanted = (measured: string): boolean => values.only === undefined || values.only === measured
const runs = values.quick ? 3 : 5
const part = values.quick ? 3 : 1

/** Calls of a run, untimed ones included: about half a second on two quiet cores. */
const COUNTS: Readonly<Record<Engine['name'], Readonly<Record<string, readonly [alone: number, together: number]>>>> = {
  sqlite: { add: [2_000, 5_000], 'cart read': [4_000, 5_000], 'wallet checkout': [1_000, 1_500] },
  postgres: { add: [500, 1_500], 'cart read': [1_500, 4_000], 'wallet checkout': [300, 800] },
}
/** Calls of a run of `django-operations.ts`, one after the other. */
const OPERATIONS: Readonly<Record<Engine['name'], Readonly<Record<string, number>> & { readonly each: number }>> = {
  sqlite: { each: 2_000, 'merge 10 + 10': 500, 'close with discount': 1_000 },
  postgres: { each: 500, 'merge 10 + 10': 150, 'close with discount': 250 },
}
const HTTP_ADDS = 2_000

const folder = await mkdtemp(join(tmpdir(), 'cartwright-bench-'))
const engines = [...(isWanted('sqlite') ? [sqliteEngine(folder)] : []), ...(isWanted('postgres') ? [await postgresEngine()] : [])]
try {
  for (const fact of machineFacts(engines)) console.log(fact)
  if (engines.length > 0) console.log(`\n${libraryHeader(runs)}`)
  for (const engine of engines) {
    for (const scenario of scenarios) {
      for (const [place, callers] of [1, 16].entries()) {
        const count = Math.ceil((COUNTS[engine.name][scenario.name]?.[place] ?? 1_000) / part)
        console.log(libraryRow(await measure(engine, scenario, { callers, count, runs })))
      }
    }
  }
  if (engines.length > 0) console.log(`\nWhat django-cart is known for, on carts of ten lines\n${libraryHeader(runs)}`)
  for (const engine of engines) {
    for (const scenario of djangoOperations) {
      const count = Math.ceil((OPERATIONS[engine.name][scenario.name] ?? OPERATIONS[engine.name].each) / part)
      console.log(libraryRow(await measure(engine, scenario, { callers: 1, count, runs })))
    }
  }
  if (isWanted('http')) {
    console.log('')
    for (const row of httpRows(await measureHttp(folder, { runs, count: HTTP_ADDS / part }))) console.log(row)
  }
} finally {
  for (const engine of engines) await engine.close()
  await rm(folder, { recursive: true, force: true })
}
