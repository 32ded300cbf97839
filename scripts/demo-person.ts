import { randomUUID } from 'node:crypto'

/** What the shop answers, read as it is shown. */
export type Json = Readonly<Record<string, unknown>>

/** One person with a browser of his own, who speaks the JSON of the HTTP contract. */
export interface DemoPerson {
  readonly get: (path: string) => Promise<Json>
  readonly post: (path: string, body: object) => Promise<Json>
  readonly add: (product: { readonly key: string }) => Promise<Json>
  readonly tryToAdd: (product: { readonly key: string }) => Promise<{ readonly status: number; readonly body: Json }>
  /** Buys all that is in the cart, at the price that was shown. */
  readonly payByWallet: () => Promise<Json>
}

const HOME = { name: 'Demo', line1: 'Strada Lungă 1', city: 'București', county: 'B', postal_code: '010101', country: 'RO' }

/** Stops the demonstration where the shop does not do what the demonstration says of it. */
export function must(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`this should be so: ${what}`)
}

/** Logs one of the seeded people in. */
export async function demoPerson(base: string, name: string): Promise<DemoPerson> {
  let cookie = ''
  const ask = async (method: string, path: string, body?: object): Promise<{ readonly status: number; readonly body: Json }> => {
    const headers = { accept: 'application/json', origin: base, cookie }
    const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { ...headers, 'content-type': 'application/json' } }
    const response = await fetch(base + path, { method, headers, ...sent })
    const [set] = response.headers.getSetCookie()
    if (set !== undefined) cookie = set.split(';', 1).join('')
    return { status: response.status, body: (await response.json()) as Json }
  }
  const good = async (method: string, path: string, body?: object): Promise<Json> => {
    const answer = await ask(method, path, body)
    must(answer.status < 300, `${method} ${path} is answered, not ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  await good('POST', '/login', { email: `${name}@example.com`, password: 'parola-demo-1' })
  return {
    get: (path) => good('GET', path),
    post: (path, body) => good('POST', path, body),
    add: ({ key }) => good('POST', '/cart/items', { product: key }),
    tryToAdd: ({ key }) => ask('POST', '/cart/items', { product: key }),
    payByWallet: async () => {
      const cart = await good('GET', '/cart')
      const lines = (cart.lines as Json[]).filter(({ kind }) => name !== 'ana' || kind === 'item').map(({ id }) => id)
      const question = `/checkout?payment=wallet&lines=${lines.join(',')}`
      const { quote } = await good('GET', question)
      const { order } = await good('POST', '/checkout', {
        key: randomUUID(),
        address: HOME,
        payment: 'wallet',
        lines,
        quote: (quote as Json).hash,
      })
      return order as Json
    },
  }
}
