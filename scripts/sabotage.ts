/**
 * Tests the tests: takes out each guard of the house in turn, in a temporary copy of the tree, and fails if the tests stay green.
 *
 * `npm run test:sabotage` tries every guard; `npm run test:sabotage -- wallet` those with this word in their name, `-- 'wallet|lock order'` with one of
 * these; `-- browser` tries what only Chromium can see, where each guard names its witness. Of the others, which test noticed each guard's loss last time
 * stands in `sabotage/witnesses.json`: it is asked first, and where it says nothing the whole file is. `--write` notes it anew.
 */

import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../packages/cartwright/src/testing/postgres-server.ts'
import { applyPatches, MisfitError } from './sabotage/apply-patch.ts'
import { copyTree } from './sabotage/copy-tree.ts'
import type { Guard } from './sabotage/guard.ts'
import { guards } from './sabotage/guards.ts'
import { runTests, type Verdict } from './sabotage/run-tests.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
/** More at once would only slow each other down, and the races among them need some quiet. */
const WORKERS = 2

const folder = await mkdtemp(join(tmpdir(), 'cartwright-sabotage-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1))

const WITNESSES = new URL('sabotage/witnesses.json', import.meta.url)
const witnesses = new Map<string, string>(Object.entries(JSON.parse(await readFile(WITNESSES, 'utf8'))))
const wanted = process.argv.slice(2).filter((word) => word !== '--write')
const chosen = guards.filter(({ name }) => wanted.every((words) => words.split('|').some((word) => name.includes(word))))
const server = await startPostgres()
const copies = await Promise.all(
  Array.from({ length: WORKERS }, async (_, worker) => {
    const copy = join(folder, `${worker}`)
    await copyTree(ROOT, copy)
    return copy
  }),
)
// Tests that are ended at their first failure leave their temporary files behind: here they go with the copies.
const leftovers = join(folder, 'tmp')
await mkdir(leftovers)
// Some guards show at one point of an interleaving only, so every point is tried.
const environment = { TEST_DATABASE_URL: server.url, TMPDIR: leftovers, THOROUGH: '1' }

/** Does work in the copies, one piece at a time in each. */
async function inCopies<Piece>(pieces: readonly Piece[], work: (copy: string, piece: Piece) => Promise<void>): Promise<void> {
  const queue = [...pieces]
  await Promise.all(
    copies.map(async (copy) => {
      for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) await work(copy, piece)
    }),
  )
}

/** Without sabotage everything must be green, or red would prove nothing. Of files with named witnesses only these are asked. */
async function redBefore(): Promise<string[]> {
  const files = Map.groupBy(
    chosen.flatMap(({ tests, witness }) => tests.map((file) => ({ file, witness }))),
    ({ file, witness }) => `${witness === undefined ? 'all' : 'some'} of ${file}`,
  )
  const red: string[] = []
  await inCopies([...files.values()], async (copy, asked) => {
    const file = asked[0]?.file ?? ''
    const titles = new Set(asked.flatMap(({ witness = [] }) => witness))
    const { kind, title } = await runTests(copy, [file], environment, [...titles])
    if (kind !== 'green') red.push(`${file}: ${title}`)
  })
  return red
}

/** The first test that goes red. What one witness says is as good as what all say; his silence proves nothing, unless the guard names him. */
async function noticed(copy: string, { name, tests, witness: named }: Guard): Promise<Verdict> {
  const witness = named ?? witnesses.get(name)
  if (witness !== undefined) {
    const verdict = await runTests(copy, tests, environment, [witness])
    if (verdict.kind === 'red' || named !== undefined) return verdict
  }
  let verdict: Verdict = { kind: 'broken', title: 'it names no tests' }
  for (const file of tests) {
    verdict = await runTests(copy, [file], environment)
    if (verdict.kind !== 'green') break
  }
  if (verdict.kind === 'red') witnesses.set(name, verdict.title)
  return verdict
}

async function sabotage(copy: string, guard: Guard): Promise<Verdict> {
  try {
    const undo = await applyPatches(copy, guard.patches)
    const verdict = await noticed(copy, guard)
    await undo()
    return verdict
  } catch (error) {
    if (!(error instanceof MisfitError)) throw error
    return { kind: 'broken', title: error.message }
  }
}

const SAID = { red: 'red as it must', green: 'STAYED GREEN  ', broken: 'DOES NOT FIT  ' } as const

const before = await redBefore()
for (const line of before) console.error(`red before any sabotage: ${line}`)
const counts = { red: 0, green: 0, broken: 0 }
if (before.length === 0) {
  await inCopies(chosen, async (copy, guard) => {
    const begun = performance.now()
    const { kind, title } = await sabotage(copy, guard)
    counts[kind] += 1
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
    console.log(
      `${SAID[kind]}  ${guard.name.padEnd(44)} ${seconds.padStart(5)} s  ${kind === 'green' ? `see ${guard.tests.join(', ')}` : title}`,
    )
  })
  console.log(
    `\n${chosen.length} guards: ${counts.red} noticed, ${counts.green} not noticed, ${counts.broken} do not fit the source any more`,
  )
}
if (process.argv.includes('--write')) {
  const known = guards.flatMap(({ name }) => (witnesses.has(name) ? [[name, witnesses.get(name)] as const] : []))
  await writeFile(WITNESSES, `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`)
}
await server.stop()
process.exit(before.length === 0 && chosen.length > 0 && counts.red === chosen.length ? 0 : 1)
