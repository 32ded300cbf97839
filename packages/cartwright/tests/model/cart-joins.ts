import {
  type Answer,
  add,
  type Change,
  inOrder,
  isKept,
  leftFor,
  lineOf,
  linesOf,
  type Model,
  type ModelCart,
  type ModelLine,
  next,
  release,
  restOf,
  save,
  takeOut,
  touched,
  update,
} from './cart-model.ts'
import { applyCode } from './cart-sales.ts'

export type Strategy = 'add' | 'replace' | 'keep_higher' | 'keep_user' | 'keep_guest'
export const STRATEGIES: readonly Strategy[] = ['add', 'replace', 'keep_higher', 'keep_user', 'keep_guest']

const UNDO = 15 * 60_000

interface Joining {
  readonly cart: ModelCart
  readonly strategy: Strategy
  /** Both have lines to buy: only then is there a choice. */
  readonly both: boolean
  /** Products of which a line has become another one. */
  readonly changed: Set<string>
}

/** What does not fit is kept beside what is in the cart, as one saved line for each product. */
function setAside(model: Model, { cart }: Joining, line: ModelLine, quantity: number): void {
  const there = lineOf(cart.lines, line.product)
  const isRest = restOf(cart.lines, line.product) !== undefined || there?.saved === false
  const before = isRest ? restOf(cart.lines, line.product) : there
  if (before !== undefined) before.quantity += quantity
  else {
    const fresh = isRest ? { born: next(model), id: next(model) } : {}
    cart.lines.push({ ...line, ...fresh, quantity, saved: true, rest: isRest, until: null })
  }
}

function joinCounted(model: Model, joining: Joining, line: ModelLine): void {
  const { cart, strategy, both, changed } = joining
  changed.add(line.product)
  if (line.saved || (both && strategy === 'keep_user')) {
    setAside(model, joining, line, line.quantity)
    return
  }
  const there = lineOf(cart.lines, line.product)
  const active = there === undefined || there.saved ? undefined : there
  const own = active?.quantity ?? 0
  const wanted = strategy === 'add' ? own + line.quantity : strategy === 'keep_higher' ? Math.max(own, line.quantity) : line.quantity
  const most = Math.min(model.most, leftFor(model, line.product, [line, ...(active === undefined ? [] : [active])]))
  // Units that are kept for what comes are kept for the whole line then, so there can be no more of it than are left.
  const isTaken = active !== undefined && isKept(model, line) && !isKept(model, active)
  const fits = isTaken ? Math.min(wanted, most) : wanted <= own ? wanted : Math.min(wanted, Math.max(own, most))
  if (active !== undefined) {
    const until = Math.max(active.until ?? 0, line.until ?? 0)
    active.until = until === 0 ? null : until
    active.quantity = fits
    if (strategy === 'replace') active.price = line.price
  } else if (fits > 0) {
    if (there !== undefined) becomeRest(model, cart, there)
    cart.lines.push({ ...line, quantity: fits })
  }
  if (wanted > fits) setAside(model, joining, line, wanted - fits)
}

/** What was saved under this name makes way for a line to buy. */
function becomeRest(model: Model, cart: ModelCart, saved: ModelLine): void {
  takeOut(cart, saved)
  const rest = restOf(cart.lines, saved.product)
  if (rest === undefined) cart.lines.push({ ...saved, rest: true, born: next(model), id: next(model) })
  else rest.quantity += saved.quantity
}

function joinPiece(model: Model, { cart, strategy, both, changed }: Joining, line: ModelLine): void {
  const there = lineOf(cart.lines, line.product)
  const hold = model.holds.get(line.product)
  const isHolder = hold !== undefined && hold !== 'sold' && hold.line === line
  if (there !== undefined && !there.saved) {
    // The better hold stays, with the line that was there.
    if (!line.saved && isHolder) {
      model.holds.set(line.product, { ...hold, line: there })
      there.id = line.id
    }
    return
  }
  if (line.saved || (both && strategy === 'keep_user')) {
    release(model, line)
    if (there !== undefined) return
    cart.lines.push({ ...line, saved: true })
    changed.add(line.product)
    return
  }
  changed.add(line.product)
  if (there !== undefined) takeOut(cart, there)
  cart.lines.push(line)
}

