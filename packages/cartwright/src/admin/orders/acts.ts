import { z } from 'zod'
import { invalidInput } from '../../check-input.ts'
import type { Actor } from '../../context.ts'
import { ShopError } from '../../errors.ts'
import type { Call, Route } from '../../http/route.ts'
import type { OrderView } from '../../orders/order-view.ts'
import { PARCEL_MOVES, type ParcelMove } from '../../orders/parcel-states.ts'
import { owesCash } from '../../refunds/move-parcel.ts'
import type { Shop } from '../../shop-types.ts'
import { actRoute, reason } from '../acts.ts'
import { type Admin, hrefOf, paramOf } from '../settings.ts'
import { adminOrderJson, adminOrderSchema } from './order-json.ts'

const seller = z.string().max(255).optional()
/** The carrier's number: nothing in it that is not seen, or turns other text round. */
const tracking = z
  .string()
  .trim()
  .max(100)
  .regex(/^\P{C}*$/u)
  .optional()

/** Ids in a list, or in a text with commas between them. */
const lineIds: z.ZodType<readonly string[]> = z.union([
  z.array(z.string().min(1).max(200)).min(1).max(1_000),
  z
    .string()
    .max(20_000)
    .transform((text) => text.split(',').map((id) => id.trim())),
])

/** What staff do about an order. Which of it is possible the engine says: the page offers no more, and a refusal names the state the order is in. */
export const orderActs = (admin: Admin): readonly Route[] => {
  const { shop } = admin
  const act = <Body>(
    name: string,
    summary: string,
    body: z.ZodType<Body>,
    does: (call: Call<Body>, by: Actor) => Promise<OrderView>,
    money: boolean | ((call: Call<Body>) => Promise<boolean>) = false,
  ): Route =>
    actRoute<Body>(admin, {
      path: `${admin.path}/orders/:id/${name}`,
      summary,
      body,
      answer: adminOrderSchema,
      money,
      back: (call) => hrefOf(admin, 'orders', paramOf(call)),
      does: async (call, by) => adminOrderJson(await does(call, by)),
    })
  return [
    act(
      'refund',
      'Give money of an order back: some lines, or all that is left',
      z.strictObject({ lines: lineIds.optional(), all: z.literal('true').optional(), reason }),
      async (call, by) => {
        const { all, reason: why } = call.body
        const lines = all === undefined ? call.body.lines : undefined
        // A form with nothing ticked is somebody who has forgotten to: of a whole order people say so.
        if (!call.json && lines === undefined && all === undefined) throw invalidInput([{ field: 'lines', code: 'choice' }])
        return shop.orders.refund(paramOf(call), { ...(lines !== undefined && { lines }), by, reason: why })
      },
      true,
    ),
    act(
      'cancel',
      'Cancel an order of which nothing was sent',
      z.strictObject({ reason }),
      (call, by) => cancelAll(shop, paramOf(call), by, call.body.reason),
      true,
    ),
    act(
      'cancel-parcel',
      'Cancel one parcel that was not sent; its buyer gets his money back',
      z.strictObject({ seller, reason }),
      async (call, by) => {
        const id = paramOf(call)
        await shop.orders.cancelParcel(id, { seller: call.body.seller ?? '', by, reason: call.body.reason })
        return shop.orders.show(id)
      },
      true,
    ),
    act('ship', 'Say that a parcel was sent, or all of them', z.strictObject({ seller, tracking }), ({ params, body }, by) =>
      moveParcels(shop, params.id ?? '', body.seller, 'ship', (id, of) =>
        shop.orders.ship(id, { seller: of, by, ...(body.tracking !== undefined && { tracking: body.tracking }) }),
      ),
    ),
    act(
      'deliver',
      'Say that a parcel was delivered, or all that were sent',
      z.strictObject({ seller }),
      ({ params, body }, by) =>
        moveParcels(shop, params.id ?? '', body.seller, 'deliver', (id, of) => shop.orders.deliver(id, { seller: of, by })),
      // Who says that a parcel was paid for at the door makes the money of its seller.
      async (call) => owesCash(await shop.orders.show(paramOf(call))),
    ),
    act('returned', 'Say that a parcel came back', z.strictObject({ seller }), ({ params, body }, by) =>
      moveParcels(shop, params.id ?? '', body.seller, 'return', (id, of) => shop.orders.returned(id, { seller: of, by })),
    ),
    act(
      'refunded',
      'Say that a due refund was made',
      z.strictObject({ refund: z.string().max(300), reason }),
      (call, by) => shop.orders.refunded(call.body.refund, by, call.body.reason),
      true,
    ),
    act(
      'proceeds',
      'Give a seller the money of his parcel now',
      z.strictObject({ seller: z.string().max(255), reason }),
      async (call, by) => {
        const id = paramOf(call)
        await shop.sellers.release(id, call.body.seller, { by, reason: call.body.reason })
        return shop.orders.show(id)
      },
      true,
    ),
  ]
}

/** Cancels what nobody has sent yet, parcel by parcel: the last one cancels the order. Refuses with `order_state` once something is on its way. */
async function cancelAll(shop: Shop, id: string, by: Actor, why: string): Promise<OrderView> {
  const order = await shop.orders.show(id)
  if (order.parcels.some(({ state }) => state !== 'placed' && state !== 'cancelled'))
    throw new ShopError('order_state', { state: order.state })
  for (const parcel of order.parcels) await shop.orders.cancelParcel(id, { seller: parcel.seller?.id ?? '', by, reason: why })
  return shop.orders.show(id)
}

/** Moves one parcel, or all that are where the step begins. Refuses with `order_state` when there is none. */
async function moveParcels(
  shop: Shop,
  id: string,
  named: string | undefined,
  step: ParcelMove,
  move: (id: string, seller: string) => Promise<unknown>,
): Promise<OrderView> {
  const order = await shop.orders.show(id)
  const from = named === undefined ? order.parcels.filter(({ state }) => begins(step, state)).map((one) => one.seller?.id ?? '') : [named]
  if (from.length === 0) throw new ShopError('order_state', { state: order.state })
  for (const of of from) await move(id, of)
  return shop.orders.show(id)
}

/** Whether a parcel in this state can be moved so. */
export const begins = (step: ParcelMove, state: OrderView['parcels'][number]['state']): boolean => PARCEL_MOVES[step][state] !== undefined
