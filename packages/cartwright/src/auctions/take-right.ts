import type { Claim } from '../claims/claim.ts'
import { explainClaim, type Taker, takeClaims, takeInTurn } from '../claims/claim-rows.ts'
import { judgeTake, queuesOn } from '../claims/read-queues.ts'
import type { Context } from '../context.ts'
import type { Statement } from '../storage/statement.ts'

/**
 * The statements by which an auction takes a thing that nobody has: a line of people whose turns are all over is no hindrance, whether or not anybody has
 * tidied, and goes with it. Refuses with `item_taken` while somebody has his turn, but for his own.
 */
export async function takeRight(
  context: Context,
  claim: Claim | undefined,
  taker: Taker & { readonly source: 'auction' },
  now: bigint,
  until: bigint,
): Promise<Statement[]> {
  const { product, owner } = taker
  const queues = claim === undefined ? null : await queuesOn(context, new Map([[product, claim]]), [product], now)
  const turn = judgeTake(context, { claim, places: queues?.get(product) ?? [], owner, holds: false }, now)
  return turn === null
    ? [takeClaims([taker], now, until).orRefuse('item_taken', explainClaim(product))]
    : takeInTurn(turn.seen, { taker, attempt: null, until }, turn.leaving, now, context.options.holds)
}
