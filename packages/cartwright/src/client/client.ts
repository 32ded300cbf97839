import type { AddressJson, CartJson, CheckoutJson, DrawerJson, OrderJson, OrdersJson, WalletJson } from '../http/wire-types.ts'
import { ask, type Fetch, type Heard } from './ask.ts'
import { isAnswer } from './in-step.ts'
import type { ClientError, Result } from './result.ts'
import { inTurn, newKey } from './turn.ts'
import type {
  CheckoutChoice,
  CheckoutOrder,
  OrderQuestion,
  PlacedJson,
  PlaceJson,
  ProductName,
  ProductQuestion,
  ProductsJson,
  ReadOptions,
} from './wire.ts'

export interface ClientOptions {
  /** Where the shop is, without a slash at the end. Default: the page's own origin. */
  readonly base?: string
  /** Default: the browser's. */
  readonly fetch?: Fetch
  /** Goes with every request. A page needs none; a server that asks for a visitor gives his `cookie`. */
  readonly headers?: Readonly<Record<string, string>>
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
  /**
   * A change by its path, such as `/cart/items`, with the fields of its form. The field `idempotency_key` is the key, if there is one.
   * `URLSearchParams` go as a form sends them, with names that stand there more than once.
   */
  change(path: string, fields: Readonly<Record<string, unknown>> | URLSearchParams): Promise<Result<DrawerJson>>
}

export interface Client extends CartChanges {
  /** Where the shop is; empty: the page's own origin. */
  readonly base: string
  cart(options?: ReadOptions): Promise<Result<CartJson>>
  drawer(options?: ReadOptions): Promise<Result<DrawerJson>>
  joinQueue(product: ProductName): Promise<Result<PlaceJson>>
  leaveQueue(product: ProductName): Promise<Result<PlaceJson>>
  /** The whole price, and what there is to choose. Writes nothing. */
  quote(choice?: CheckoutChoice, options?: ReadOptions): Promise<Result<CheckoutJson>>
  /** One call is one order, however often it has to be sent. `quote_changed` carries the new quote: show it, and ask again. */
  checkout(order: CheckoutOrder): Promise<Result<PlacedJson>>
  orders(question?: OrderQuestion, options?: ReadOptions): Promise<Result<OrdersJson>>
  order(id: string, options?: ReadOptions): Promise<Result<OrderJson>>
  cancelOrder(id: string): Promise<Result<OrderJson>>
  receivedOrder(id: string): Promise<Result<OrderJson>>
  products(question?: ProductQuestion, options?: ReadOptions): Promise<Result<ProductsJson>>
  addresses(options?: ReadOptions): Promise<Result<{ readonly items: readonly AddressJson[] }>>
  wallet(options?: ReadOptions): Promise<Result<WalletJson>>
}

/** The longest a client waits because it was told to. Who asks for more gets the refusal. */
const LONGEST_WAIT = 15_000
/** Tries while the same request is still under way, and the longest pause between them: the server gives a payment some ten seconds. */
const PATIENCE = 15
const BUSY_PAUSE = 1000

const SETTINGS = ['base', 'fetch', 'headers', 'timeout', 'retries', 'pause', 'newKey']

/** Whether a body is what was asked for. */
type Fits = (body: unknown) => boolean

/**
 * A client of the shop's HTTP contract. Changes go out one after the other, those of all clients of a page, each with a key of its own that all its tries
 * share, so none overtakes another. A change of one who has a session already (a cookie) is not done twice either. What passes by itself (no network,
 * 503, `rate_limited`, an error page of the server's, a request still under way) is tried again; a refusal is not. Throws `RangeError` for options there
 * are not.
 *
 * @example
 * const client = createClient()
 * const added = await client.add('garment:42')
 * if (!added.ok && added.error.code === 'item_sold') ...
 */
