/** Calls that must come one after the other. */
export type Task = readonly (() => Promise<unknown>)[]

/** Carries out tasks with so many callers in flight: each takes the next task as soon as it is through with one. */
export async function inFlight(callers: number, tasks: readonly Task[]): Promise<void> {
  let next = 0
  const caller = async (): Promise<void> => {
    for (;;) {
      const task = tasks[next]
      next += 1
      if (task === undefined) return
      for (const call of task) await call()
    }
  }
  await Promise.all(Array.from({ length: callers }, caller))
}

/** The number of calls in tasks. */
export const callsIn = (tasks: readonly Task[]): number => tasks.reduce((calls, task) => calls + task.length, 0)
