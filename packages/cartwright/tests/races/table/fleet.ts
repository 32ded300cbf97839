import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { times } from '../../../src/testing/contract/kit.ts'
import type { Outcome, Task } from './acts.ts'

const WORKER = fileURLToPath(new URL('./worker.ts', import.meta.url))

interface Reply {
  readonly number: number
  readonly outcomes?: readonly Outcome[]
  readonly failure?: string
}

/** Some processes that carry out tasks at once. Several races may be under way in them. */
export interface Fleet {
  /** Gives each of the first processes its task, lets all go at once when all are ready, and answers what became of each act, by process. */
  race(tasks: readonly Task[]): Promise<readonly (readonly Outcome[])[]>
  /** Lets the processes end; fails when one of them ends badly. */
  close(): Promise<void>
}

/** Starts the processes. */
export function startFleet(size: number): Fleet {
  const children = times(size, () => fork(WORKER, { execArgv: ['--disable-warning=ExperimentalWarning'], serialization: 'advanced' }))
  const waiting = new Map<string, { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void }>()
  let races = 0
  for (const [place, child] of children.entries()) {
    child.on('message', (reply: Reply) => {
      const { resolve, reject } = waiting.get(`${place} ${reply.number}`) ?? assert.fail('a process spoke unasked')
      waiting.delete(`${place} ${reply.number}`)
      if (reply.failure === undefined) resolve(reply)
      else reject(new Error(reply.failure))
    })
    child.once('exit', (code, signal) => {
      for (const [name, { reject }] of waiting)
        if (name.startsWith(`${place} `)) reject(new Error(`process ${place} ended with ${code ?? signal}`))
    })
  }
  const tell = (place: number, number: number, task: Task | 'go'): Promise<Reply> => {
    const { promise, resolve, reject } = Promise.withResolvers<Reply>()
    waiting.set(`${place} ${number}`, { resolve, reject })
    const child: ChildProcess = children[place] ?? assert.fail(`there is no process ${place}`)
    child.send({ number, task })
    return promise
  }
  return {
    async race(tasks) {
      races += 1
      const number = races
      await Promise.all(tasks.map((task, place) => tell(place, number, task)))
      const replies = await Promise.all(tasks.map((_, place) => tell(place, number, 'go')))
      return replies.map(({ outcomes = [] }) => outcomes)
    },
    async close() {
      const codes = children.map(async (child) => {
        const ended = once(child, 'exit')
        child.disconnect()
        const [code] = await ended
        return code
      })
      assert.deepEqual(
        await Promise.all(codes),
        children.map(() => 0),
      )
    },
  }
}
