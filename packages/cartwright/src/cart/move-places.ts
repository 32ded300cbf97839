import { act } from '../act.ts'
import { isLive } from '../claims/claim.ts'
import { countOut, moveQueue } from '../claims/claim-rows.ts'
import { queueBehind } from '../claims/queue.ts'
import { leavePlace, takePlace } from '../claims/queue-rows.ts'
import type { Context } from '../context.ts'
import { recordExpired } from '../events/record-expired.ts'
import type { Statement } from '../storage/statement.ts'
import { isHolder } from './join-queue.ts'
import { lapsedClaims } from './lapsed-claims.ts'
import { leaveAs, readQueue } from './leave-queue.ts'

/**
 * A guest's places in lines become the user's at login, each in a batch of its own and at the same place; where the user waits already, the earlier one
 * of the two stays. Nobody waits behind himself: where the user has the thing now, both places are given up. What a crash leaves behind goes along with the next login of the same guest.
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
      const there = places.find((place) => place.owner === to)
      if (claim === null || (came === undefined && there === undefined)) return
      if (isLive(claim, now) && (await isHolder(context, to, claim))) {
        for (const { owner } of places.filter((place) => place === came || place === there)) await leaveAs(context, product, owner)
        return
      }
      if (came === undefined) return
      const { passed, rest, startsAt } = queueBehind(claim, places, now, context.options.holds.turn)
      if (passed.includes(came)) return leaveAs(context, product, from)
      const left = rest.find((place) => place.owner === to)
      // Of two places the later one goes, and nobody's turn begins by that.
      const moved: Statement[] = left === undefined || came.id < left.id ? [takePlace({ ...came, owner: to }).orReread()] : []
      const double = left !== undefined && came.id < left.id ? [leavePlace(product, to).orReread()] : []
      const taken =
        left === undefined && passed.some((place) => place.owner === to)
          ? [
              ...moveQueue(claim, passed, startsAt ?? now),
              ...recordExpired(context, lapsedClaims(new Map([[product, claim]]), [product], now), now),
            ]
          : [countOut(claim, left === undefined ? 0n : 1n).orReread()]
      await context.db.batch([...taken, leavePlace(product, from).orReread(), ...double, ...moved], { key: product, id: context.newId() })
    },
    async () => undefined,
  )
}