/** Joins one cart into another one; nothing to join is nothing done. */
export function merge(model: Model, to: string, from: string, strategy: Strategy = 'add'): Answer {
  const source = model.carts.get(from)
  if (to === from || source === undefined || source.lines.length === 0) return 'ok'
  const cart = touched(model, to)
  const before = cart.lines.map((line) => ({ ...line }))
  const codesBefore = cart.codes
  const both = [cart, source].every(({ lines }) => lines.some((line) => !line.saved))
  const joining = { cart, strategy, both, changed: new Set<string>() }
  const came = source.lines.map((line) => ({ ...line }))
  if (both && strategy === 'keep_guest') {
    for (const line of cart.lines) {
      const isInBoth = model.kinds.get(line.product) === 'unique' && source.lines.some((one) => !one.saved && one.product === line.product)
      if (line.saved || isInBoth) continue
      save(model, to, line.product)
      joining.changed.add(line.product)
    }
  }
  for (const line of inOrder(source.lines)) {
    if (model.kinds.get(line.product) === 'unique') joinPiece(model, joining, line)
    else joinCounted(model, joining, line)
    takeOut(source, line)
  }
  model.carts.delete(from)
  if (cart.codes.length === 0) cart.codes = source.codes
  cart.merge = { at: model.now, codes: [codesBefore, cart.codes], changes: changesOf(model, joining, before, came) }
  return 'ok'
}

function changesOf(model: Model, { cart, changed }: Joining, before: readonly ModelLine[], came: readonly ModelLine[]): Change[] {
  const of = (all: readonly ModelLine[], product: string): ModelLine[] => all.filter((line) => line.product === product)
  return [...changed].flatMap((product) => {
    const was = of(before, product)
    const isUnique = model.kinds.get(product) === 'unique'
    if (isUnique && was.some((line) => !line.saved) && of(cart.lines, product).some((line) => !line.saved)) return []
    const after = of(cart.lines, product).map((line) => ({ ...line }))
    return [{ product, before: was, after, came: of(came, product).reduce((sum, line) => sum + line.quantity, 0) }]
  })
}

/** Takes apart what was joined last; what had come is saved. */
export function undo(model: Model, name: string): Answer {
  const cart = model.carts.get(name)
  if (cart === undefined || cart.merge === null || model.now >= cart.merge.at + UNDO) return 'cart_changed'
  const { codes, changes } = cart.merge
  const apart = changes.filter((change) => isUntouched(cart, change))
  const back = JSON.stringify(cart.codes) === JSON.stringify(codes[1]) ? codes[0] : cart.codes
  if (apart.length === 0 && JSON.stringify(back) === JSON.stringify(cart.codes)) return 'cart_changed'
  for (const change of apart) takeApart(model, cart, change)
  Object.assign(touched(model, name), { codes: back, merge: null })
  return 'ok'
}

const isUntouched = ({ lines }: ModelCart, { product, after }: Change): boolean => {
  const rows = lines.filter((line) => line.product === product)
  const same = rows.every((line) => after.some((one) => one.id === line.id && one.saved === line.saved && one.quantity === line.quantity))
  return rows.length === after.length && same && rows.some((line) => !line.rest)
}

function takeApart(model: Model, cart: ModelCart, { product, before, came }: Change): void {
  const main = lineOf(cart.lines, product)
  if (main === undefined) return
  const rest = restOf(cart.lines, product)
  const active = before.find((line) => !line.saved)
  const sum = before.reduce((whole, line) => (line.saved ? whole + line.quantity : whole), came)
  const saved = model.kinds.get(product) === 'unique' ? Math.min(1, sum) : sum
  if (active === undefined) {
    release(model, main)
    Object.assign(main, { quantity: saved, saved: true, rest: false })
    if (rest !== undefined) takeOut(cart, rest)
    return
  }
  if (rest !== undefined) takeOut(cart, rest)
  const aside = rest ?? { ...main, born: next(model), id: next(model) }
  if (saved > 0) cart.lines.push({ ...aside, quantity: saved, saved: true, rest: true, until: null })
  // What the merge gave back may be somebody's by now.
  if (active.quantity > main.quantity) main.until = null
  Object.assign(main, { quantity: active.quantity, price: active.price, saved: false })
}

/** Writes one cart down and puts it into another one: as far as it may be had, and in the quantities that were written. */
export function restore(model: Model, to: string, from: string): Answer {
  const lines = inOrder(linesOf(model, from).filter((line) => !line.saved)).map(({ product, quantity }) => ({ product, quantity }))
  const codes = model.carts.get(from)?.codes ?? []
  const missing: typeof lines = []
  for (const { product, quantity } of lines) {
    const there = lineOf(linesOf(model, to), product)
    const fits = Math.min(quantity, leftFor(model, product, there === undefined ? [] : [there]))
    if (fits < 1) continue
    if (there === undefined || there.saved || model.kinds.get(product) === 'unique') missing.push({ product, quantity: fits })
    else update(model, to, product, fits)
  }
  for (const { product, quantity } of missing) add(model, to, product, quantity)
  for (const code of codes) applyCode(model, to, code)
  return 'ok'
}
