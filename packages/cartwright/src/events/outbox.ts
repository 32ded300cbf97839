import type { Context } from '../context.ts'
import { deliverTo, handlersTarget, webhookTarget } from './deliver.ts'
import { spreadEvents } from './spread.ts'

/** Hands stored events over, after their batch: to the handlers of this process and to webhooks. */
export interface Outbox {
  /** Soon, and without anybody waiting for it. */
  announce(): void
  /** Tells everybody what is due now; answers how many were told. */
  deliver(): Promise<number>
  /** Ends what is under way: calls of webhooks are cut off and due again, a handler that runs is waited for. */
  stop(): Promise<void>
}

/**
 * Makes the outbox of a shop. Each target has passes of its own, one at a time, so a receiver that hangs holds up neither the handlers nor other
 * receivers.
 */
export function createOutbox(context: Context, log: (error: unknown) => void): Outbox {
  const { on, webhooks } = context.options
  const targets = [
    ...(Object.keys(on).length === 0 ? [] : [handlersTarget(context)]),
    ...webhooks.map((webhook) => webhookTarget(context, webhook)),
  ]
  const ending = new AbortController()
  const passes = targets.map((target) =>
    onePassAtATime(async () => {
      const { told, more } = await deliverTo(context, target, ending.signal, log)
      if (more) announce()
      return told
    }),
  )
  const spread = onePassAtATime(async () => {
    if (await spreadEvents(context)) announce()
    return 0
  })
  const deliver = async (): Promise<number> => {
    if (ending.signal.aborted) return 0
    await spread()
    return sum(await Promise.all(passes.map((pass) => pass())))
  }
  let announced = false
  const underWay = new Set<Promise<unknown>>()
  const announce = (): void => {
    if (announced || targets.length === 0 || ending.signal.aborted) return
    announced = true
    setImmediate(() => {
      announced = false
      const told = deliver().catch(log)
      underWay.add(told)
      told.finally(() => underWay.delete(told))
    })
  }
  return {
    announce,
    deliver,
    async stop() {
      ending.abort()
      await Promise.all(underWay)
    },
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((whole, one) => whole + one, 0)

/**
 * A function that runs one at a time. Who calls while it runs gets the next run, which is the same for all who call meanwhile: what was due at the
 * call has been looked at when the answer comes. The run counts for the caller who began it.
 */
function onePassAtATime(run: () => Promise<number>): () => Promise<number> {
  let running: Promise<number> | null = null
  let next: Promise<number> | null = null
  const start = (): Promise<number> => {
    next = null
    running = run().finally(() => {
      running = null
    })
    return running
  }
  return async () => {
    if (next !== null) return next.then(() => 0)
    if (running === null) return start()
    next = running.then(start, start)
    return next
  }
}
