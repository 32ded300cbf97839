import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { AddressBook, Answer, HandlerSettings, Render, Route, WebUser } from '../../src/http/index.ts'
import {
  addressJson,
  cartRoutes,
  checkoutRoutes,
  createHandler,
  orderRoutes,
  route,
  signedCookie,
  walletRoutes,
} from '../../src/http/index.ts'
import type { Address, Shop } from '../../src/index.ts'
import { postgres } from '../../src/storage/postgres.ts'
import { ADDRESS, type Kit, type KitOptions, type OpenDatabase, openKit } from '../../src/testing/contract/kit.ts'
import { START } from '../../src/testing/fake-clock.ts'
import { recycled } from '../contract/recycled.ts'
import { newPostgres, openMemory } from '../storage/open-databases.ts'

export const ORIGIN = 'http://shop.test'
export const SECRET = 'a secret of more than thirty-two characters'

/** Users by session token: a test logs somebody in by writing the session of one of these. */
export const PEOPLE: Readonly<Record<string, WebUser>> = {
  'token-of-user-ana-0000000000': { id: 'ana', email: 'ana@example.com', name: 'Ana', roles: ['buyer'] },
  'token-of-user-bogdan-0000000': { id: 'bogdan', email: 'bogdan@example.com', name: 'Bogdan', roles: ['buyer'] },
  'token-of-user-admin-00000000': { id: 'admin', email: 'admin@example.com', name: 'Admin', roles: ['buyer', 'admin'] },
}

const SAVED: Readonly<Record<string, Readonly<Record<string, Address>>>> = { ana: { home: ADDRESS } }

/** Draws next to nothing, but escapes nothing either: tests look at what they are given. */
export const render: Render = {
  drawer: (cart, locale, { count }) => `<mini lang="${locale}">${count} ${cart.totals.total}</mini>`,
  cart: (cart) => `<cart>${cart.lines.length}</cart>`,
  announce: (code, details) => `${code} ${JSON.stringify(details)}`,
  pages: {
    cart: (call, cart) => `<h1>cart</h1>${cart.lines.length}${call.flash?.text ?? ''}${JSON.stringify(call.flash?.field ?? '')}`,
    checkout: (_, page) => `<h1>checkout</h1><script type="application/json">${JSON.stringify(page)}</script>`,
    order: (_, order) => `<h1>${order.number}</h1>`,
    orders: (_, { items }) => `<h1>orders</h1>${items.length}`,
    wallet: (_, wallet, form) => `<h1>wallet</h1>${wallet.balance}${JSON.stringify(form)}`,
  },
}

export const book: AddressBook = {
  find: async (call, id) => SAVED[call.user?.id ?? '']?.[id] ?? null,
  list: async (call) => Object.entries(SAVED[call.user?.id ?? ''] ?? {}).map(([id, address]) => addressJson(address, id)),
}

/** A handler around routes, with what it logged. */
export interface Site {
  readonly handler: (request: Request) => Promise<Response>
  readonly logged: unknown[]
}

export function siteOf(shop: Shop, routes: readonly Route[], settings: Partial<HandlerSettings> = {}): Site {
  const logged: unknown[] = []
  const handler = createHandler(routes, {
    shop,
    session: signedCookie({ secret: SECRET, clock: shop.context.clock }),
    identify: async ({ token }) => PEOPLE[token] ?? null,
    locale: () => 'ro',
    limits: null,
    clientAddress: () => '192.0.2.1',
    errorPage: (visit, error, status) => `<h1>${status} ${error.code}</h1>${visit.user?.name ?? ''}`,
    log: (error) => logged.push(error),
    ...settings,
  })
  return { handler, logged }
}

/** A shop that is never asked for anything but the time: for tests of the request's form. */
export const stubShop = (clock: () => bigint = () => START): Shop =>
  ({
    context: {
      clock,
      newId: () => 'id',
      random: () => 0,
      options: { currency: 'RON', products: {}, pluginDeadline: 4000 },
      announce: () => undefined,
      db: { engine: 'stub', faultOf: () => 'other' },
    },
  }) as unknown as Shop

