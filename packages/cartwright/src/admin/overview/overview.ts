import { z } from 'zod'
import type { Finding } from '../../doctor/finding.ts'
import type { WaitingEvents } from '../../events/history.ts'
import type { DailyFigures } from '../../figures/daily.ts'
import { FIGURE_NAMES, type FigureName } from '../../figures/tally.ts'
import { type Html, html, type Piece } from '../../html/html.ts'
import { isoTime } from '../../http/details.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { amountSchema, currencySchema, timeSchema } from '../../http/schemas.ts'
import { decimal } from '../../money/money.ts'
import type { StuckAttempt } from '../../orders/attempts.ts'
import { isApplied } from '../../storage/migrate.ts'
import { coreMigrations } from '../../storage/migrations.ts'
import { dayBefore, localDay } from '../days.ts'
import { count, moment } from '../format.ts'
import { facts, page, panel, tag } from '../frame.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { charts } from './figures.ts'
import { findingsOf } from './findings.ts'
import { WORDS } from './words.ts'

const DEAD_AT_ONCE = 500
const DUE_AT_ONCE = 100
const PERIODS = ['7', '30', '90'] as const
type Period = (typeof PERIODS)[number]

interface OverviewQuery {
  readonly check?: '1' | undefined
  readonly days?: Period | undefined
}

const howMany = z.strictObject({ count: z.int().min(0), more: z.boolean() })
const answer = z.strictObject({
  findings: z
    .array(
      z.strictObject({
        promise: z.string(),
        level: z.enum(['error', 'warning']),
        table: z.string(),
        key: z.string(),
        id: z.string().nullable(),
        says: z.string(),
      }),
    )
    .nullable(),
  stuck: z.array(z.strictObject({ attempt: z.string(), order: z.string(), amount: amountSchema, currency: currencySchema })),
  dead: howMany,
  refunds: howMany,
  returns: howMany,
  figures: z.strictObject({
    counted_at: timeSchema.nullable(),
    days: z.array(
      z.strictObject({
        day: z.string(),
        ...(Object.fromEntries(FIGURE_NAMES.map((name) => [name, z.int().min(0)])) as unknown as Record<FigureName, z.ZodInt>),
        sales: z.array(z.strictObject({ currency: currencySchema, count: z.int(), amount: amountSchema })),
      }),
    ),
  }),
})

/** What needs a person. */
interface Needs {
  readonly findings: readonly Finding[] | null
  readonly stuck: readonly StuckAttempt[]
  readonly dead: WaitingEvents
  readonly refunds: WaitingEvents
  readonly returns: WaitingEvents
  readonly figures: DailyFigures
}

/** The first page: what needs a person, pictures of the last weeks, and how the shop is. */
export const overview = (admin: Admin): readonly Route[] => [
  route<unknown, OverviewQuery>({
    method: 'GET',
    path: admin.path,
    summary: 'The overview: what needs a person; with `check=1` all books are examined first',
    needs: 'admin',
    query: z.strictObject({ check: z.literal('1').optional(), days: z.enum(PERIODS).optional() }) as unknown as z.ZodType<OverviewQuery>,
    answer,
    run: async (call) => {
      const needs = await needsOf(admin, call)
      return { status: 200, body: needsJson(needs), page: () => overviewPage(admin, call, needs) }
    },
  }),
]

const periodOf = ({ query }: Call<unknown, OverviewQuery>): Period => query.days ?? '30'

async function needsOf({ shop, timeZone }: Admin, call: Call<unknown, OverviewQuery>): Promise<Needs> {
  const to = localDay(call.now, timeZone)
  const [findings, stuck, dead, due, back, figures] = await Promise.all([
    call.query.check === undefined ? null : shop.doctor(),
    shop.attempts.stuck(),
    shop.events.dead({ limit: DEAD_AT_ONCE }),
    shop.orders.refundsDue({ limit: DUE_AT_ONCE }),
    shop.orders.returnsDue({ limit: DUE_AT_ONCE }),
    shop.figures.daily({ from: dayBefore(to, Number(periodOf(call)) - 1), to, timeZone }),
  ])
  const counted = ({ items, next }: { readonly items: readonly unknown[]; readonly next: string | null }): WaitingEvents => ({
    count: items.length,
    more: next !== null,
  })
  return { findings, stuck, dead: counted(dead), refunds: counted(due), returns: counted(back), figures }
}

