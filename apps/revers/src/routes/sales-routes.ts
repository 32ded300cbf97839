import { decimal, money, type Page, type Sale, type Shop, ShopError } from 'cartwright'
import {
  type Answer,
  type Call,
  formState,
  pageQuery,
  type Route,
  route,
  statusOf,
  typedNumbers,
  walletJson,
  walletSchema,
} from 'cartwright/http'
import { z } from 'zod'
import { announce } from '../announcements.ts'
import { commissionOf } from '../catalogue/commission.ts'
import { actorOf } from '../catalogue/listings.ts'
import { messagesOf } from '../i18n/messages.ts'
import { pageContext } from '../page-context.ts'
import { CURRENCY } from '../settings.ts'
import { notSellerPage } from '../views/not-seller-page.ts'
import { payoutsPage } from '../views/payouts-page.ts'
import { salesPage } from '../views/sales-page.ts'
import { EMPTY_FORM, type FormState } from '../views/types.ts'
import { isRefunded, payoutsOf, payoutsSchema, saleJson, saleSchema } from './sale-json.ts'
import { sellerOf, userOf } from './user-of.ts'

// What stands on a parcel; as it is shown to others, no markup and no signs that turn text round.
const tracking = z
  .string()
  .trim()
  .max(100)
  .regex(/^[\p{L}\p{N} ._/#:+-]*$/u)
  .optional()

/** What a seller has sold: parcels to send, and the money for them. */
export const salesRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/sell/sales',
    summary: 'The own parcels, newest first; the address is there while it is needed',
    needs: 'login',
    query: pageQuery,
    answer: z.strictObject({ items: z.array(saleSchema), next: z.exactOptional(z.string()) }),
    run: async (call) => {
      if (isStranger(call)) return strangerAnswer(shop, call)
      const { limit, cursor } = call.query
      const page = { ...(limit !== undefined && { limit }), ...(cursor !== undefined && { cursor }) }
      const sales = await shop.orders.sales(sellerOf(call).id, page)
      const { items, next } = sales
      return {
        status: 200,
        body: { items: items.map(saleJson), ...(next !== null && { next }) },
        page: () => parcelsPage(shop, call, sales, EMPTY_FORM),
      }
    },
  }),
  parcelStep(shop, {
    path: '/sell/sales/:order/ship',
    summary: 'Say that the own parcel of an order was sent',
    body: z.strictObject({ tracking }),
    act: (call, parcel) => {
      const { tracking: number } = call.body
      return shop.orders.ship(orderOf(call), { ...parcel, ...(number !== undefined && { tracking: number }) })
    },
    says: 'shipped',
  }),
  parcelStep(shop, {
    path: '/sell/sales/:order/deliver',
    summary: 'Say that the own parcel of an order was delivered',
    body: z.strictObject({}),
    act: (call, parcel) => shop.orders.deliver(orderOf(call), parcel),
    says: 'delivered',
  }),
  route({
    method: 'GET',
    path: '/sell/payouts',
    summary: 'What is owed to the seller, what was released, and what he owes',
    needs: 'login',
    answer: payoutsSchema,
    run: async (call) => {
      if (isStranger(call)) return strangerAnswer(shop, call)
      const payouts = await payoutsOf(shop, sellerOf(call).id)
      return { status: 200, body: payouts, page: () => pageOf(shop, call, EMPTY_FORM) }
    },
  }),
  route({
    method: 'POST',
    path: '/wallet/pay-out',
    summary: 'Take money out of the wallet; needs an Idempotency-Key, in the header or as the field `key`',
    needs: 'login',
    body: z.strictObject({ amount: z.string().max(40), key: z.exactOptional(z.string().regex(/^[A-Za-z0-9_-]{1,64}$/)) }),
    fromForm: typedNumbers('amount'),
    answer: walletSchema,
    run: async (call) => {
      const key = call.idempotencyKey ?? call.body.key
      if (call.body.key !== undefined && call.body.key !== key)
        throw new ShopError('invalid_input', { errors: [{ field: 'key', code: 'invalid' }] })
      if (key === undefined) throw new ShopError('idempotency_key_required')
      const wallet = await shop.wallets.payOut(userOf(call).id, money(call.body.amount, CURRENCY), key)
      return {
        status: 200,
        body: walletJson(wallet),
        redirect: '/wallet',
        flash: { kind: 'ok', text: messagesOf(call.locale).market.paidOut },
      }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => pageOf(shop, call, formState(call.fields, error.code, details)),
    }),
  }),
]

/** Somebody with a browser who may not sell: he is not only told that there is no such page, but how to become a seller. */
const isStranger = (call: Call): boolean => !call.json && !userOf(call).roles.includes('seller')

const strangerAnswer = (shop: Shop, call: Call): Answer => ({
  status: 404,
  body: null,
  page: async () => String(notSellerPage(await pageContext(shop, call))),
})

const ordersOf = (sales: readonly Sale[]): ReadonlySet<string> => new Set(sales.map(({ order }) => order))

const orderOf = ({ params }: Call): string => params.order ?? ''

interface ParcelStep<Body> {
  readonly path: string
  readonly summary: string
  readonly body: z.ZodType<Body>
  readonly act: (call: Call<Body>, parcel: { readonly seller: string; readonly by: ReturnType<typeof actorOf> }) => Promise<Sale>
  readonly says: 'shipped' | 'delivered'
}

/** A step of the seller's own parcel; the parcels of others in the same order are not his business, and other orders do not exist. */
function parcelStep<Body>(shop: Shop, { path, summary, body, act, says }: ParcelStep<Body>): Route {
  return route<Body, unknown>({
    method: 'POST',
    path,
    summary,
    needs: 'login',
    body,
    answer: saleSchema,
    run: async (call) => {
      const seller = sellerOf(call)
      return {
        status: 200,
        body: saleJson(await act(call, { seller: seller.id, by: actorOf(seller) })),
        redirect: '/sell/sales',
        flash: { kind: 'ok', text: messagesOf(call.locale).market[says] },
      }
    },
    // What was typed is shown again; a parcel that has moved on meanwhile has no form any more.
    refused: async (call, error, details) =>
      error.code === 'invalid_input'
        ? {
            status: statusOf(error),
            body: null,
            page: async () =>
              parcelsPage(
                shop,
                call,
                await shop.orders.sales(sellerOf(call).id),
                formState(call.fields, error.code, details),
                orderOf(call),
              ),
          }
        : { status: 303, body: null, forward: '/sell/sales', flash: { kind: 'error', text: announce(error.code, details, call.locale) } },
  })
}

async function parcelsPage(
  shop: Shop,
  call: Call,
  { items, next }: Page<Sale>,
  form: FormState,
  sending: string | null = null,
): Promise<string> {
  const refunded = ordersOf(items.filter(isRefunded))
  return String(salesPage(await pageContext(shop, call), { items: items.map(saleJson), refunded, next, form, sending }))
}

async function pageOf(shop: Shop, call: Call, form: FormState): Promise<string> {
  const { id } = userOf(call)
  const [context, payouts, wallet] = await Promise.all([pageContext(shop, call), payoutsOf(shop, id), shop.wallets.read(id, 1)])
  return String(
    payoutsPage(context, {
      payouts,
      balance: decimal(wallet.balance, CURRENCY),
      commission: commissionOf(shop),
      key: shop.context.newId(),
      form,
    }),
  )
}
