import { strict as assert } from 'node:assert'
import { describe, it, type TestContext } from 'node:test'
import { Clock } from '../../src/storage/clock.ts'

/** A machine whose clocks stand still until they are moved. */
function machine(context: TestContext): { wall: number; steady: number } {
  const time = { wall: 1_000_000, steady: 500 }
  context.mock.method(Date, 'now', () => time.wall)
  context.mock.method(performance, 'now', () => time.steady)
  return time
}

describe('the clock of a database', () => {
  it('is the machine’s own until the database’s is known', (context) => {
    const time = machine(context)
    const clock = new Clock()
    assert.equal(clock.now(), 1_000_000n)
    time.wall += 5
    assert.equal(clock.now(), 1_000_005n)
    assert.equal(clock.isStale, true)
  })

  it('counts on from what the database said in the middle of the way there and back', (context) => {
    const time = machine(context)
    const clock = new Clock()
    time.steady += 20
    clock.measured(9_000_000, time.steady - 20)
    assert.equal(clock.now(), 9_000_010n)
    time.steady += 1_000
    time.wall += 3_600_000
    assert.equal(clock.now(), 9_001_010n)
  })

  it('is measured again after a minute', (context) => {
    const time = machine(context)
    const clock = new Clock()
    clock.measured(9_000_000, time.steady)
    assert.equal(clock.isStale, false)
    time.steady += 60_001
    assert.equal(clock.isStale, true)
    clock.measured(1, time.steady - 50_000)
    assert.equal(clock.isStale, false)
  })

  it('does not believe a slow answer while a quick one still holds', (context) => {
    const time = machine(context)
    const clock = new Clock()
    time.steady += 2
    clock.measured(9_000_000, time.steady - 2)
    time.steady += 400
    clock.measured(9_000_900, time.steady - 400)
    assert.equal(clock.now(), 9_000_401n)
    time.steady += 10_000_000
    clock.measured(30_000_000, time.steady - 400)
    assert.equal(clock.now(), 30_000_200n)
  })

  it('does not step back for a small correction, and does for a large one', (context) => {
    const time = machine(context)
    const clock = new Clock()
    clock.measured(9_000_000, time.steady)
    assert.equal(clock.now(), 9_000_000n)
    clock.measured(8_999_500, time.steady)
    assert.equal(clock.now(), 9_000_000n)
    time.steady += 600
    assert.equal(clock.now(), 9_000_100n)
    clock.measured(5_000_000, time.steady)
    assert.equal(clock.now(), 5_000_000n)
  })
})
