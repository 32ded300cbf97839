import { type Html, html, type Piece } from '../html/html.ts'

/*
 * Drawings for figures, made on the server: one picture says one thing, names its lines where they end, and stands beside its numbers as a table.
 * They carry classes only; colours, dashes and what forced colours make of them are in the style sheet.
 */

/** One row of the figures: what it is called on the axis, and in full. */
export interface ChartPoint {
  readonly label: string
  readonly short: string
}

export interface Series {
  readonly name: string
  readonly values: readonly number[]
}

export interface Chart {
  /** Fit for an id, and its own on the page. */
  readonly id: string
  readonly heading: string
  /** What the figures say, in one sentence: the name of the picture for those who do not see it. */
  readonly finding: string
  readonly points: readonly ChartPoint[]
  /** Four at most: more lines nobody can tell apart. */
  readonly series: readonly Series[]
  /** The name of the first column of the table, and what opens it. */
  readonly axis: string
  readonly table: string
  /** More columns of the table, as they are written. */
  readonly more?: readonly { readonly name: string; readonly cells: readonly Piece[] }[]
  /** Said where nothing happened. */
  readonly empty: string
  /** How a number is written. */
  readonly write: (value: number) => string
}

const MOST_SERIES = 4
/** The picture's own units: drawn for a narrow screen, so that its words stay readable there. */
const WIDTH = 360
const HEIGHT = 190
const TOP = 14
const BOTTOM = 26
const START = 40
const ROOM_FOR_NAMES = 92
const LETTER = 17

/** A bar for each point, of one series. */
export function barChart(chart: Chart): Html {
  const [values = []] = chart.series.map(({ values: all }) => all)
  const frame = frameOf(values, WIDTH - 8)
  const width = frame.step * 0.72
  const bars = values.map((value, at) => {
    const y = frame.y(value)
    return value === 0
      ? ''
      : html`<rect class="bar" x="${round(frame.x(at) - width / 2)}" y="${round(y)}" width="${round(width)}" height="${round(frame.floor - y)}"/>`
  })
  return figure(chart, html`${axes(chart, frame)}${bars}`)
}

/** A line for each series, with a dash of its own and its name where it ends. */
export function lineChart(chart: Chart): Html {
  if (chart.series.length > MOST_SERIES) throw new RangeError(`a chart has at most ${MOST_SERIES} series`)
  const frame = frameOf(
    chart.series.flatMap(({ values }) => values),
    WIDTH - ROOM_FOR_NAMES,
    chart.points.length,
  )
  const names = apart(chart.series.map(({ values }) => frame.y(values.at(-1) ?? 0)))
  const lines = chart.series.map(({ name, values }, place) => {
    const path = values.map((value, at) => `${at === 0 ? 'M' : 'L'}${round(frame.x(at))} ${round(frame.y(value))}`).join('')
    const [x, y] = [frame.x(values.length - 1), frame.y(values.at(-1) ?? 0)]
    const label = names[place] ?? y
    return html`<g class="series series-${place + 1}"><path class="line" d="${path}"/><circle class="dot" cx="${round(x)}" cy="${round(y)}" r="3"/>
<text class="name" x="${round(x + 9)}" y="${round(label + 4)}">${name}</text></g>`
  })
  return figure(chart, html`${axes(chart, frame)}${lines}`)
}

/** Steps of a way, one bar under the other, each as long as its share of the largest. */
export function stepChart(chart: Chart, share: (part: number, whole: number) => string): Html {
  const [values = []] = chart.series.map(({ values: all }) => all)
  const largest = Math.max(1, ...values)
  const row = 46
  const bars = values.map((value, at) => {
    const length = (value / largest) * WIDTH
    const y = at * row
    return html`<text class="name" x="0" y="${y + 14}">${chart.points[at]?.label}</text><text class="value" x="${WIDTH}" y="${y + 14}" text-anchor="end">${chart.write(value)}${
      at === 0 || values[0] === 0 ? '' : ` · ${share(value, values[0] ?? 0)}`
    }</text><rect class="track" x="0" y="${y + 21}" width="${WIDTH}" height="13" rx="3"/><rect class="bar step-${at + 1}" x="0" y="${y + 21}" width="${round(length)}" height="13" rx="3"/>`
  })
  return figure(chart, html`${bars}`, values.length * row)
}

