import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { barChart, type Chart, lineChart, niceTop, stepChart } from '../../src/admin/charts.ts'
import { dayBefore, localDay, localTime, readLocalTime } from '../../src/admin/days.ts'
import { ShopError } from '../../src/errors.ts'

const chart = (more: Partial<Chart> = {}): Chart => ({
  id: 'sales',
  heading: 'Sales',
  finding: 'Most sales were on Tuesday: 12.',
  points: [1, 2, 3].map((day) => ({ label: `day ${day}`, short: `${day}.` })),
  series: [{ name: 'sold', values: [3, 12, 0] }],
  axis: 'Day',
  table: 'Numbers',
  empty: 'Nothing.',
  write: String,
  ...more,
})

const series = (count: number) => Array.from({ length: count }, (_, place) => ({ name: `s${place + 1}`, values: [place, 2, 5] }))
const numbersIn = (text: string, name: string): number[] =>
  [...text.matchAll(new RegExp(` ${name}="([-\\d.]+)"`, 'g'))].map(([, value]) => Number(value))

describe('charts', () => {
  it('are pictures with a name, and their numbers as a table', () => {
    for (const drawn of [barChart(chart()), lineChart(chart()), stepChart(chart(), () => '50 %')]) {
      const text = String(drawn)
      assert.match(text, /role="img" aria-labelledby="chart-sales"><title id="chart-sales">Most sales were on Tuesday: 12\.<\/title>/)
      assert.match(
        text,
        /<details><summary>Numbers<\/summary>[\s\S]*<th scope="row">day 2<\/th><td class="number" data-label="sold">12<\/td>/,
      )
      assert.doesNotMatch(text, / style=/)
    }
  })

  it('say that there is nothing where there is nothing', () => {
    const text = String(barChart(chart({ series: [{ name: 'sold', values: [0, 0, 0] }] })))
    assert.match(text, /<p class="empty">Nothing\.<\/p>/)
    assert.doesNotMatch(text, /<svg/)
  })

  it('draw a bar for each value that is none, as high as it is', () => {
    const heights = numbersIn(String(barChart(chart())), 'height')
    assert.equal(heights.length, 2)
    assert.ok(Math.abs((heights[1] ?? 0) / (heights[0] ?? 1) - 4) < 0.05, `${heights}`)
  })

  it('tell lines apart by a class each, and their names never stand on each other', () => {
    const text = String(lineChart(chart({ series: series(4) })))
    for (const place of [1, 2, 3, 4]) assert.match(text, new RegExp(`series-${place}"[\\s\\S]*>s${place}</text>`))
    const names = [...text.matchAll(/class="name" x="[\d.]+" y="([\d.]+)"/g)].map(([, y]) => Number(y)).sort((left, right) => left - right)
    for (const [place, y] of names.entries()) if (place > 0) assert.ok(y - (names[place - 1] ?? 0) >= 17, `${names}`)
    assert.throws(() => lineChart(chart({ series: series(5) })), RangeError)
  })

  it('escape what they are given', () => {
    assert.doesNotMatch(String(lineChart(chart({ finding: '<b>', series: [{ name: '<i>', values: [1, 2, 3] }] }))), /<b>|<i>/)
  })

  it('end at a round number above the largest, whose half is whole', () => {
    for (const [largest, top] of [
      [0, 2],
      [1, 2],
      [3, 4],
      [7, 8],
      [21, 30],
      [100, 100],
      [101, 200],
      [9_999, 10_000],
    ] as const)
      assert.equal(niceTop(largest), top, `${largest}`)
  })
})

describe('days and times of a place', () => {
  const ZONE = 'Europe/Bucharest'
  const at = (text: string): bigint => BigInt(Date.parse(text))

  it('are read as they were written, in summer and in winter', () => {
    for (const [local, utc] of [
      ['2026-07-01T12:00', '2026-07-01T09:00:00Z'],
      ['2026-12-01T12:00', '2026-12-01T10:00:00Z'],
      ['2026-10-25T02:59', '2026-10-24T23:59:00Z'],
      ['2026-10-25T03:30', '2026-10-25T00:30:00Z'],
      ['2026-10-25T04:00', '2026-10-25T02:00:00Z'],
      ['2026-03-29T02:59', '2026-03-29T00:59:00Z'],
      ['2026-03-29T04:00', '2026-03-29T01:00:00Z'],
    ] as const) {
      assert.equal(readLocalTime(local, ZONE, 'at'), at(utc), local)
      assert.equal(localTime(at(utc), ZONE), local)
    }
  })

  it('are refused when there are none, by the name of their box', () => {
    for (const text of ['', '2026-02-30T10:00', '2026-01-01', '2026-01-01T25:00'])
      assert.throws(
        () => readLocalTime(text, ZONE, 'ends_at'),
        (error: unknown) => error instanceof ShopError && JSON.stringify(error.details).includes('ends_at'),
      )
  })

  it('begin at midnight there', () => {
    assert.equal(localDay(at('2026-11-14T22:30:00Z'), ZONE), '2026-11-15')
    assert.equal(dayBefore('2026-03-01', 1), '2026-02-28')
  })
})
