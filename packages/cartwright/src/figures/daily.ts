import { invalidInput } from '../check-input.ts'
import type { Context } from '../context.ts'
import { COUNTED_EVENTS } from './count-events.ts'
import { cursorNamed, figuresBetween } from './figure-rows.ts'
import { FIGURE_NAMES, type FigureName } from './tally.ts'

/** Days as `2026-11-21`, both included; 366 at most. */
export interface DayRange {
  readonly from: string
  readonly to: string
  /** Where the days are those of. Default `UTC`. */
  readonly timeZone?: string
}

/** What happened on a day. */
export interface DayFigures extends Readonly<Record<FigureName, number>> {
  /** As `2026-11-21`. */
  readonly day: string
  /** `sold` by currency; amounts in minor units. */
  readonly sales: readonly { readonly currency: string; readonly count: number; readonly amount: bigint }[]
}

export interface DailyFigures {
  /** Every day of the range, the first first, those on which nothing happened as well. */
  readonly days: readonly DayFigures[]
  /** When `sweep` counted last, milliseconds since 1970 (UTC): what happened in the minute before is not in the figures yet. Null: never. */
  readonly countedAt: bigint | null
}

const HOUR = 3_600_000n
const DAY = 24n * HOUR
const MOST_DAYS = 366n

/**
 * What happened day by day: things put into carts (`added`), holds taken (`held`) and what became of them (`bought`, `lapsed`, `released`), the way to an order
 * (`carts` with something in them for the first time, `checkouts` begun, orders that stand: `sold`, and those whose money is there: `paid`), and sales by currency.
 * `sweep` counts the stored events by the hour, so this reads few rows however large the shop is; an hour belongs to the day it begins on. Refuses with
 * `invalid_input` days that are none, the last before the first, and more than 366 of them; throws `RangeError` for a time zone that is not known.
 *
 * @example
 * const { days } = await shop.figures.daily({ from: '2026-11-01', to: '2026-11-30', timeZone: 'Europe/Bucharest' })
 */
export async function dailyFigures(context: Context, { from, to, timeZone = 'UTC' }: DayRange): Promise<DailyFigures> {
  const first = dayStart(from, 'from')
  const last = dayStart(to, 'to')
  if (last < first || last - first >= MOST_DAYS * DAY) throw invalidInput([{ field: 'to', code: 'range' }])
  const dayOf = calendarOf(timeZone)
  // No place on Earth is further ahead of, or behind, UTC.
  const [[cursor] = [], rows = []] = await context.db.read(
    cursorNamed(COUNTED_EVENTS),
    figuresBetween(FIGURE_NAMES, first - 14n * HOUR, last + DAY + 12n * HOUR),
  )
  const days = new Map<string, { counts: Record<FigureName, number>; sales: Map<string, { count: number; amount: bigint }> }>()
  for (let day = first; day <= last; day += DAY) days.set(isoDay(day), { counts: nothing(), sales: new Map() })
  for (const row of rows) {
    const day = days.get(dayOf(row.hour as bigint))
    if (day === undefined) continue
    const [name, currency, count] = [String(row.name) as FigureName, String(row.currency), Number(row.count)]
    day.counts[name] += count
    if (currency === '') continue
    const before = day.sales.get(currency) ?? { count: 0, amount: 0n }
    day.sales.set(currency, { count: before.count + count, amount: before.amount + BigInt(String(row.amount)) })
  }
  return {
    days: [...days].map(([day, { counts, sales }]) => ({
      day,
      ...counts,
      sales: [...sales].map(([currency, sum]) => ({ currency, ...sum })),
    })),
    countedAt: cursor === undefined ? null : (cursor.looked_at as bigint),
  }
}

const nothing = (): Record<FigureName, number> => ({
  added: 0,
  held: 0,
  bought: 0,
  lapsed: 0,
  released: 0,
  carts: 0,
  checkouts: 0,
  sold: 0,
  paid: 0,
})

const isoDay = (time: bigint): string => new Date(Number(time)).toISOString().slice(0, 10)

/** The first millisecond of a day, UTC. Dates let 30 February through as 2 March. */
function dayStart(day: string, field: string): bigint {
  const time = typeof day === 'string' && /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(`${day}T00:00:00Z`) : Number.NaN
  if (Number.isNaN(time) || isoDay(BigInt(time)) !== day) throw invalidInput([{ field, code: 'format' }])
  return BigInt(time)
}

/** Which day an hour begins on there; of each hour there are several rows. */
function calendarOf(timeZone: string): (hour: bigint) => string {
  const calendar = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
  const known = new Map<bigint, string>()
  return (hour) => {
    const day = known.get(hour) ?? calendar.format(Number(hour))
    known.set(hour, day)
    return day
  }
}
