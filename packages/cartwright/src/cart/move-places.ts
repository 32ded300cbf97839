import { act } from '../act.ts'
import { countOut, moveQueue } from '../claims/claim-rows.ts'
import { queueBehind } from '../claims/queue.ts'
import { leavePlace, takePlace } from '../claims/queue-rows.ts'
import type { Context } from '../context.ts'
import { recordExpired } from '../events/record-expired.ts'
import type { Statement } from '../storage/statement.ts'
import { lapsedClaims } from './lapsed-claims.ts'
import { leaveAs, readQueue } from './leave-queue.ts'

/**
 * A guest's places in lines become the user's at login, each in a batch of its own and at the same place; where the user waits already, the earlier one
 * of the two stays. What a crash leaves behind goes along with the next login of the same guest.
 */
export async function movePlaces(context: Context, products: readonly string[], from: string, to: string): Promise<void> {
  for (const product of products) await movePlace(context, product, from, to)
}

function movePlace(context: Context, product: string, from: string, to: string): Promise<void> {
  return act(
    context,
    async () => {
      const { claim, places, now } = await readQueue(context, product)
      const came = places.find((place) => place.owner === from)
      if (came === undefined || claim === null) return
      const { passed, rest, startsAt } = queueBehind(claim, places, now, context.options.holds.turn)
      if (passed.includes(came)) return leaveAs(context, product, from)
      const there = rest.find((place) => place.owner === to)
      // Of two places the later one goes, and nobody's turn begins by that.
      const moved: Statement[] = there === undefined || came.id < there.id ? [takePlace({ ...came, owner: to }).orReread()] : []
      const double = there !== undefined && came.id < there.id ? [leavePlace(product, to).orReread()] : []
      const taken =
        there === undefined && passed.some((place) => place.owner === to)
          ? [
              ...moveQueue(claim, passed, startsAt ?? now),
              ...recordExpired(context, lapsedClaims(new Map([[product, claim]]), [product], now), now),
            ]
          : [countOut(claim, there === undefined ? 0n : 1n).orReread()]
      await context.db.batch([...taken, leavePlace(product, from).orReread(), ...double, ...moved], { key: product, id: context.newId() })
    },
    async () => undefined,
  )
}