const needsJson = ({ findings, stuck, dead, refunds, returns, figures: { days, countedAt } }: Needs): object => ({
  findings: findings?.map(({ promise, level, table, key, id, says }) => ({ promise, level, table, key, id, says })) ?? null,
  stuck: stuck.map(({ id, order, amount, currency }) => ({ attempt: id, order, amount: decimal(amount, currency), currency })),
  dead,
  refunds,
  returns,
  figures: {
    counted_at: countedAt === null ? null : isoTime(countedAt),
    days: days.map(({ sales, ...day }) => ({ ...day, sales: sales.map((sum) => ({ ...sum, amount: decimal(sum.amount, sum.currency) })) })),
  },
})

async function overviewPage(admin: Admin, call: Call<unknown, OverviewQuery>, needs: Needs): Promise<string> {
  const { shop } = admin
  const words = WORDS[call.locale]
  const period = periodOf(call)
  const [waiting, applied] = await Promise.all([shop.events.waiting(), shop.context.db.read(...coreMigrations.map(isApplied))])
  const { findings, figures } = needs
  const main = html`${panel(words.needs, needsList(admin, call, needs))}${findings === null ? '' : findingsOf(admin, call, findings)}
<section class="panel"><h2>${words.charts(words.periods[period])}</h2>${periods(admin, call, period)}<p class="fine">${words.chartsNote}</p>${charts(call, figures)}</section>
${state(admin, call, { figures, waiting, applied: applied.filter((rows) => rows.length > 0).length })}`
  return page(admin, call, { title: words.title, section: 'overview', main })
}

const STUCK_AT_ONCE = 100

function needsList(admin: Admin, call: Call, { findings, stuck, dead, refunds, returns }: Needs): Html {
  const words = WORDS[call.locale]
  const howMany = ({ count: found, more }: WaitingEvents): Piece =>
    found === 0 ? tag(words.quiet, 'ok') : tag(more ? words.atLeast(count(found, call.locale)) : count(found, call.locale), 'warn')
  const rows: readonly (readonly [href: string, label: string, found: Piece])[] = [
    [hrefOf(admin, 'attempts'), words.stuck, howMany({ count: stuck.length, more: stuck.length >= STUCK_AT_ONCE })],
    [hrefOf(admin, 'refunds'), words.refunds, howMany(refunds)],
    [hrefOf(admin, 'returns'), words.returns, howMany(returns)],
    [hrefOf(admin, 'letters'), words.dead, howMany(dead)],
  ]
  const books =
    findings === null
      ? html`<span class="fine">${words.notChecked}</span>`
      : findings.length === 0
        ? tag(words.noFindings, 'ok')
        : tag(count(findings.length, call.locale), findings.some(({ level }) => level === 'error') ? 'bad' : 'warn')
  return html`<ul class="needs">${rows.map(([href, label, found]) => html`<li><a href="${href}">${label}</a>${found}</li>`)}
<li><a href="${admin.path}?check=1">${words.check}</a>${books}</li></ul>`
}

function periods(admin: Admin, call: Call, chosen: Period): Html {
  const words = WORDS[call.locale]
  const links = PERIODS.map(
    (period) =>
      html`<a href="${admin.path}?days=${period}"${period === chosen ? html` aria-current="true"` : ''}>${words.periods[period]}</a>`,
  )
  return html`<nav class="tabs" aria-label="${words.period}">${links}</nav>`
}

interface State {
  readonly figures: DailyFigures
  readonly waiting: WaitingEvents
  readonly applied: number
}

function state(admin: Admin, call: Call, { figures, waiting, applied }: State): Html {
  const words = WORDS[call.locale]
  const { locale } = call
  const waits = count(waiting.count, locale)
  return panel(
    words.state,
    facts([
      [words.lastSweep, figures.countedAt === null ? words.never : moment(figures.countedAt, admin, locale)],
      [words.waiting, waiting.more ? words.atLeast(waits) : waits],
      [words.engine, admin.shop.context.db.engine],
      [words.migrations, words.migrated(count(applied, locale), count(coreMigrations.length, locale))],
    ]),
  )
}
