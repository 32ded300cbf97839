import { type Actor, money, type OrderView, productKey, productRef, type Shop, ShopError } from 'cartwright'
import { type Answer, type Call, type Route, route, type WebUser, walletJson, walletSchema } from 'cartwright/http'
import { z } from 'zod'
import { announce } from '../announcements.ts'
import { shownWin } from '../auctions/lots.ts'
import { messagesOf } from '../i18n/messages.ts'
import { personWithEmail } from '../people/people.ts'
import { CURRENCY } from '../settings.ts'
import { adminOrderJson, cancelByStaff, moveByStaff } from './admin-orders.ts'
import { adminOrderSchema, lineIds, reason } from './admin-schemas.ts'
import { winSchema } from './schemas.ts'
import { userOf } from './user-of.ts'

const email = z.string().max(200)
const seller = z.string().max(255).optional()

/** What the staff does; each act is recorded in the batch that does it. */
export const adminActs = (shop: Shop): readonly Route[] => [
  act({
    path: '/admin/claims/release',
    summary: 'End the hold or the reservation on a product',
    body: z.strictObject({ product: z.string().max(300), reason }),
    answer: z.strictObject({ product: z.string(), state: z.string() }),
    back: () => '/admin',
    does: async (call, by) => {
      const product = productRef(call.body.product)
      if (product === null) throw wrong('product', 'format')
      await shop.claims.release(product, { by, reason: call.body.reason })
      return { product: productKey(product), state: (await shop.claims.find(product))?.state ?? 'free' }
    },
  }),
  act({
    path: '/admin/wallets/top-up',
    summary: 'Pay money into the wallet of somebody',
    body: z.strictObject({ email, amount: z.string().max(40), reason }),
    answer: walletSchema,
    back: () => '/admin',
    does: async (call, by) => {
      const amount = money(call.body.amount, CURRENCY)
      const { id } = await personBehind(shop, call.body.email, 'email')
      const key = call.idempotencyKey ?? shop.context.newId()
      return walletJson(await shop.wallets.topUp(id, amount, key, { by, reason: call.body.reason }))
    },
  }),
  orderAct(
    'refund',
    'Give money of an order back: some lines, or all that is left',
    z.strictObject({ lines: lineIds.optional(), reason }),
    (call, by) => {
      const { lines, reason: why } = call.body
      return shop.orders.refund(idOf(call), { ...(lines !== undefined && { lines }), by, reason: why })
    },
  ),
  orderAct('cancel', 'Cancel an order of which nothing was sent', z.strictObject({ reason }), (call, by) =>
    cancelByStaff(shop, idOf(call), by, call.body.reason),
  ),
  orderAct('ship', 'Say that a parcel was sent, or all of them', z.strictObject({ seller }), (call, by) =>
    moveByStaff(shop, idOf(call), { by, seller: call.body.seller ?? null, step: 'ship' }),
  ),
  orderAct('deliver', 'Say that a parcel was delivered, or all that were sent', z.strictObject({ seller }), (call, by) =>
    moveByStaff(shop, idOf(call), { by, seller: call.body.seller ?? null, step: 'deliver' }),
  ),
  act({
    path: '/admin/wins/:id/revoke',
    summary: 'Take an unpaid right back',
    body: z.strictObject({ reason }),
    answer: winSchema,
    back: winPath,
    does: async (call, by) => shownWin(shop, await shop.auctions.revoke(idOf(call), { by, reason: call.body.reason }), call.locale),
  }),
  act({
    path: '/admin/wins/:id/transfer',
    summary: 'Give an unpaid right to somebody else',
    body: z.strictObject({ to: email, reason }),
    answer: winSchema,
    back: winPath,
    does: async (call, by) => {
      const { id: to, roles } = await personBehind(shop, call.body.to, 'to')
      return shownWin(shop, await shop.auctions.transfer(idOf(call), { to, roles, by, reason: call.body.reason }), call.locale)
    },
  }),
]

const idOf = ({ params }: Call): string => params.id ?? ''
const winPath = (call: Call): string => `/admin/wins/${encodeURIComponent(idOf(call))}`
const orderPath = (call: Call): string => `/admin/orders/${encodeURIComponent(idOf(call))}`

const wrong = (field: string, code: string): ShopError => new ShopError('invalid_input', { errors: [{ field, code }] })

async function personBehind(shop: Shop, text: string, field: string): Promise<WebUser> {
  const person = await personWithEmail(shop, text)
  if (person === null) throw wrong(field, 'unknown')
  return person
}

interface Act<Body> {
  readonly path: string
  readonly summary: string
  readonly body: z.ZodType<Body>
  readonly answer: z.ZodType
  /** The page a form comes back to. */
  readonly back: (call: Call) => string
  readonly does: (call: Call<Body>, by: Actor) => Promise<object>
}

const orderAct = <Body>(
  name: string,
  summary: string,
  body: z.ZodType<Body>,
  does: (call: Call<Body>, by: Actor) => Promise<OrderView>,
): Route =>
  act<Body>({
    path: `/admin/orders/:id/${name}`,
    summary,
    body,
    answer: adminOrderSchema,
    back: orderPath,
    does: async (call, by) => adminOrderJson(await does(call, by)),
  })

function act<Body>({ path, summary, body, answer, back, does }: Act<Body>): Route {
  return route<Body, unknown>({
    method: 'POST',
    path,
    summary,
    needs: 'admin',
    body,
    answer,
    run: async (call): Promise<Answer> => ({
      status: 200,
      body: await does(call, { id: userOf(call).id, role: 'staff' }),
      redirect: back(call),
      flash: { kind: 'ok', text: messagesOf(call.locale).admin.done },
    }),
    refused: async (call, error, details) => ({
      status: 303,
      body: null,
      forward: back(call),
      flash: { kind: 'error', text: announce(error.code, details, call.locale) },
    }),
  })
}
