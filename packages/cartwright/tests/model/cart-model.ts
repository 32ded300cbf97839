/** The shop once more, in plain memory: what may be in whose cart, and who is told what. It shares nothing with the source. */
export type Kind = 'unique' | 'counted' | 'unlimited'
export type Answer =
  | 'ok'
  | 'already'
  | 'item_taken'
  | 'item_sold'
  | 'item_not_found'
  | 'invalid_quantity'
  | 'insufficient_stock'
  | 'cart_empty'

export interface ModelLine {
  readonly product: string
  quantity: number
  saved: boolean
  /** Saved beside the line of its product: what did not fit at a login. */
  rest: boolean
  /** Rises with each line that is born, in any cart. */
  readonly born: number
}

interface Hold {
  readonly line: ModelLine
  readonly until: number
}

interface Order {
  readonly buyer: string
  readonly lines: readonly { readonly product: string; readonly quantity: number }[]
  living: boolean
}

export interface Model {
  now: number
  readonly kinds: ReadonlyMap<string, Kind>
  readonly most: number
  /** Milliseconds a hold lasts, by buyer. */
  readonly holdOf: (buyer: string) => number
  readonly stock: Map<string, number>
  readonly holds: Map<string, Hold | 'sold'>
  readonly carts: Map<string, ModelLine[]>
  readonly orders: Order[]
  born: number
}

const linesOf = (model: Model, buyer: string): ModelLine[] => model.carts.get(buyer) ?? []
const lineOf = (model: Model, buyer: string, product: string): ModelLine | undefined =>
  linesOf(model, buyer).find((line) => line.product === product && !line.rest)
const restOf = (model: Model, buyer: string, product: string): ModelLine | undefined =>
  linesOf(model, buyer).find((line) => line.product === product && line.rest)

function liveHold(model: Model, product: string): Hold | 'sold' | null {
  const hold = model.holds.get(product)
  if (hold === undefined || (hold !== 'sold' && hold.until <= model.now)) return null
  return hold
}

function release(model: Model, line: ModelLine): void {
  const hold = model.holds.get(line.product)
  if (hold !== undefined && hold !== 'sold' && hold.line === line) model.holds.delete(line.product)
}

/** What a line is to its buyer at this moment. */
export function stateOf(model: Model, line: ModelLine): string {
  if (model.kinds.get(line.product) !== 'unique' || line.saved) return 'ok'
  const hold = liveHold(model, line.product)
  if (hold === 'sold') return 'item_sold'
  if (hold === null) return 'hold_expired'
  return hold.line === line ? 'ok' : 'item_taken'
}

function put(model: Model, buyer: string, product: string, quantity: number): ModelLine {
  const there = lineOf(model, buyer, product)
  if (there !== undefined) {
    there.quantity = there.saved || model.kinds.get(product) === 'unique' ? quantity : there.quantity + quantity
    there.saved = false
    return there
  }
  const line = { product, quantity, saved: false, rest: false, born: model.born }
  model.born += 1
  model.carts.set(buyer, [...linesOf(model, buyer), line])
  return line
}

export function add(model: Model, buyer: string, product: string, quantity: number): Answer {
  const there = lineOf(model, buyer, product)
  if (model.kinds.get(product) === 'unique') {
    const hold = liveHold(model, product)
    if (hold === 'sold') return 'item_sold'
    if (hold !== null) return hold.line === there ? 'already' : 'item_taken'
    const line = put(model, buyer, product, 1)
    model.holds.set(product, { line, until: model.now + model.holdOf(buyer) })
    return 'ok'
  }
  const available = model.kinds.get(product) === 'counted' ? (model.stock.get(product) ?? 0) : Number.POSITIVE_INFINITY
  const sum = quantity + (there === undefined || there.saved ? 0 : there.quantity)
  if (sum > Math.min(model.most, available)) return available < model.most ? 'insufficient_stock' : 'invalid_quantity'
  put(model, buyer, product, quantity)
  return 'ok'
}

export function update(model: Model, buyer: string, product: string, quantity: number): Answer {
  const line = lineOf(model, buyer, product)
  if (line === undefined || line.saved) return 'item_not_found'
  if (quantity === line.quantity) return 'ok'
  if (quantity === 0) return remove(model, buyer, product)
  if (model.kinds.get(product) === 'unique' || quantity > model.most) return 'invalid_quantity'
  if (model.kinds.get(product) === 'counted' && quantity > (model.stock.get(product) ?? 0)) return 'insufficient_stock'
  line.quantity = quantity
  return 'ok'
}

export function remove(model: Model, buyer: string, product: string): Answer {
  const line = lineOf(model, buyer, product)
  if (line === undefined) return 'item_not_found'
  release(model, line)
  takeOut(model, buyer, line)
  return 'ok'
}

function takeOut(model: Model, buyer: string, line: ModelLine): void {
  model.carts.set(
    buyer,
    linesOf(model, buyer).filter((one) => one !== line),
  )
}

