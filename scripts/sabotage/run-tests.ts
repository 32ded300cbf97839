import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

/** What a run of tests came to; `title` is that of the first test that failed, or what went wrong. */
export interface Verdict {
  readonly kind: 'green' | 'red' | 'broken'
  readonly title: string
}

/** A sabotage may make tests wait for each other for ever; that is red as well. */
const LONGEST_MILLISECONDS = 120_000
/** Failures of the sabotage itself, not of the behaviour: the patched source is no program, or no SQL. */
const NONSENSE =
  /SyntaxError|ReferenceError|syntax error|does not provide an export|ERR_MODULE_NOT_FOUND|ERR_INVALID_TYPESCRIPT_SYNTAX|no such column|a statement holds/

const groups = new Set<number>()
process.once('exit', () => {
  for (const group of groups) end(group)
})

/** What browsers load is built of the sources, so it is built anew in the copy that was changed. */
const buildClient = (root: string): Promise<unknown> => promisify(execFile)(process.execPath, ['scripts/build-client.ts'], { cwd: root })

/** Runs test files in a copy of the tree up to the first failure; with `only`, the tests of these titles alone. */
export async function runTests(
  root: string,
  files: readonly string[],
  environment: Readonly<Record<string, string>>,
  only: readonly string[] = [],
): Promise<Verdict> {
  try {
    if (files.some((file) => /^(?:tests\/browser|apps)\//.test(file))) await buildClient(root)
  } catch (error) {
    return { kind: 'broken', title: String(error) }
  }
  const options = ['--conditions=cartwright-source', '--disable-warning=ExperimentalWarning', '--test', '--test-isolation=none']
  for (const title of only) options.push(`--test-name-pattern=${RegExp.escape(title)}`)
  // A group of its own, so that servers which tests have started end with it.
  const child = spawn(process.execPath, [...options, '--test-reporter=tap', ...files], {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  const group = child.pid
  if (group === undefined) return { kind: 'broken', title: 'the tests could not be started' }
  groups.add(group)
  const closed = once(child, 'close')
  let isLate = false
  const longest = LONGEST_MILLISECONDS * Math.max(1, only.length)
  const late = setTimeout(() => {
    isLate = true
    end(group)
  }, longest)
  const errors: string[] = []
  createInterface({ input: child.stderr }).on('line', (line) => errors.push(line))

  const failure = await firstFailure(createInterface({ input: child.stdout }))
  if (failure !== null) end(group)
  await closed
  clearTimeout(late)
  end(group)
  groups.delete(group)
  if (failure !== null) return failure
  if (isLate) return { kind: 'red', title: `did not end within ${longest / 1_000} s` }
  return child.exitCode === 0
    ? { kind: 'green', title: '' }
    : { kind: 'broken', title: errors.slice(-3).join(' ') || `exit code ${child.exitCode}` }
}

/** Reads TAP up to the first failed test and its explanation; null when all passed, and some ran. */
async function firstFailure(lines: AsyncIterable<string>): Promise<Verdict | null> {
  let title: string | null = null
  const explanation: string[] = []
  for await (const line of lines) {
    if (line === '1..0') return { kind: 'broken', title: 'there is no test of this title' }
    const failed = /^\s*not ok \d+ - (.*)$/.exec(line)
    // A directive in capitals says that the failure does not count; a title's own hash would be escaped.
    if (title === null && failed !== null && !/ # [A-Z]{4}\b/.test(line)) title = failed[1] ?? ''
    if (title === null) continue
    explanation.push(line)
    if (line.trim() === '...') break
  }
  if (title === null) return null
  const nonsense = NONSENSE.exec(explanation.join('\n'))
  return nonsense === null ? { kind: 'red', title } : { kind: 'broken', title: `${nonsense[0]} in: ${title}` }
}

function end(group: number): void {
  try {
    process.kill(-group, 'SIGKILL')
  } catch {
    // It has ended already.
  }
}
