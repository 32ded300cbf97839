/** What is measured, as calls of the library. */
import { type Address, newToken, type Shop } from 'cartwright'
import { inFlight, type Task } from './callers.ts'

export interface Scenario {
  readonly name: string
  /**
   * Makes what so many calls will need; not timed. Answers the calls: they may be bound to any shop whose database is a copy of the one that
   * was prepared.
   */
  readonly prepare: (shop: Shop, count: number) => Promise<(shop: Shop) => readonly Task[]>
}

/** Lines of a full cart. */
export const LINES = 5
const CARTS = 200
const CALLERS = 16
const ADDRESS: Address = {
  name: 'Ilinca Moraru',
  line1: 'Strada Fagului 12',
  city: 'Cluj-Napoca',
  county: 'CJ',
  postalCode: '400001',
  country: 'RO',
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number)

/** A guest puts five garments into his cart, one after the other: the first add makes the cart. */
const fiveAdds = (shop: Shop, token: string, number: number): Task =>
  numbers(LINES).map((line) => () => shop.cart({ token }).add({ type: 'garment', id: String(number * LINES + line) }))

/** Adds of unique garments; carts grow to five lines. */
const add: Scenario = {
  name: 'add',
  async prepare(_shop, count) {
    const tokens = numbers(Math.ceil(count / LINES)).map(newToken)
    return (shop) => tokens.map((token, number) => fiveAdds(shop, token, number))
  },
}

/** Reads of carts with five lines. */
const read: Scenario = {
  name: 'cart read',
  async prepare(empty, count) {
    const tokens = numbers(CARTS).map(newToken)
    await inFlight(
      CALLERS,
      tokens.map((token, number) => fiveAdds(empty, token, number)),
    )
    return (shop) => numbers(count).map((number) => [() => shop.cart({ token: tokens[number % CARTS] ?? '' }).read()])
  },
}

/** Checkouts of carts with one garment, paid by wallet. */
const checkout: Scenario = {
  name: 'wallet checkout',
  async prepare(empty, count) {
    const hashes = new Map<number, string>()
    const buyer = (number: number) => ({ userId: `buyer-${number}` })
    const ready = numbers(count).map(
      (number): Task => [
        () => empty.wallets.topUp(`buyer-${number}`, 100_000n, 'first'),
        () => empty.cart(buyer(number)).add({ type: 'garment', id: String(number) }),
        async () => hashes.set(number, (await empty.cart(buyer(number)).quote({ payment: 'wallet', address: ADDRESS })).quote.hash),
      ],
    )
    await inFlight(CALLERS, ready)
    const request = (number: number) =>
      ({ key: `key-${number}`, quote: hashes.get(number) ?? '', payment: 'wallet', address: ADDRESS }) as const
    return (shop) => numbers(count).map((number) => [() => shop.cart(buyer(number)).checkout(request(number))])
  },
}

export const scenarios: readonly Scenario[] = [add, read, checkout]