interface Frame {
  readonly top: number
  readonly floor: number
  readonly right: number
  readonly step: number
  readonly x: (at: number) => number
  readonly y: (value: number) => number
}

function frameOf(values: readonly number[], right: number, points = values.length): Frame {
  const top = niceTop(Math.max(0, ...values))
  const floor = HEIGHT - BOTTOM
  const step = (right - START) / Math.max(1, points)
  return {
    top,
    floor,
    right,
    step,
    x: (at) => START + step * (at + 0.5),
    y: (value) => floor - (value / top) * (floor - TOP),
  }
}

/** The next round number above, whose half is whole as well. */
export function niceTop(largest: number): number {
  if (largest <= 2) return 2
  const ten = 10 ** Math.floor(Math.log10(largest))
  return [1, 2, 3, 4, 5, 6, 8, 10].map((by) => by * ten).find((top) => top >= largest && top % 2 === 0) ?? 10 * ten
}

function axes({ points, write }: Chart, { top, floor, right, x, y }: Frame): Html {
  const rules = [0, top / 2, top].map(
    (value) => html`<line class="rule" x1="${START}" x2="${right}" y1="${round(y(value))}" y2="${round(y(value))}"/>
<text class="tick-label" x="${START - 6}" y="${round(y(value) + 4)}" text-anchor="end">${write(value)}</text>`,
  )
  const last = points.length - 1
  const marks = [...new Set([0, Math.floor(last / 2), last])].filter((at) => at >= 0)
  const days = marks.map((at) => {
    const anchor = at === 0 && last > 0 ? 'start' : at === last && last > 0 ? 'end' : 'middle'
    const place = anchor === 'start' ? START : anchor === 'end' ? right : x(at)
    return html`<text class="tick-label" x="${round(place)}" y="${floor + 17}" text-anchor="${anchor}">${points[at]?.short}</text>`
  })
  return html`${rules}${days}`
}

/** Names that would stand on each other are moved apart, downwards and, where the picture ends, up again. */
function apart(wanted: readonly number[]): readonly number[] {
  const order = wanted.map((y, place) => ({ y, place })).sort((left, right) => left.y - right.y || left.place - right.place)
  let free = TOP
  for (const one of order) {
    one.y = Math.max(one.y, free)
    free = one.y + LETTER
  }
  let most = HEIGHT - BOTTOM
  for (const one of order.toReversed()) {
    one.y = Math.min(one.y, most)
    most = one.y - LETTER
  }
  const places = [...wanted]
  for (const { y, place } of order) places[place] = y
  return places
}

const round = (value: number): number => Math.round(value * 10) / 10

function figure(chart: Chart, drawing: Html, height = HEIGHT): Html {
  const { id, heading, finding, series, empty } = chart
  const isEmpty = series.every(({ values }) => values.every((value) => value === 0))
  if (isEmpty) return html`<section class="chart"><h2>${heading}</h2><p class="empty">${empty}</p></section>`
  return html`<section class="chart"><h2>${heading}</h2><p class="finding">${finding}</p>
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="chart-${id}"><title id="chart-${id}">${finding}</title>${drawing}</svg>
${numbers(chart)}</section>`
}

/** The numbers themselves, for whoever wants them. */
function numbers({ heading, points, series, axis, table, more = [], write }: Chart): Html {
  const heads = [...series, ...more].map(({ name }) => html`<th scope="col" class="number">${name}</th>`)
  const rows = points.map(
    ({ label }, at) =>
      html`<tr><th scope="row">${label}</th>${series.map(
        ({ name, values }) => html`<td class="number" data-label="${name}">${write(values[at] ?? 0)}</td>`,
      )}${more.map(({ name, cells }) => html`<td class="number" data-label="${name}">${cells[at]}</td>`)}</tr>`,
  )
  return html`<details><summary>${table}</summary><div class="table" tabindex="0" role="region" aria-label="${heading}"><table><caption class="unseen">${heading}</caption>
<thead><tr><th scope="col">${axis}</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div></details>`
}
