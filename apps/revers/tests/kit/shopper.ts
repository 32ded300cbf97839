/** What shoppers do, as short calls: log in, find, add, look at the quote, check out. Each fails with the server's own words. */
import { strict as assert } from 'node:assert'
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import type { Answer, Client, Extras } from './client.ts'
import {
  cartSchema,
  checkoutSchema,
  drawerSchema,
  orderSchema,
  ordersSchema,
  productsSchema,
  userSchema,
  walletSchema,
} from './contract.ts'
import { checkProblem } from './contract-problems.ts'
import type { Address, Cart, Checkout, Drawer, Order, Problem, Product, User, Wallet } from './contract-types.ts'

export const PASSWORD = 'parola-demo-1'
export const CLUJ: Address = {
  name: 'Ilinca Moraru',
  line1: 'Strada Fagului 12, ap. 3',
  city: 'Cluj-Napoca',
  county: 'CJ',
  postal_code: '400001',
  country: 'RO',
  phone: '+40712345678',
}

/** The answer's body, checked for status and shape. */
export function read<Shape>(answer: Answer, status: number, schema: z.ZodType<Shape>): Shape {
  assert.equal(answer.status, status, `${answer.method} ${answer.path} -> ${answer.status}: ${answer.text.slice(0, 1_000)}`)
  return schema.parse(answer.json)
}

/** The problem of a refused request, which must be one of the codes. */
export function refusal(answer: Answer, status: number, ...codes: readonly string[]): Problem {
  const said = `${answer.method} ${answer.path} -> ${answer.status}: ${answer.text.slice(0, 1_000)}`
  assert.equal(answer.status, status, said)
  const problem = checkProblem(answer)
  assert.ok(problem && codes.includes(problem.code), `expected ${codes.join(' or ')}: ${said}`)
  return problem
}

export const codeOf = (answer: Answer): string => String(Object(answer.json).code ?? answer.status)
export const newKey = (): string => randomUUID()
export const nameOf = (product: { readonly type: string; readonly id: string }): string => `${product.type}:${product.id}`

export async function login(client: Client, person: string): Promise<User> {
  return read(await client.post('/login', { email: `${person}@example.com`, password: PASSWORD }), 200, userSchema).user
}

/** All products of the catalogue that fit the query, page by page. */
export async function products(client: Client, query: Readonly<Record<string, string>> = {}): Promise<Product[]> {
  const found: Product[] = []
  let cursor: string | undefined
  do {
    const search = new URLSearchParams({ limit: '100', ...query, ...(cursor === undefined ? {} : { cursor }) })
    const page = read(await client.get(`/api/products?${search}`), 200, productsSchema)
    found.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return found
}

/** The product as this visitor sees it now. */
export async function look(client: Client, product: Pick<Product, 'type' | 'id'>): Promise<Product> {
  const found = (await products(client, { type: product.type })).find(({ id }) => id === product.id)
  assert.ok(found, `${nameOf(product)} is not in the catalogue`)
  return found
}

export const tryAdd = (
  client: Client,
  product: Pick<Product, 'type' | 'id'>,
  quantity?: number | string,
  extras?: Extras,
): Promise<Answer> => client.post('/cart/items', { product: nameOf(product), ...(quantity === undefined ? {} : { quantity }) }, extras)

export async function add(client: Client, product: Pick<Product, 'type' | 'id'>, quantity?: number | string): Promise<Drawer> {
  return read(await tryAdd(client, product, quantity), 200, drawerSchema)
}

export const cartOf = async (client: Client): Promise<Cart> => read(await client.get('/cart'), 200, cartSchema)
export const drawerOf = async (client: Client): Promise<Drawer> => read(await client.get('/cart/drawer'), 200, drawerSchema)
export const walletOf = async (client: Client): Promise<Wallet> => read(await client.get('/wallet'), 200, walletSchema)

/** The checkout page's figures for these choices. */
export async function quote(client: Client, choices: Readonly<Record<string, string>> = {}): Promise<Checkout> {
  return read(await client.get(`/checkout?${new URLSearchParams(choices)}`), 200, checkoutSchema)
}

export async function orderOf(client: Client, id: string): Promise<Order> {
  return read(await client.get(`/orders/${id}`), 200, orderSchema)
}

/** All orders of a logged-in buyer. */
export async function ordersOf(client: Client): Promise<Order[]> {
  const found: Order[] = []
  let cursor: string | undefined
  do {
    const page = read(await client.get(`/orders${cursor === undefined ? '' : `?${new URLSearchParams({ cursor })}`}`), 200, ordersSchema)
    found.push(...page.items)
    cursor = page.next
  } while (cursor !== undefined)
  return found
}

/** The body of a checkout of what this quote shows, to Cluj. */
export function purchase(
  shown: Checkout,
  payment: string,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> & { key: string } {
  return { key: newKey(), quote: shown.quote.hash, payment, address: CLUJ, ...more }
}

/** The line of a product in a cart. */
export function lineOf(cart: Cart, product: Pick<Product, 'type' | 'id'>): Cart['lines'][number] {
  const line = cart.lines.find((each) => each.product.type === product.type && each.product.id === product.id)
  assert.ok(line, `${nameOf(product)} is not in the cart: ${JSON.stringify(cart.lines.map((each) => nameOf(each.product)))}`)
  return line
}