export function createClient(options: ClientOptions = {}): Client {
  const unknown = Object.keys(options).find((name) => !SETTINGS.includes(name))
  if (unknown !== undefined) throw new RangeError(`createClient: there is no option ${unknown}`)
  const { base = '', timeout = 8000, retries = 2, pause = 250, newKey: makeKey = newKey } = options
  const send: Fetch = options.fetch ?? ((address, init) => fetch(address, init))
  const turn = inTurn(globalThis.document ?? {})

  async function tried<Value>(path: string, init: RequestInit, fits: Fits): Promise<Result<Value>> {
    const address = base + path
    if (options.fetch === undefined && !URL.canParse(address, globalThis.location?.href)) throw new TypeError(`no address: ${address}`)
    const headers = { ...options.headers, ...init.headers, accept: 'application/json' }
    for (let attempt = 0; ; attempt += 1) {
      const heard = await ask(send, address, { ...init, headers }, timeout)
      if (heard !== null && heard.status < 400 && fits(heard.body)) return { ok: true, value: heard.body as Value }
      const error = errorOf(heard)
      const wait = waitFor(error, heard?.retryAfter ?? null, pause * 2 ** attempt)
      const most = error.code === 'idempotency_in_progress' ? PATIENCE : retries
      if (wait > LONGEST_WAIT || attempt >= most || !(await slept(wait, init.signal))) return { ok: false, error }
    }
  }

  const get = <Value>(path: string, { signal }: ReadOptions = {}, question: object = {}, fits = isObject): Promise<Result<Value>> => {
    const given = Object.entries(question).filter(([, value]) => value !== undefined)
    return tried(path + (given.length > 0 ? `?${new URLSearchParams(given)}` : ''), signal ? { signal } : {}, fits)
  }
  const post = <Value>(
    path: string,
    fields: object = {},
    init: RequestInit = {},
    key = makeKey(),
    fits = isObject,
  ): Promise<Result<Value>> => {
    const headers = { 'content-type': 'application/json', 'idempotency-key': key }
    return turn(() => tried(path, { method: 'POST', headers, body: JSON.stringify(fields), ...init }, fits))
  }
  const change = (path: string, fields?: object, key?: string): Promise<Result<DrawerJson>> => post(path, fields, {}, key, isAnswer)
  /** As a form sends itself: its key is among the fields, so both ways of sending are one change. */
  const submit = (path: string, fields: URLSearchParams): Promise<Result<DrawerJson>> => {
    const body = new URLSearchParams(fields)
    if (!body.has('idempotency_key')) body.set('idempotency_key', makeKey())
    return turn(() => tried(path, { method: 'POST', body }, isAnswer))
  }
  /** A change that comes to the same when it is done twice: tried once more where the cart has moved under it. */
  const steady = async (path: string, fields?: object): Promise<Result<DrawerJson>> => {
    const first = await change(path, fields)
    return first.ok || first.error.code !== 'cart_changed' ? first : change(path, fields)
  }
  const line = (id: string): string => `/cart/items/${encodeURIComponent(id)}`
  const order = (id: string): string => `/orders/${encodeURIComponent(id)}`

  return {
    base,
    cart: (read) => get('/cart', read),
    drawer: (read) => get('/cart/drawer', read, {}, isAnswer),
    add: (product, { quantity } = {}) => change('/cart/items', { product: nameOf(product), quantity }),
    setQuantity: (id, quantity) => steady(line(id), { quantity }),
    remove: (id) => steady(`${line(id)}/remove`),
    clear: () => steady('/cart/clear'),
    renew: () => change('/cart/renew'),
    applyDiscount: (code) => steady('/cart/discount', { code }),
    removeDiscount: (code) => steady('/cart/discount/remove', { code }),
    saveForLater: (id) => change('/cart/saved', { line: id }),
    returnSaved: (id) => change(`/cart/saved/${encodeURIComponent(id)}/return`),
    undoMerge: () => change('/cart/merge/undo'),
    noticesSeen: (codes) => steady('/cart/notices/seen', { codes }),
    change(path, given) {
      if (given instanceof URLSearchParams) return submit(path, given)
      const { idempotency_key: key, ...fields } = given
      return change(path, fields, typeof key === 'string' ? key : makeKey())
    },
    joinQueue: (product) => post('/queue', { product: nameOf(product) }),
    leaveQueue: (product) => post('/queue/leave', { product: nameOf(product) }),
    quote: (choice, read) => post('/checkout/quote', choice, { ...read }),
    checkout: ({ key, ...placed }) => post('/checkout', placed, {}, key),
    orders: (question, read) => get('/orders', read, question),
    order: (id, read) => get(order(id), read),
    cancelOrder: (id) => post(`${order(id)}/cancel`),
    receivedOrder: (id) => post(`${order(id)}/received`),
    products: (question, read) => get('/api/products', read, question),
    addresses: (read) => get('/addresses', read),
    wallet: (read) => get('/wallet', read),
  }
}

const nameOf = (product: ProductName): string => (typeof product === 'string' ? product : `${product.type}:${product.id}`)

const isObject: Fits = (body) => Object(body) === body

/** Waits. False when it was called off, before or meanwhile. */
async function slept(wait: number, signal?: AbortSignal | null): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, signal?.aborted ? 0 : wait)
  signal?.addEventListener('abort', () => resolve(), { once: true })
  await promise
  clearTimeout(timer)
  return !signal?.aborted
}

/** What is said of a request that failed. */
function errorOf(heard: Heard | null): ClientError {
  if (heard === null) return { code: 'network', status: 0, detail: 'No answer came.' }
  const { status, body } = heard
  const problem = Object(body) as Partial<ClientError>
  if (status >= 400 && typeof problem.code === 'string' && problem.status === status) return problem as ClientError
  return { code: 'unexpected_answer', status, detail: 'The answer was not one of the shop.' }
}

/** Milliseconds until the same may be asked again: what the server says, else `pause`; endless for a refusal, and for what somebody else answered. */
function waitFor({ code, status }: ClientError, retryAfter: number | null, pause: number): number {
  if (code === 'idempotency_in_progress') return Math.min(pause, BUSY_PAUSE)
  const passes =
    code === 'network' || code === 'rate_limited' || status === 503 || (code === 'unexpected_answer' && (status >= 500 || status === 429))
  if (!passes) return Number.POSITIVE_INFINITY
  return retryAfter === null ? pause : retryAfter * 1000
}