/** A route that answers what it got. */
export const echo = (row: Partial<Route> = {}): Route =>
  route({
    method: 'POST',
    path: '/echo',
    summary: 'Answers what it got',
    run: async (call): Promise<Answer> => ({
      status: 200,
      body: {
        body: call.body ?? null,
        query: call.query ?? null,
        params: call.params,
        user: call.user?.id ?? null,
        buyer: call.buyer,
        next: call.next,
      },
    }),
    ...row,
  })

/** Every engine there is, for what reaches into the database by itself. */
export const ENGINES: Readonly<Record<'sqlite' | 'postgres', OpenDatabase>> = {
  sqlite: recycled(openMemory),
  postgres: async () => postgres({ connectionString: await newPostgres(), max: 8 }),
}

/** A whole shop behind a handler, on a database of its own. */
export interface Store extends Site {
  readonly kit: Kit
}

export async function openStore(
  options: KitOptions = {},
  settings: Partial<HandlerSettings> = {},
  open: OpenDatabase = ENGINES.sqlite,
): Promise<Store> {
  const kit = await openKit(open, options)
  return { kit, ...siteOf(kit.shop, shopRoutes(kit.shop), settings) }
}

/** Registers one test on a store of its own. Nothing may be logged: an error that is no refusal is a mistake of ours. */
export function scenario(
  title: string,
  run: (store: Store) => Promise<void>,
  options: KitOptions = {},
  open: OpenDatabase = ENGINES.sqlite,
): void {
  it(title, async () => {
    const store = await openStore(options, {}, open)
    try {
      await run(store)
      assert.deepEqual(store.logged, [])
    } finally {
      await store.kit.shop.close()
    }
  })
}

export const shopRoutes = (shop: Shop): readonly Route[] => [
  ...cartRoutes(shop, render),
  ...checkoutRoutes(shop, render, book),
  ...orderRoutes(shop, render),
  ...walletRoutes(shop, render, { freeTopUp: true }),
]

/** One browser (or program) and its cookies. */
export interface Client {
  readonly cookies: Map<string, string>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** Sends JSON, asks for JSON. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  /** Sends a form, as a browser does. */
  submit(path: string, fields: Record<string, string> | [string, string][], headers?: Record<string, string>): Promise<Response>
}

const JSON_HEADERS = { accept: 'application/json', 'sec-fetch-site': 'same-origin' }
const FORM_HEADERS = { accept: 'text/html', 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' }

export function clientOf({ handler }: Site): Client {
  const cookies = new Map<string, string>()
  const fetch = async (path: string, init: RequestInit & { headers: Record<string, string> }): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await handler(new Request(ORIGIN + path, { ...init, headers: { ...(cookie !== '' && { cookie }), ...init.headers } }))
    for (const header of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
      if (header.includes('Max-Age=0')) cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  return {
    cookies,
    get: (path, headers = {}) => fetch(path, { headers: { accept: 'application/json', ...headers } }),
    send: (method, path, body, headers = {}) =>
      fetch(path, {
        method,
        headers: { ...JSON_HEADERS, ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
    submit: (path, fields, headers = {}) =>
      fetch(path, { method: 'POST', headers: { ...FORM_HEADERS, ...headers }, body: new URLSearchParams(fields).toString() }),
  }
}

/** A client that somebody of `PEOPLE` is logged in with. */
export function loggedIn(site: Site & { readonly kit: Kit }, id: string): Client {
  const client = clientOf(site)
  const token = Object.keys(PEOPLE).find((one) => PEOPLE[one]?.id === id) ?? ''
  const adapter = signedCookie({ secret: SECRET, clock: site.kit.shop.context.clock })
  for (const [, header] of adapter.write({ token }, new Request(ORIGIN))) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(header) ?? []
    client.cookies.set(name, value)
  }
  return client
}

/** The JSON of an answer. */
export const jsonOf = async <Shape = Readonly<Record<string, unknown>>>(response: Response): Promise<Shape> =>
  (await response.json()) as Shape
