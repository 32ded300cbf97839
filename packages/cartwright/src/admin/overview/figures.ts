import type { DailyFigures, DayFigures } from '../../figures/daily.ts'
import { type Html, html } from '../../html/html.ts'
import type { Visit } from '../../http/route.ts'
import { barChart, type ChartPoint, lineChart, stepChart } from '../charts.ts'
import { longDay, shareOf, shortDay } from '../days.ts'
import { amount, amountText, count } from '../format.ts'
import { WORDS } from './words.ts'

/** The four pictures of the first page: adds, what became of holds, the way to a paid order, and sales. */
export function charts(visit: Visit, { days }: DailyFigures): Html {
  const { locale } = visit
  const words = WORDS[locale]
  const write = (value: number): string => count(value, locale)
  const points: readonly ChartPoint[] = days.map(({ day }) => ({ label: longDay(day, locale), short: shortDay(day, locale) }))
  const shared = { points, axis: words.day, table: words.numbers, empty: words.empty, write }
  const valuesOf = (name: 'added' | 'bought' | 'lapsed' | 'released' | 'sold'): number[] => days.map((day) => day[name])
  const sumOf = (name: keyof Omit<DayFigures, 'day' | 'sales'>): number => days.reduce((sum, day) => sum + day[name], 0)
  const most = (values: readonly number[]): readonly [day: string, count: string] => {
    const at = values.indexOf(Math.max(...values))
    return [points[at]?.label ?? '', write(values[at] ?? 0)]
  }
  const adds = barChart({
    ...shared,
    id: 'added',
    heading: words.added,
    finding: words.addedMost(...most(valuesOf('added'))),
    series: [{ name: words.added, values: valuesOf('added') }],
  })
  const holds = lineChart({
    ...shared,
    id: 'holds',
    heading: words.holds,
    finding: words.holdsEnded(write(sumOf('bought')), write(sumOf('lapsed')), write(sumOf('released'))),
    series: (['bought', 'lapsed', 'released'] as const).map((name) => ({ name: words[name], values: valuesOf(name) })),
  })
  const sales = barChart({
    ...shared,
    id: 'sales',
    heading: words.sales,
    finding: salesFinding(visit, days, words.salesMost(...most(valuesOf('sold')))),
    series: [{ name: words.sold, values: valuesOf('sold') }],
    more: currenciesOf(days).map((currency) => ({
      name: `${words.amount} (${currency})`,
      cells: days.map(({ sales: sums }) => amount(sums.find((sum) => sum.currency === currency)?.amount ?? 0n, currency, locale)),
    })),
  })
  return html`<div class="charts">${sales}${funnel(visit, sumOf)}${adds}${holds}</div>`
}

function funnel(visit: Visit, sumOf: (name: 'carts' | 'checkouts' | 'sold' | 'paid') => number): Html {
  const { locale } = visit
  const words = WORDS[locale]
  const write = (value: number): string => count(value, locale)
  const steps = (['carts', 'checkouts', 'sold', 'paid'] as const).map((name) => ({ name: words[name], value: sumOf(name) }))
  const [carts, sold] = [sumOf('carts'), sumOf('sold')]
  return stepChart(
    {
      id: 'funnel',
      heading: words.funnel,
      finding:
        carts < sold || carts === 0
          ? words.funnelFlat(write(sold), write(sumOf('paid')))
          : words.funnelSays(write(carts), write(sold), shareOf(sold, carts, locale)),
      points: steps.map(({ name }) => ({ label: name, short: name })),
      series: [{ name: words.count, values: steps.map(({ value }) => value) }],
      axis: words.step,
      table: words.numbers,
      empty: words.empty,
      write,
    },
    (part, whole) => shareOf(part, whole, locale),
  )
}

const currenciesOf = (days: readonly DayFigures[]): string[] => [
  ...new Set(days.flatMap(({ sales }) => sales.map(({ currency }) => currency))),
]

function salesFinding({ locale }: Visit, days: readonly DayFigures[], most: string): string {
  const sums = currenciesOf(days).map((currency) => {
    const all = days.flatMap(({ sales }) => sales).filter((sum) => sum.currency === currency)
    return amountText(
      all.reduce((sum, one) => sum + one.amount, 0n),
      currency,
      locale,
    )
  })
  return sums.length === 0 ? most : `${most} ${WORDS[locale].salesSum(sums.join(', '))}`
}
