import { act } from '../act.ts'
import { recordAct } from '../audit/audit-rows.ts'
import { reasonErrors } from '../audit/reason.ts'
import { given, invalidInput } from '../check-input.ts'
import type { Actor, Context } from '../context.ts'
import { ShopError } from '../errors.ts'
import { cartOfId, parcelsOfOrder, readOrder } from '../orders/order-rows.ts'
import { checkSeller } from '../seller-user.ts'
import { firstOf } from '../storage/database.ts'
import { type Proceeds, proceedsOfOrder, readProceeds } from './proceeds-rows.ts'
import { releaseStatements } from './release-proceeds.ts'

/** Who gives a seller his money before its time, or of a parcel that came back, and why. */
export interface ProceedsRelease {
  readonly by: Actor
  /** For the record; 1 to 500 characters. */
  readonly reason: string
}

/**
 * Gives a seller his money of one parcel now, by staff: of one that came back nobody else does, as whether its buyer gets his money back is theirs to say.
 * Recorded. Told again, nothing changes. Refuses with `not_found` (no such parcel, nothing is owed for it, or not staff), `order_state` before the parcel
 * has arrived and when all of it was given back, and `invalid_input` (`reason`).
 *
 * @example
 * await shop.sellers.release(order.id, 'mihai', { by: { id: 'eva', role: 'staff' }, reason: 'the buyer had changed his mind too late' })
 */
export function releaseByStaff(context: Context, order: string, seller: string, sent: ProceedsRelease): Promise<Proceeds> {
  const { by, reason } = given(sent, 'release')
  const errors = reasonErrors(reason)
  if (errors.length > 0) throw invalidInput(errors)
  // Until it is his it is the shop's, and of the shop's own things staff decide.
  checkSeller(context, '', given(by, 'by'))
  const answer = (): Promise<Proceeds> => readOne(context, order, seller)
  return act(
    context,
    async () => {
      const now = context.clock()
      const [orders, parcels = []] = await context.db.read(readOrder(order), parcelsOfOrder(order))
      const proceeds = await answer()
      if (proceeds.state === 'released') return proceeds
      const parcel = String(parcels.find((one) => one.seller === seller)?.state)
      if (proceeds.state !== 'waiting' || !HAS_ARRIVED.includes(parcel)) throw new ShopError('order_state', { parcel })
      const noted = { actor: by, act: 'proceeds.release', before: { seller, parcel }, after: { order, seller }, reason }
      await context.db.batch(
        [
          ...(await releaseStatements(context, proceeds, String(firstOf(orders)?.currency), now)),
          recordAct(cartOfId(order), context.newId(), noted, now),
        ],
        { key: cartOfId(order), id: context.newId() },
      )
      return answer()
    },
    answer,
  )
}

const HAS_ARRIVED: readonly string[] = ['delivered', 'received', 'returned']

async function readOne(context: Context, order: string, seller: string): Promise<Proceeds> {
  const [rows = []] = await context.db.read(proceedsOfOrder(order))
  const proceeds = rows.map(readProceeds).find((one) => one.seller === seller)
  if (proceeds === undefined) throw new ShopError('not_found')
  return proceeds
}
