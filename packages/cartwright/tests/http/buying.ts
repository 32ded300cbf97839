import assert from 'node:assert/strict'
import { type CheckoutJson, checkoutSchema } from '../../src/http/index.ts'
import { MIHAI } from '../../src/testing/contract/kit.ts'
import { type Client, clientOf, jsonOf, loggedIn, type Store } from './site.ts'

/** An address as programs send it. */
export const INLINE = { name: 'Ana Pop', line1: 'Str. Lalelelor 3', city: 'București', county: 'B', postal_code: '010101', country: 'RO' }

/** The whole price, with what is chosen in the query. */
export const quoted = async (client: Client, search = ''): Promise<CheckoutJson> =>
  checkoutSchema.parse(await (await client.get(`/checkout${search}`)).json())
export const place = (client: Client, body: object, key = 'key-1'): Promise<Response> => client.send('POST', '/checkout', { key, ...body })
/** The code of a refusal. */
export const codeOf = async (response: Response): Promise<unknown> => {
  const problem = await jsonOf(response)
  assert.equal(problem.status, response.status)
  return problem.code
}
/** Somebody with a coat of Mihai's in the cart, 289.00. */
export async function filled(store: Store, id = 'ana'): Promise<Client> {
  const client = id === 'guest' ? clientOf(store) : loggedIn(store, id)
  store.kit.shelf.garment('coat', { seller: MIHAI, price: 28_900n })
  assert.equal((await client.send('POST', '/cart/items', { product: 'garment:coat' })).status, 200)
  return client
}
