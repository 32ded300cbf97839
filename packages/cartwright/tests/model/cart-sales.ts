import { type Answer, inOrder, leftFor, linesOf, type Model, type ModelLine, stateOf, touched } from './cart-model.ts'

const isShort = (model: Model, line: ModelLine): boolean => line.quantity > leftFor(model, line.product, [line])

function sell(model: Model, lines: readonly ModelLine[]): void {
  for (const line of lines) {
    const kind = model.kinds.get(line.product)
    if (kind === 'unique') model.holds.set(line.product, 'sold')
    if (kind === 'counted') model.stock.set(line.product, (model.stock.get(line.product) ?? 0) - line.quantity)
  }
}

/** Orders what can be bought; the rest stays in the cart. */
export function pay(model: Model, name: string): Answer {
  const wanted = linesOf(model, name).filter((line) => !line.saved)
  const bought = wanted.filter((line) => stateOf(model, line) === 'ok')
  if (bought.length === 0)
    return (['item_sold', 'item_taken'] as const).find((no) => wanted.some((line) => stateOf(model, line) === no)) ?? 'cart_empty'
  if (bought.some((line) => isShort(model, line))) return 'insufficient_stock'
  sell(model, bought)
  const cart = touched(model, name)
  cart.lines = cart.lines.filter((line) => !bought.includes(line))
  if (cart.lines.length === 0) model.carts.delete(name)
  if (cart.lines.length === 0 || bought.length > 0) model.closed.add(name)
  model.orders.push({ buyer: name, lines: bought.map(({ product, quantity }) => ({ product, quantity })), living: true })
  return 'ok'
}

/** Cancels the cart's newest living order and answers which of all orders it was. */
export function cancel(model: Model, name: string): number {
  const number = model.orders.findLastIndex((one) => one.buyer === name && one.living)
  const order = model.orders[number]
  if (order === undefined) return number
  order.living = false
  for (const { product, quantity } of order.lines) {
    if (model.kinds.get(product) === 'unique') model.holds.delete(product)
    else model.stock.set(product, (model.stock.get(product) ?? 0) + quantity)
  }
  return number
}

/** The plain checkout: all that is in the cart, or nothing. */
export function close(model: Model, name: string): Answer {
  const cart = model.carts.get(name)
  const isUntouched = cart === undefined || (cart.fresh && cart.lines.every((line) => line.saved))
  if (isUntouched && model.closed.has(name)) return 'ok'
  const bought = inOrder(linesOf(model, name).filter((line) => !line.saved))
  if (bought.length === 0) return 'cart_empty'
  const bad = bought.map((line) => stateOf(model, line)).find((state) => state !== 'ok')
  if (bad !== undefined) return bad === 'hold_expired' ? 'cart_changed' : (bad as Answer)
  if (bought.some((line) => isShort(model, line))) return 'insufficient_stock'
  sell(model, bought)
  const saved = linesOf(model, name).filter((line) => line.saved)
  model.carts.delete(name)
  if (saved.length > 0) model.carts.set(name, { lines: saved, codes: [], fresh: true, merge: null })
  model.closed.add(name)
  return 'ok'
}

/** Percent of each code; `SOLO` goes with no other. */
export const CODES: Readonly<Record<string, number>> = { ONE: 10, TWO: 20, SOLO: 30 }

export function applyCode(model: Model, name: string, code: string): Answer {
  const codes = model.carts.get(name)?.codes
  if (codes === undefined) return 'cart_empty'
  if (codes.includes(code) || codes.includes('SOLO') || (code === 'SOLO' && codes.length > 0)) return 'discount_invalid'
  touched(model, name).codes = [...codes, code]
  return 'ok'
}

export function dropCodes(model: Model, name: string): Answer {
  if ((model.carts.get(name)?.codes ?? []).length > 0) touched(model, name).codes = []
  return 'ok'
}
