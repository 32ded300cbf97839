import type { HttpFigures } from './http.ts'
import type { Figure, Spread } from './measure.ts'

/** What we want to reach: a part of the floor, and for some a number a second. */
const TARGETS: Readonly<Record<string, string>> = {
  'sqlite add 1': '>= 0.70',
  'sqlite add 16': '>= 0.70, about 20,000/s',
  'postgres add 16': '>= 0.80',
}

const whole = (value: number): string => Math.round(value).toLocaleString('en-US')
const ratio = ({ median, lowest, highest }: Spread): string => `${median.toFixed(2)} (${lowest.toFixed(2)} to ${highest.toFixed(2)})`
const row = (...cells: readonly [string, string, string, string, string, string, string]): string => {
  const [engine, call, ...figures] = cells
  const target = figures.pop() ?? ''
  return `${engine.padEnd(9)} ${call.padEnd(22)} ${figures.map((cell, place) => cell.padStart([10, 10, 21, 12][place] ?? 0)).join(' ')}   ${target}`.trimEnd()
}

export const libraryHeader = (runs: number): string =>
  [
    `Calls a second, medians of ${runs} runs; ratio = library / floor, run by run (lowest to highest); statements without BEGIN and COMMIT`,
    row('engine', 'call, callers', 'library', 'floor', 'ratio', 'statements', 'target'),
  ].join('\n')

export function libraryRow({ engine, scenario, callers, library, floor, ratio: spread, statements }: Figure): string {
  const count = statements.lowest === statements.highest ? `${statements.median}` : `${statements.lowest} to ${statements.highest}`
  return row(
    engine,
    `${scenario}, ${callers}`,
    whole(library),
    whole(floor),
    ratio(spread),
    count,
    TARGETS[`${engine} ${scenario} ${callers}`] ?? '',
  )
}

/** revers on SQLite, over loopback. */
export function httpRows({ app, floor, ratio: spread, adds, residentMegabytes, firstStart, start }: HttpFigures): string[] {
  const memory = residentMegabytes === null ? 'unknown on this system' : `${residentMegabytes.toFixed(0)} MB`
  return [
    'revers on SQLite, a process of its own, 16 connections; the floor is a bare Hono route that does the floor of an add',
    row('http', 'POST /cart/items, 16', whole(app), whole(floor), ratio(spread), '', '>= 0.60'),
    `memory    ${memory} resident after ${whole(adds)} adds   target: < 150 MB`,
    `start     ${whole(start.median)} ms to ready (${whole(start.lowest)} to ${whole(start.highest)})   target: < 1,000 ms`,
    `          ${whole(firstStart)} ms the first time, with tables and seed`,
  ]
}
