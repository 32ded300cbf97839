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
  | 'cart_changed'
  | 'discount_invalid'

export interface ModelLine {
  readonly product: string
  quantity: number
  saved: boolean
  /** Saved beside the line of its product: what did not fit when carts were joined. */
  rest: boolean
  /** Null: the catalogue's. */
  price: number | null
  /** Until when units of a counted product are kept for it; null where none are. */
  until: number | null
  /** Rises with each line that is born, in any cart: the order of lines. */
  born: number
  /** Another one when a single piece is taken anew. */
  id: number
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

/** What joining two carts has changed of one product. */
export interface Change {
  readonly product: string
  readonly before: readonly ModelLine[]
  readonly after: readonly ModelLine[]
  readonly came: number
}

export interface ModelCart {
  lines: ModelLine[]
  codes: readonly string[]
  /** Nothing was changed since it was made. */
  fresh: boolean
  merge: {
    readonly at: number
    readonly codes: readonly [before: readonly string[], after: readonly string[]]
    readonly changes: readonly Change[]
  } | null
}

export interface Model {
  now: number
  readonly kinds: ReadonlyMap<string, Kind>
  readonly price: number
  readonly most: number
  /** Milliseconds a hold lasts, by cart. */
  readonly holdOf: (cart: string) => number
  /** Milliseconds for which an add keeps units; null: it keeps none. */
  readonly keepsUnits: number | null
  readonly stock: Map<string, number>
  readonly holds: Map<string, Hold | 'sold'>
  readonly carts: Map<string, ModelCart>
  /** Carts of which one was closed or ordered. */
  readonly closed: Set<string>
  readonly orders: Order[]
  born: number
}

export const linesOf = (model: Model, name: string): ModelLine[] => model.carts.get(name)?.lines ?? []
export const lineOf = (lines: readonly ModelLine[], product: string): ModelLine | undefined =>
  lines.find((line) => line.product === product && !line.rest)
export const restOf = (lines: readonly ModelLine[], product: string): ModelLine | undefined =>
  lines.find((line) => line.product === product && line.rest)
export const inOrder = (lines: readonly ModelLine[]): ModelLine[] => lines.toSorted((one, other) => one.born - other.born)
export const next = (model: Model): number => (model.born += 1)

/** The cart, made where there is none; a change of it. */
export function touched(model: Model, name: string): ModelCart {
  const there = model.carts.get(name)
  if (there !== undefined) {
    there.fresh = false
    return there
  }
  const made: ModelCart = { lines: [], codes: [], fresh: true, merge: null }
  model.carts.set(name, made)
  return made
}

export function takeOut(cart: ModelCart, line: ModelLine): void {
  cart.lines = cart.lines.filter((one) => one !== line)
}

function liveHold(model: Model, product: string): Hold | 'sold' | null {
  const hold = model.holds.get(product)
  if (hold === undefined || (hold !== 'sold' && hold.until <= model.now)) return null
  return hold
}

export function release(model: Model, line: ModelLine): void {
  const hold = model.holds.get(line.product)
  if (hold !== undefined && hold !== 'sold' && hold.line === line) model.holds.delete(line.product)
  line.until = null
}

export const isKept = (model: Model, line: ModelLine): boolean => !line.saved && line.until !== null && line.until > model.now

/** How many units these lines may have: what is there without what is kept for all others. */
export function leftFor(model: Model, product: string, own: readonly ModelLine[]): number {
  if (model.kinds.get(product) !== 'counted') return Number.POSITIVE_INFINITY
  const others = [...model.carts.values()].flatMap(({ lines }) => lines).filter((line) => line.product === product && !own.includes(line))
  return others.reduce((left, line) => (isKept(model, line) ? left - line.quantity : left), model.stock.get(product) ?? 0)
}

const keep = (model: Model, line: ModelLine): void => {
  if (model.keepsUnits !== null && model.kinds.get(line.product) === 'counted') line.until = model.now + model.keepsUnits
}

/** What a line is to its buyer at this moment. */
export function stateOf(model: Model, line: ModelLine): string {
  const kind = model.kinds.get(line.product)
  if (line.saved || kind === 'unlimited') return 'ok'
  if (kind === 'counted') {
    if (model.keepsUnits === null || isKept(model, line) || line.quantity <= leftFor(model, line.product, [line])) return 'ok'
    return line.until === null ? 'insufficient_stock' : 'hold_expired'
  }
  const hold = liveHold(model, line.product)
  if (hold === 'sold') return 'item_sold'
  if (hold === null) return 'hold_expired'
  return hold.line === line ? 'ok' : 'item_taken'
}

function put(model: Model, name: string, product: string, quantity: number): ModelLine {
  const cart = touched(model, name)
  const there = lineOf(cart.lines, product)
  if (there?.saved === true && model.kinds.get(product) !== 'unique' && restOf(cart.lines, product) === undefined) there.rest = true
  else if (there !== undefined) {
    there.quantity = model.kinds.get(product) === 'unique' ? quantity : there.quantity + quantity
    if (model.kinds.get(product) === 'unique') there.id = next(model)
    there.saved = false
    return there
  }
  const line = { product, quantity, saved: false, rest: false, price: null, until: null, born: next(model), id: next(model) }
  cart.lines.push(line)
  return line
}

export function add(model: Model, name: string, product: string, quantity: number): Answer {
  const there = lineOf(linesOf(model, name), product)
  if (model.kinds.get(product) === 'unique') {
    const hold = liveHold(model, product)
    if (hold === 'sold') return 'item_sold'
    if (hold !== null) return hold.line === there ? 'already' : 'item_taken'
    const line = put(model, name, product, 1)
    model.holds.set(product, { line, until: model.now + model.holdOf(name) })
    return 'ok'
  }
  const available = leftFor(model, product, there === undefined ? [] : [there])
  const sum = quantity + (there === undefined || there.saved ? 0 : there.quantity)
  // Where units are kept, a single add beyond the most is seen first; then whether there are so many.
  if (model.keepsUnits !== null && quantity > model.most) return 'invalid_quantity'
  if (model.keepsUnits !== null && sum > available) return 'insufficient_stock'
  if (sum > Math.min(model.most, available)) return available < model.most ? 'insufficient_stock' : 'invalid_quantity'
  keep(model, put(model, name, product, quantity))
  return 'ok'
}

export function update(model: Model, name: string, product: string, quantity: number, price: number | null = null): Answer {
  const line = lineOf(linesOf(model, name), product)
  if (line === undefined || line.saved) return 'item_not_found'
  const isRepriced = price !== null && price !== line.price
  if (quantity === line.quantity && !isRepriced) return 'ok'
  if (quantity === 0) return remove(model, name, product)
  if (model.kinds.get(product) === 'unique' && quantity > 1) return 'invalid_quantity'
  if (model.kinds.get(product) !== 'unique' && quantity > model.most) return 'invalid_quantity'
  const asksStock = model.keepsUnits === null || quantity !== line.quantity
  if (asksStock && quantity > leftFor(model, product, [line])) return 'insufficient_stock'
  if (quantity !== line.quantity) keep(model, line)
  touched(model, name)
  line.quantity = quantity
  line.price = price ?? line.price
  return 'ok'
}

export function remove(model: Model, name: string, product: string): Answer {
  const line = lineOf(linesOf(model, name), product)
  if (line === undefined) return 'item_not_found'
  release(model, line)
  takeOut(touched(model, name), line)
  return 'ok'
}

export function clear(model: Model, name: string): Answer {
  for (const line of linesOf(model, name).filter((one) => !one.saved)) remove(model, name, line.product)
  return 'ok'
}

export function save(model: Model, name: string, product: string): Answer {
  const line = lineOf(linesOf(model, name), product)
  if (line === undefined) return 'item_not_found'
  if (line.saved) return 'ok'
  const cart = touched(model, name)
  release(model, line)
  const rest = restOf(cart.lines, product)
  if (rest !== undefined) {
    line.quantity += rest.quantity
    takeOut(cart, rest)
  }
  line.saved = true
  return 'ok'
}

export function giveBack(model: Model, name: string, product: string): Answer {
  const line = linesOf(model, name).find((one) => one.product === product && one.saved)
  if (line === undefined) return 'item_not_found'
  const cart = touched(model, name)
  takeOut(cart, line)
  const answer = add(model, name, product, line.quantity)
  const there = lineOf(cart.lines, product)
  if (answer !== 'ok') cart.lines.push(line)
  else if (there !== undefined) there.price ??= line.price
  return answer
}
