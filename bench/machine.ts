import { cpus, loadavg, release, totalmem, type } from 'node:os'
import type { Engine } from './engines.ts'

/** A machine with more than this to do already says little about absolute figures. */
const BUSY_LOAD = 0.5

/** What the figures depend on, one fact a line. */
export function machineFacts(engines: readonly Engine[]): string[] {
  const cores = cpus()
  const load = loadavg()[0] ?? 0
  return [
    `machine    ${cores[0]?.model.trim() ?? 'unknown processor'}, ${cores.length} cores, ${(totalmem() / 2 ** 30).toFixed(1)} GiB`,
    `system     ${type()} ${release()}, Node ${process.version}, V8 ${process.versions.v8}`,
    `load       ${load.toFixed(2)} before the first run${load > BUSY_LOAD ? ': the machine is busy, trust the ratios only' : ''}`,
    ...engines.map(({ name, facts }) => `${name.padEnd(10)} ${facts.join(', ')}`),
  ]
}
