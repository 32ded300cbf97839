import { type Shop, ShopError } from 'cartwright'
import {
  addressJson,
  addressSchema,
  type Call,
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
import { ordersAsShown } from '../as-shown.ts'
import { lotsBidOn, winsOf } from '../auctions/lots.ts'
import { messagesOf } from '../i18n/messages.ts'
import { pageContext } from '../page-context.ts'
import { addAddress, changeAddress, listAddresses, removeAddress, useAddress } from '../people/addresses.ts'
import { accountPage } from '../views/account-pages.ts'
import { type AddressesData, addressesPage } from '../views/addresses-page.ts'
import { bidsPage } from '../views/bids-page.ts'
import { profilePage } from '../views/profile-page.ts'
import { type AddressJson, EMPTY_FORM, type FieldErrorJson, type FormState } from '../views/types.ts'
import { lotSchema, userAnswer, winSchema } from './schemas.ts'
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
      return {
        status: 200,
        body: data,
        page: async () => {
          const [context, shown] = await Promise.all([pageContext(shop, call), ordersAsShown(shop, data.orders, call.locale)])
          return String(accountPage(context, { ...data, orders: shown }))
        },
      }
    },
  }),
  route({
    method: 'GET',
    path: '/account/bids',
    summary: 'The auctions bid in: those that run, and the latest that are over',
    needs: 'login',
    answer: z.strictObject({ running: z.array(lotSchema), ended: z.array(lotSchema) }),
    run: async (call) => {
      const lots = await lotsBidOn(shop, call.buyer, call.locale)
      return { status: 200, body: lots, page: async () => String(bidsPage(await pageContext(shop, call), lots)) }
    },
  }),
  route({
    method: 'GET',
    path: '/account/profile',
    summary: 'Name, e-mail and rights of the account, and how this browser shows the shop',
    needs: 'login',
    answer: userAnswer,
    run: async (call) => {
      const { id, email, name, roles } = userOf(call)
      return {
        status: 200,
        body: { user: { id, email, name, roles } },
        page: async () => String(profilePage(await pageContext(shop, call))),
      }
    },
  }),
  route({
    method: 'GET',
    path: '/addresses',
    summary: 'Saved addresses; `edit` names the one whose form the page shows',
    needs: 'login',
    query: z.strictObject({ edit: z.string().max(64).optional() }),
    answer: z.strictObject({ items: z.array(addressSchema) }),
    run: async (call) => {
      const items = await addressesOf(shop, userOf(call).id)
      const editing = items.find(({ id }) => id === call.query.edit) ?? null
      return { status: 200, body: { items }, page: () => addressPage(shop, call, { items, form: EMPTY_FORM, editing }) }
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
      return { status: 201, body: addressJson(address, id), redirect: '/addresses', flash: saved(call) }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => refusedAddress(shop, call, formState(call.fields, error.code, details)),
    }),
  }),
  route({
    method: 'POST',
    path: '/addresses/:id',
    summary: 'Change an address; orders keep the one they were placed with',
    needs: 'login',
    body: addressBody,
    fromForm: unboxed,
    answer: addressSchema,
    run: async (call) => {
      const { address, id } = await changeAddress(shop, userOf(call).id, call.params.id ?? '', call.body)
      return { status: 200, body: addressJson(address, id), redirect: '/addresses', flash: saved(call) }
    },
    refused: async (call, error, details) => ({
      status: statusOf(error),
      body: null,
      page: () => refusedAddress(shop, call, formState(call.fields, error.code, details)),
    }),
  }),
  route({
    method: 'POST',
    path: '/addresses/:id/use',
    summary: 'Make an address the one that checkout proposes',
    needs: 'login',
    answer: addressSchema,
    run: async (call) => {
      const { address, id } = await useAddress(shop, userOf(call).id, call.params.id ?? '')
      const flash = { kind: 'ok', text: messagesOf(call.locale).account.addressChosen(address.line1) } as const
      return { status: 200, body: addressJson(address, id), redirect: '/addresses', flash }
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
      const flash = { kind: 'ok', text: messagesOf(call.locale).account.addressRemoved } as const
      return { status: 200, body: addressJson(address, id), redirect: '/addresses', flash }
    },
  }),
]

const saved = ({ locale }: Call) => ({ kind: 'ok', text: messagesOf(locale).account.addressSaved }) as const

const addressPage = async (shop: Shop, call: Call, data: AddressesData): Promise<string> =>
  String(addressesPage(await pageContext(shop, call), data))

/** The form again, of the address it is about; one that is not there any more has no form. */
async function refusedAddress(shop: Shop, call: Call, form: FormState): Promise<string> {
  const items = await addressesOf(shop, userOf(call).id)
  const editing = items.find(({ id }) => id === call.params.id) ?? null
  if (call.params.id !== undefined && editing === null) throw new ShopError('not_found')
  return addressPage(shop, call, { items, form: { ...form, errors: form.errors.map(boxed) }, editing })
}

const addressesOf = async (shop: Shop, person: string): Promise<AddressJson[]> =>
  (await listAddresses(shop, person)).map(({ id, address }) => addressJson(address, id))

/** The boxes of the form are `address_city` and so on, the fields of an address `city`. */
const unboxed = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name.startsWith(BOX) ? name.slice(BOX.length) : name, value]))

const boxed = ({ field, code }: FieldErrorJson): FieldErrorJson => ({ field: `${BOX}${field}`, code })
