/** The operations django-cart is known for, on carts of ten lines; its checkout, without order and payment, is `close`. */
import { newToken, type ProductRef, type Shop } from 'cartwright'
import { inFlight } from './callers.ts'
import type { Scenario } from './scenarios.ts'

const LINES = 10
const CARTS = 200
const CALLERS = 16

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number)
const good = (number: number): ProductRef => ({ type: 'good', id: String(number) })
const guests = (count: number): { readonly token: string }[] => numbers(count).map(() => ({ token: newToken() }))
const cartOf = (shop: Shop, buyers: readonly { readonly token: string }[], number: number) => shop.cart(buyers[number] ?? {})

/** Fills the carts of these buyers, goods from a number on. */
const fill = (shop: Shop, buyers: readonly { readonly token: string }[], first = 0): Promise<void> =>
  inFlight(
    CALLERS,
    buyers.map((buyer) => [() => shop.cart(buyer).addMany(numbers(LINES).map((line) => ({ product: good(first + line) })))]),
  )

/** One call for each number, on carts that are filled before. */
const onFilled = (
  name: string,
  cartsFor: (count: number) => number,
  call: (shop: Shop, buyers: readonly { readonly token: string }[], number: number) => Promise<unknown>,
): Scenario => ({
  name,
  async prepare(empty, count) {
    const buyers = guests(cartsFor(count))
    await fill(empty, buyers)
    return (shop) => numbers(count).map((number) => [() => call(shop, buyers, number)])
  },
})

const some = (count: number): number => Math.min(CARTS, count)
const tenth = (count: number): number => Math.ceil(count / LINES)

const addNew: Scenario = {
  name: 'add new',
  async prepare(_empty, count) {
    const buyers = guests(tenth(count))
    return (shop) => buyers.map((_, number) => numbers(LINES).map((line) => () => cartOf(shop, buyers, number).add(good(line))))
  },
}

const merge: Scenario = {
  name: 'merge 10 + 10',
  async prepare(empty, count) {
    const [from, to] = [guests(count), guests(count)]
    // Half of the goods are in both.
    await fill(empty, from, LINES / 2)
    await fill(empty, to)
    return (shop) => numbers(count).map((number) => [() => cartOf(shop, to, number).merge(cartOf(shop, from, number))])
  },
}

const closeWithDiscount: Scenario = {
  name: 'close with discount',
  async prepare(empty, count) {
    const buyers = guests(count)
    await fill(empty, buyers)
    await empty.discounts.create({ code: 'TEN', kind: 'percent', value: 1_000n })
    await inFlight(
      CALLERS,
      buyers.map((buyer) => [() => empty.cart(buyer).applyDiscount('TEN')]),
    )
    return (shop) => buyers.map((buyer) => [() => shop.cart(buyer).close()])
  },
}

export const djangoOperations: readonly Scenario[] = [
  addNew,
  onFilled('add existing', some, (shop, buyers, number) =>
    cartOf(shop, buyers, number % buyers.length).add(good(Math.floor(number / buyers.length) % LINES)),
  ),
  // Every call another quantity: what is set already would not be written.
  onFilled('update', some, (shop, buyers, number) => {
    const round = Math.floor(number / buyers.length)
    return cartOf(shop, buyers, number % buyers.length).update(good(round % LINES), { quantity: BigInt(2 + Math.floor(round / LINES)) })
  }),
  onFilled('remove', tenth, (shop, buyers, number) => cartOf(shop, buyers, Math.floor(number / LINES)).remove(good(number % LINES))),
  onFilled('summary and total', some, async (shop, buyers, number) => (await cartOf(shop, buyers, number % buyers.length).read()).totals),
  merge,
  closeWithDiscount,
]
