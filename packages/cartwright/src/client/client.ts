import type { AddressJson, CartJson, CheckoutJson, DrawerJson, OrderJson, OrdersJson, WalletJson } from '../http/wire-types.ts'
import { ask, type Fetch, type Heard, inTurn, newKey } from './ask.ts'
import type { ClientError, Result } from './result.ts'
import type {
  CheckoutChoice,
  CheckoutOrder,
  ListQuestion,
  PlacedJson,
  PlaceJson,
  ProductName,
  ProductQuestion,
  ProductsJson,
} from './wire.ts'

export interface ClientOptions {
  /** Where the shop is, without a slash at the end. Default: the page's own origin. */
  readonly base?: string
  /** Default: the browser's. */
  readonly fetch?: Fetch
  /** Milliseconds for one try. Default 8000. */
  readonly timeout?: number
  /** Tries after the first, where nothing came or the shop was away for a moment. Default 2. */
  readonly retries?: number
  /** Milliseconds before the second try, where the server names no time; doubled before each further one. Default 250. */
  readonly pause?: number
  /** Makes the key of a change: 1 to 64 of `[A-Za-z0-9_-]`, never the same twice. */
  readonly newKey?: () => string
}

/** Every change of the cart, each answered by the drawer answer. */
export interface CartChanges {
  add(product: ProductName, options?: { readonly quantity?: number | string }): Promise<Result<DrawerJson>>
  setQuantity(line: string, quantity: number | string): Promise<Result<DrawerJson>>
  remove(line: string): Promise<Result<DrawerJson>>
  clear(): Promise<Result<DrawerJson>>
  /** Extends the holds. */
  renew(): Promise<Result<DrawerJson>>
  applyDiscount(code: string): Promise<Result<DrawerJson>>
  /** Without a code all that were typed. */
  removeDiscount(code?: string): Promise<Result<DrawerJson>>
  saveForLater(line: string): Promise<Result<DrawerJson>>
  returnSaved(line: string): Promise<Result<DrawerJson>>
  undoMerge(): Promise<Result<DrawerJson>>
  /** Without codes all notices. */
  noticesSeen(codes?: readonly string[]): Promise<Result<DrawerJson>>
  /** A change by its path, such as `/cart/items`, with the fields of its form. The field `idempotency_key` is the key, if there is one. */
  change(path: string, fields: Readonly<Record<string, unknown>>): Promise<Result<DrawerJson>>
}

export interface Client extends CartChanges {
  cart(): Promise<Result<CartJson>>
  drawer(): Promise<Result<DrawerJson>>
  joinQueue(product: ProductName): Promise<Result<PlaceJson>>
  leaveQueue(product: ProductName): Promise<Result<PlaceJson>>
  /** The whole price, and what there is to choose. Writes nothing. */
  quote(choice?: CheckoutChoice): Promise<Result<CheckoutJson>>
  /** One call is one order, however often it has to be sent. `quote_changed` carries the new quote: show it, and ask again. */
  checkout(order: CheckoutOrder): Promise<Result<PlacedJson>>
  orders(question?: ListQuestion): Promise<Result<OrdersJson>>
  order(id: string): Promise<Result<OrderJson>>
  cancelOrder(id: string): Promise<Result<OrderJson>>
  receivedOrder(id: string): Promise<Result<OrderJson>>
  products(question?: ProductQuestion): Promise<Result<ProductsJson>>
  addresses(): Promise<Result<{ readonly items: readonly AddressJson[] }>>
  wallet(): Promise<Result<WalletJson>>
}

/** The longest a client waits because it was told to. Who asks for more gets the refusal. */
const LONGEST_WAIT = 15_000
/** Tries while the same request is still under way, and the longest pause between them: the server gives a payment some ten seconds. */
const PATIENCE = 15
const BUSY_PAUSE = 1000

/**
 * A client of the shop's HTTP contract. Changes go out one after the other, each with a key of its own that all its tries share, so none is done twice
 * and none overtakes another. What passes by itself (no network, 503, `rate_limited`, a request still under way) is tried again; a refusal is not.
 *
 * @example
 * const client = createClient()
 * const added = await client.add('garment:42')
 * if (!added.ok && added.error.code === 'item_sold') ...
 */
