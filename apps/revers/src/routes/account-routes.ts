import type { Shop } from 'cartwright'
import {
  addressJson,
  addressSchema,
  formState,
  orderJson,
  orderSchema,
  type Route,
  route,
  statusOf,
  walletJson,
  walletSchema,
} from 'cartwright/http'
import { z } from 'zod'
import { winsOf } from '../auctions/lots.ts'
import { pageContext } from '../page-context.ts'
import { addAddress, listAddresses, removeAddress } from '../people/addresses.ts'
import { accountPage } from '../views/account-pages.ts'
import { addressesPage } from '../views/addresses-page.ts'
import { type AddressJson, EMPTY_FORM, type FieldErrorJson } from '../views/types.ts'
import { winSchema } from './schemas.ts'
import { userOf } from './user-of.ts'

const LATEST_ORDERS = 3
const BOX = 'address_'
const line = z.string().max(200).optional()
/** Texts only; what an address must be is said by the shop's own check. */
const addressBody = z.strictObject({
  name: line,
  line1: line,
  line2: line,
  city: line,
  county: line,
  postal_code: line,
  country: line,
  phone: line,
  email: line,
  locker: line,
})

/** What belongs to one person. */
export const accountRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/account',
    summary: 'The overview of the account',
    needs: 'login',
    answer: z.strictObject({ wallet: walletSchema, orders: z.array(orderSchema), wins: z.array(winSchema) }),
    run: async (call) => {
      const user = userOf(call)
      const [wallet, orders, wins] = await Promise.all([
        shop.wallets.read(user.id),
        shop.orders.list(call.buyer, { limit: LATEST_ORDERS }),
        winsOf(shop, user, call.locale),
      ])
      const data = { wallet: walletJson(wallet), orders: orders.items.map(orderJson), wins }
      return { status: 200, body: data, page: async () => String(accountPage(await pageContext(shop, call), data)) }
    },
  }),
  route({
    method: 'GET',
    path: '/addresses',
    summary: 'Saved addresses',
    needs: 'login',
    answer: z.strictObject({ items: z.array(addressSchema) }),
    run: async (call) => {
      const items = await addressesOf(shop, userOf(call).id)
      return {
        status: 200,
        body: { items },
        page: async () => String(addressesPage(await pageContext(shop, call), { items, form: EMPTY_FORM })),
      }
    },
  }),
  route({
    method: 'POST',
    path: '/addresses',
    summary: 'Save an address',
    needs: 'login',
    body: addressBody,
    fromForm: unboxed,
    answer: addressSchema,
    status: 201,
    run: async (call) => {
      const { address, id } = await addAddress(shop, userOf(call).id, call.body)
      return { status: 201, body: addressJson(address, id), redirect: '/addresses' }
    },
    refused: async (call, error, details) => {
      const form = formState(call.fields, error.code, details)
      const page = async (): Promise<string> => {
        const [context, items] = await Promise.all([pageContext(shop, call), addressesOf(shop, userOf(call).id)])
        return String(addressesPage(context, { items, form: { ...form, errors: form.errors.map(boxed) } }))
      }
      return { status: statusOf(error), body: null, page }
    },
  }),
  route({
    method: 'POST',
    path: '/addresses/:id/remove',
    summary: 'Forget an address',
    needs: 'login',
    answer: addressSchema,
    run: async (call) => {
      const { address, id } = await removeAddress(shop, userOf(call).id, call.params.id ?? '')
      return { status: 200, body: addressJson(address, id), redirect: '/addresses' }
    },
  }),
]

const addressesOf = async (shop: Shop, person: string): Promise<AddressJson[]> =>
  (await listAddresses(shop, person)).map(({ id, address }) => addressJson(address, id))

/** The boxes of the form are `address_city` and so on, the fields of an address `city`. */
const unboxed = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.startsWith(BOX) ? name.slice(BOX.length) : name, value]))

const boxed = ({ field, code }: FieldErrorJson): FieldErrorJson => ({ field: `${BOX}${field}`, code })
