import { doctor } from '../doctor/doctor.ts'
import type { Finding } from '../doctor/finding.ts'
import { fix } from '../doctor/fix.ts'
import { type Answer, type Call, type Command, numberOf, WrongUse } from './command.ts'

export const examine: Command = {
  name: 'doctor',
  summary:
    'Proves on the live database what it can show of the promises, and names each broken row; only reads. Exit code 1 when a promise is broken.',
  options: [
    { usage: '--fix', says: 'shows which changes would mend what it found, and makes none' },
    { usage: '--apply', says: 'with --fix: makes them, each only where its row is as it was seen, and looks again' },
    { usage: '--batch <n>', says: 'rows read at once; default 500' },
    { usage: '--pause <ms>', says: 'between two looks at what seems broken; default 1000' },
  ],
  parse: { fix: { type: 'boolean' }, apply: { type: 'boolean' }, batch: { type: 'string' }, pause: { type: 'string' } },
  run,
}

async function run({ context, values, progress }: Call): Promise<Answer> {
  if (values.apply === true && values.fix !== true) throw new WrongUse('--apply goes with --fix')
  const [batch, pause] = [numberOf(values, 'batch'), numberOf(values, 'pause')]
  const look = (): Promise<readonly Finding[]> =>
    doctor(context, {
      ...(batch === undefined ? {} : { batch }),
      ...(pause === undefined ? {} : { pause }),
      onProgress: ({ table, rows, findings }) => progress(() => `${table}: ${rows} rows looked at, ${findings} findings`),
    })
  const findings = await look()
  if (values.fix !== true) return answerOf(findings, {}, [])
  if (values.apply !== true) return answerOf(findings, { plan: findings.filter((one) => one.fix !== null) }, findings.map(planned))
  const fixed = await fix(context, findings)
  const left = await look()
  const done = fixed.map(({ finding, outcome }) => `${OUTCOMES[outcome]}: ${finding.fix?.says ?? finding.says}`)
  return answerOf(left, { found: findings, fixed: fixed.map(({ finding, outcome }) => ({ ...finding, outcome })) }, done)
}

const OUTCOMES = {
  done: 'done',
  moved: 'not done, the row has moved meanwhile',
  person: 'left alone, a person must decide',
} as const

const planned = ({ fix: change, says }: Finding): string =>
  change === null ? `a person must decide: ${says}` : `would ${change.says} (now ${change.from})`

function answerOf(findings: readonly Finding[], figures: Readonly<Record<string, unknown>>, lines: readonly string[]): Answer {
  const errors = findings.filter(({ level }) => level === 'error').length
  const warnings = findings.length - errors
  return {
    figures: { errors, warnings, findings, ...figures },
    lines: [
      ...lines,
      ...findings.map(
        ({ level, promise, table, key, id, says }) => `${level} ${promise} ${table} ${key}${id === null ? '' : ` ${id}`}: ${says}`,
      ),
      errors === 0 ? `no promise is broken${warnings === 0 ? '' : `, ${warnings} warnings`}` : `${errors} errors, ${warnings} warnings`,
    ],
    found: errors > 0,
  }
}