export function createClient(options: ClientOptions = {}): Client {
  const { base = '', timeout = 8000, retries = 2, pause = 250, newKey: makeKey = newKey } = options
  const send: Fetch = options.fetch ?? ((address, init) => fetch(address, init))
  const turn = inTurn()

  async function tried<Value>(path: string, init: RequestInit): Promise<Result<Value>> {
    for (let attempt = 0; ; attempt += 1) {
      const heard = await ask(send, base + path, init, timeout)
      if (heard !== null && heard.status < 400) return { ok: true, value: heard.body as Value }
      const error = errorOf(heard)
      const wait = waitFor(error, heard?.retryAfter ?? null, pause * 2 ** attempt)
      if (wait > LONGEST_WAIT || attempt >= (error.code === 'idempotency_in_progress' ? PATIENCE : retries)) return { ok: false, error }
      await new Promise((resolve) => setTimeout(resolve, wait))
    }
  }

  const get = <Value>(path: string, question: object = {}): Promise<Result<Value>> => {
    const given = Object.entries(question).filter(([, value]) => value !== undefined)
    return tried(path + (given.length > 0 ? `?${new URLSearchParams(given)}` : ''), {})
  }
  const post = <Value>(path: string, fields: object = {}, key: string = makeKey()): Promise<Result<Value>> =>
    turn(() =>
      tried(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(fields),
      }),
    )
  /** A change that comes to the same when it is done twice: tried once more where the cart has moved under it. */
  const steady = async (path: string, fields?: object): Promise<Result<DrawerJson>> => {
    const first = await post<DrawerJson>(path, fields)
    return first.ok || first.error.code !== 'cart_changed' ? first : post(path, fields)
  }
  const line = (id: string): string => `/cart/items/${encodeURIComponent(id)}`
  const order = (id: string): string => `/orders/${encodeURIComponent(id)}`

  return {
    cart: () => get('/cart'),
    drawer: () => get('/cart/drawer'),
    add: (product, { quantity } = {}) => post('/cart/items', { product: nameOf(product), quantity }),
    setQuantity: (id, quantity) => steady(line(id), { quantity }),
    remove: (id) => steady(`${line(id)}/remove`),
    clear: () => steady('/cart/clear'),
    renew: () => post('/cart/renew'),
    applyDiscount: (code) => steady('/cart/discount', { code }),
    removeDiscount: (code) => steady('/cart/discount/remove', { code }),
    saveForLater: (id) => post('/cart/saved', { line: id }),
    returnSaved: (id) => post(`/cart/saved/${encodeURIComponent(id)}/return`),
    undoMerge: () => post('/cart/merge/undo'),
    noticesSeen: (codes) => steady('/cart/notices/seen', { codes }),
    change: (path, { idempotency_key: key, ...fields }) => post(path, fields, typeof key === 'string' ? key : makeKey()),
    joinQueue: (product) => post('/queue', { product: nameOf(product) }),
    leaveQueue: (product) => post('/queue/leave', { product: nameOf(product) }),
    quote: (choice) => post('/checkout/quote', choice),
    checkout: ({ key, ...placed }) => post('/checkout', placed, key),
    orders: (question) => get('/orders', question),
    order: (id) => get(order(id)),
    cancelOrder: (id) => post(`${order(id)}/cancel`),
    receivedOrder: (id) => post(`${order(id)}/received`),
    products: (question) => get('/api/products', question),
    addresses: () => get('/addresses'),
    wallet: () => get('/wallet'),
  }
}

const nameOf = (product: ProductName): string => (typeof product === 'string' ? product : `${product.type}:${product.id}`)

/** What is said of a request that failed. What is no problem of the contract, such as a proxy's own page, is the network's doing. */
function errorOf(heard: Heard | null): ClientError {
  const problem = heard?.body as Partial<ClientError> | null | undefined
  return typeof problem?.code === 'string' ? (problem as ClientError) : { code: 'network', status: 0, detail: 'No answer came.' }
}

/** Milliseconds until the same may be asked again: what the server says, else `pause`; endless for a refusal. */
function waitFor({ code, status }: ClientError, retryAfter: number | null, pause: number): number {
  if (code === 'idempotency_in_progress') return Math.min(pause, BUSY_PAUSE)
  if (code !== 'network' && code !== 'rate_limited' && status !== 503) return Number.POSITIVE_INFINITY
  return retryAfter === null ? pause : retryAfter * 1000
}
