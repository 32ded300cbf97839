import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startPostgres } from '../packages/cartwright/src/testing/postgres-server.ts'

/**
 * Checks types and lint and runs the test files, in three groups, all side by side: much of the time is waiting for databases and servers, and two cores
 * are there. What one process for each file costs (1 s a file, to load the library) is saved by running the files of a group in one; code that was
 * compiled once is kept for the processes that the tests start, and one PostgreSQL serves all groups. Names of files after the command run only those. `--coverage` also measures which statements of the library
 * its own tests reach, and fails below 90 %. What is in `full` repeats the contract on a file instead of in memory; `npm run test:races` runs it.
 */
// The test kit is left out: tests run through it, so it would flatter the figure.
const COVERAGE = [
  '--experimental-test-coverage',
  '--test-coverage-include=packages/cartwright/src/**/*.ts',
  '--test-coverage-exclude=packages/cartwright/src/testing/**',
  '--test-coverage-lines=90',
]

const GROUPS: Readonly<Record<string, readonly string[]>> = {
  engines: ['packages/*/tests/{contract,seam,storage}/*.test.ts'],
  cartwright: ['packages/*/tests/*.test.ts', 'packages/*/tests/!(contract|seam|storage|full)/*.test.ts'],
  revers: ['apps/*/tests/**/*.test.ts'],
}

/** What else must be right, by the name it has in package.json. */
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  typecheck: ['node_modules/typescript/bin/tsc', '--project', 'tsconfig.json', '--singleThreaded'],
  lint: ['scripts/lint.ts'],
}

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const COMPILED = `${ROOT}node_modules/.cache/compiled`

interface Run {
  readonly name: string
  readonly output: string
  readonly code: number | null
}

const measured = process.argv.includes('--coverage')

function test(name: string, files: readonly string[]): Promise<Run> {
  const options = [
    '--conditions=cartwright-source',
    '--disable-warning=ExperimentalWarning',
    '--test',
    '--test-isolation=none',
    '--test-reporter=spec',
    ...(measured ? COVERAGE : []),
  ]
  const env = { ...process.env, TEST_DATABASE_URL: server.url, ...(!measured && { NODE_COMPILE_CACHE: COMPILED }) }
  return run(name, [...options, ...files], env)
}

/** Named files in one group for each workspace folder. */
const byWorkspace = (files: readonly string[]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(Map.groupBy(files, (file) => file.split('/')[0] ?? ''))

function run(name: string, words: readonly string[], env = process.env): Promise<Run> {
  const child = spawn(process.execPath, words, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], env })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => resolve({ name, output, code }))
  })
}

const named = process.argv.slice(2).filter((word) => word !== '--coverage')
const isWhole = named.length === 0
const server = await startPostgres()
const runs = await Promise.all([
  ...Object.entries(isWhole ? GROUPS : byWorkspace(named)).map(([name, files]) => test(name, files)),
  ...Object.entries(isWhole ? CHECKS : {}).map(([name, words]) => run(name, words)),
])
await server.stop()
for (const { name, output, code } of runs) console.log(`\n=== ${name}${code === 0 ? '' : ' FAILED'}\n${output}`)
const count = (word: string): number =>
  runs.reduce((sum, { output }) => sum + Number(new RegExp(`^ℹ ${word} (\\d+)$`, 'm').exec(output)?.[1] ?? 0), 0)
console.log(`${count('pass')} passed, ${count('fail')} failed, ${count('skipped')} skipped`)
if (runs.some(({ code }) => code !== 0) || count('pass') === 0) process.exitCode = 1
