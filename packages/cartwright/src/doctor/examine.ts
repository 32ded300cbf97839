import { setTimeout as wait } from 'node:timers/promises'
import type { Database } from '../storage/database.ts'
import type { Row, Rows } from '../storage/statement.ts'
import type { Finding } from './finding.ts'
import type { Asking, Found, Walk } from './look.ts'

export interface Examination {
  readonly clock: () => bigint
  /** Rows of one page. */
  readonly batch: number
  /** Milliseconds between two looks at what seems broken. */
  readonly pause: number
  /** Walks that are on their way at once: their questions share a flush. */
  readonly abreast: number
  readonly onProgress?: (progress: { readonly table: string; readonly rows: number; readonly findings: number }) => void
}

/** Looks at most: what is wrong in every one of them is told, however it changes meanwhile. */
const LOOKS = 5

/** One walk on its way. */
interface Way {
  readonly walk: Walk
  after: Row | null
  rows: number
}

/**
 * Goes every way through the database, a page at a time, and tells what was wrong in two looks in the same words, or in each of five. Nothing is read in one
 * snapshot, so what a batch changes between two questions may look broken once; the next look sees it whole.
 */
export async function examine(database: Database, walks: readonly Walk[], examination: Examination): Promise<Finding[]> {
  const { clock, batch, abreast, onProgress } = examination
  const findings: Finding[] = []
  const waiting = walks.map((walk): Way => ({ walk, after: null, rows: 0 }))
  const ways = waiting.splice(0, abreast)
  while (ways.length > 0) {
    const now = clock()
    const looks = await answered(
      database,
      ways.map(({ walk, after }) => pageOf(walk, after, batch, now)),
    )
    for (const [place, { rows, found }] of looks.entries()) {
      const way = ways[place]
      if (way === undefined) continue
      if (found.length > 0) findings.push(...(await confirmed(database, way.walk, found, examination)))
      way.after = rows.length < batch ? null : (rows.at(-1) ?? null)
      way.rows += rows.length
      if (rows.length > 0) onProgress?.({ table: way.walk.table, rows: way.rows, findings: findings.length })
    }
    ways.splice(0, ways.length, ...ways.filter(({ after }) => after !== null))
    ways.push(...waiting.splice(0, abreast - ways.length))
  }
  return findings
}

interface Look {
  readonly rows: Rows
  readonly found: readonly Found[]
}

function* pageOf(walk: Walk, after: Row | null, batch: number, now: bigint): Asking<Look> {
  const [rows = []] = yield [walk.page(after, BigInt(batch), now)]
  return { rows, found: rows.length === 0 ? [] : yield* walk.judge(rows, now) }
}

function* againOf(walk: Walk, seen: Rows, now: bigint): Asking<readonly Found[]> {
  const [rows = []] = yield [walk.again(seen, now)]
  return rows.length === 0 ? [] : yield* walk.judge(rows, now)
}

/** Reads what seems broken again, and only that, until it is seen twice alike or is gone. */
async function confirmed(database: Database, walk: Walk, first: readonly Found[], { clock, pause }: Examination): Promise<Finding[]> {
  const told: Finding[] = []
  let suspected = first
  for (let looks = 2; suspected.length > 0; looks += 1) {
    if (pause > 0) await wait(pause)
    const seen = [...new Set(suspected.map(({ of }) => of))]
    const [found = []] = await answered(database, [againOf(walk, seen, clock())])
    const before = new Map(suspected.map(({ finding }) => [nameOf(finding), finding.says]))
    const still = found.filter(({ finding }) => before.has(nameOf(finding)))
    const sure = still.filter(({ finding }) => looks >= LOOKS || before.get(nameOf(finding)) === finding.says)
    told.push(...sure.map(({ finding }) => finding))
    suspected = still.filter((one) => !sure.includes(one))
  }
  return told
}

/** Which row breaks which promise: two findings of one name are one, seen twice. Figures differ from look to look, so they are left out. */
const nameOf = ({ promise, table, key, id, says }: Finding): string => [promise, table, key, id, says.replaceAll(/\d+/g, '')].join('\n')

/** Answers the questions of several at once: one flush for each step that any of them takes. */
async function answered<Answer>(database: Database, askings: readonly Asking<Answer>[]): Promise<Answer[]> {
  let steps = askings.map((asking) => asking.next())
  while (steps.some((step) => step.done !== true)) {
    const questions = steps.flatMap((step) => (step.done === true ? [] : step.value)).filter((question) => question !== null)
    const answers = (questions.length === 0 ? [] : await database.read(...questions)).values()
    steps = steps.map((step, index) => {
      const asking = askings[index]
      if (step.done === true || asking === undefined) return step
      return asking.next(step.value.map((question) => (question === null ? [] : (answers.next().value ?? []))))
    })
  }
  return steps.flatMap((step) => (step.done === true ? [step.value] : []))
}
