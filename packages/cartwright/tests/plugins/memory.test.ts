import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { memory } from '../../src/plugins/memory.ts'
import { fakeClock } from '../../src/testing/fake-clock.ts'

const LIFE = 1_000n

function counting() {
  const clock = fakeClock()
  const calls: string[] = []
  const answers = memory<readonly string[]>({ clock, life: LIFE, most: 6, weigh: (answer) => answer.length })
  const askFor = (key: string, answer: readonly string[] = [key]) =>
    answers.ask(key, async () => {
      calls.push(key)
      return answer
    })
  return { clock, calls, answers, askFor }
}

describe('the memory of answers', () => {
  it('asks once while the answer lives, and not a millisecond longer', async () => {
    const { clock, calls, answers, askFor } = counting()
    await askFor('a')
    clock.advance(LIFE - 1n)
    assert.deepEqual(await askFor('a'), ['a'])
    assert.deepEqual(answers.peek('a'), ['a'])
    assert.deepEqual(calls, ['a'])
    clock.advance(1n)
    assert.equal(answers.peek('a'), undefined)
    await askFor('a')
    assert.deepEqual(calls, ['a', 'a'])
  })

  it('shares a call that is on its way', async () => {
    const { calls, askFor } = counting()
    assert.deepEqual(await Promise.all([askFor('a'), askFor('a'), askFor('b')]), [['a'], ['a'], ['b']])
    assert.deepEqual(calls, ['a', 'b'])
  })

  it('gives a failure to all who waited, and asks again the next time', async () => {
    const { calls, answers, askFor } = counting()
    for (const fail of [() => Promise.reject(new Error('away')), () => assert.fail('away')]) {
      const failed = await Promise.allSettled([answers.ask('a', fail), askFor('a')])
      assert.deepEqual(
        failed.map((one) => one.status),
        ['rejected', 'rejected'],
      )
    }
    assert.deepEqual(calls, [])
    assert.deepEqual(await askFor('a'), ['a'])
    assert.deepEqual(calls, ['a'])
  })

  it('does not keep what is not worth keeping', async () => {
    const { answers } = counting()
    assert.deepEqual(
      await answers.ask(
        'a',
        async () => ['fallback'],
        (answer) => !answer.includes('fallback'),
      ),
      ['fallback'],
    )
    assert.equal(answers.peek('a'), undefined)
  })

  it('lets the oldest go when it is full, and never holds more than it may', async () => {
    const { answers, askFor } = counting()
    await askFor('a', ['1', '2'])
    await askFor('b', ['1', '2'])
    await askFor('c', ['1', '2', '3'])
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => answers.peek(key)?.length),
      [undefined, 2, 3],
    )
    answers.keep('b', ['1', '2', '3'])
    assert.deepEqual([answers.peek('b')?.length, answers.peek('c')?.length], [3, 3])
    await askFor('huge', Array.from({ length: 7 }, String))
    assert.equal(answers.peek('huge'), undefined)
    assert.equal(answers.peek('b')?.length, 3)
  })

  it('with a life of 0 keeps and shares nothing', async () => {
    const answers = memory<number>({ clock: fakeClock(), life: 0n, most: 10 })
    let calls = 0
    const call = async () => (calls += 1)
    assert.deepEqual(await Promise.all([answers.ask('a', call), answers.ask('a', call)]), [1, 2])
    answers.keep('a', 9)
    assert.equal(answers.peek('a'), undefined)
  })
})