export function clear(model: Model, buyer: string): Answer {
  for (const line of linesOf(model, buyer).filter((one) => !one.saved)) remove(model, buyer, line.product)
  return 'ok'
}

export function save(model: Model, buyer: string, product: string): Answer {
  const line = lineOf(model, buyer, product)
  if (line === undefined) return 'item_not_found'
  release(model, line)
  const rest = restOf(model, buyer, product)
  if (!line.saved && rest !== undefined) {
    line.quantity += rest.quantity
    takeOut(model, buyer, rest)
  }
  line.saved = true
  return 'ok'
}

export function giveBack(model: Model, buyer: string, product: string): Answer {
  const line = linesOf(model, buyer).find((one) => one.product === product && one.saved)
  if (line === undefined) return 'item_not_found'
  const answer = add(model, buyer, product, line.quantity)
  if (answer === 'ok' && line.rest) takeOut(model, buyer, line)
  return answer
}

export function pay(model: Model, buyer: string): Answer {
  const wanted = linesOf(model, buyer).filter((line) => !line.saved)
  const bought = wanted.filter((line) => stateOf(model, line) === 'ok')
  if (bought.length === 0)
    return (['item_sold', 'item_taken'] as const).find((no) => wanted.some((line) => stateOf(model, line) === no)) ?? 'cart_empty'
  const short = bought.some((line) => model.kinds.get(line.product) === 'counted' && line.quantity > (model.stock.get(line.product) ?? 0))
  if (short) return 'insufficient_stock'
  for (const line of bought) {
    if (model.kinds.get(line.product) === 'unique') model.holds.set(line.product, 'sold')
    else model.stock.set(line.product, (model.stock.get(line.product) ?? 0) - line.quantity)
  }
  model.carts.set(
    buyer,
    linesOf(model, buyer).filter((line) => !bought.includes(line)),
  )
  model.orders.push({ buyer, lines: bought.map(({ product, quantity }) => ({ product, quantity })), living: true })
  return 'ok'
}

/** Cancels the buyer's newest living order and answers which of all orders it was. */
export function cancel(model: Model, buyer: string): number {
  const number = model.orders.findLastIndex((one) => one.buyer === buyer && one.living)
  const order = model.orders[number]
  if (order === undefined) return number
  order.living = false
  for (const { product, quantity } of order.lines) {
    if (model.kinds.get(product) === 'unique') model.holds.delete(product)
    else model.stock.set(product, (model.stock.get(product) ?? 0) + quantity)
  }
  return number
}

/** What does not fit is kept beside what is in the cart, as one saved line for each product. */
function keep(model: Model, user: string, line: ModelLine, quantity: number): void {
  const there = lineOf(model, user, line.product)
  const rest = there !== undefined && !there.saved
  const before = rest ? restOf(model, user, line.product) : there
  if (before !== undefined) {
    before.quantity += quantity
    return
  }
  model.carts.set(user, [...linesOf(model, user), { ...line, quantity, saved: true, rest, born: rest ? model.born : line.born }])
  model.born += 1
}

function joinCounted(model: Model, user: string, line: ModelLine): void {
  if (line.saved) {
    keep(model, user, line, line.quantity)
    return
  }
  const there = lineOf(model, user, line.product)
  const own = there === undefined || there.saved ? 0 : there.quantity
  const available = model.kinds.get(line.product) === 'counted' ? (model.stock.get(line.product) ?? 0) : Number.POSITIVE_INFINITY
  const wanted = own + line.quantity
  const fits = Math.min(wanted, Math.max(own, Math.min(model.most, available)))
  if (own > 0 && there !== undefined) there.quantity = fits
  else if (fits > 0) {
    model.carts.set(user, [...linesOf(model, user).filter((one) => one !== there), { ...line, quantity: fits }])
    if (there !== undefined) keep(model, user, line, there.quantity)
  }
  if (wanted > fits) keep(model, user, line, wanted - fits)
}

function joinPiece(model: Model, user: string, line: ModelLine): void {
  const there = lineOf(model, user, line.product)
  if (there !== undefined && !there.saved) {
    // The better hold stays, with the line that was there.
    const hold = model.holds.get(line.product)
    if (!line.saved && stateOf(model, there) !== 'ok' && hold !== undefined && hold !== 'sold' && hold.line === line)
      model.holds.set(line.product, { ...hold, line: there })
  } else if (there === undefined || !line.saved) {
    model.carts.set(user, [...linesOf(model, user).filter((one) => one !== there), line])
  }
}

export function login(model: Model, guest: string, user: string): Answer {
  for (const line of linesOf(model, guest).toSorted((one, other) => one.born - other.born)) {
    if (model.kinds.get(line.product) === 'unique') joinPiece(model, user, line)
    else joinCounted(model, user, line)
  }
  model.carts.delete(guest)
  return 'ok'
}
