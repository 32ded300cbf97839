import type { DrawerJson } from '../http/wire-types.ts'
import type { CartChanges, Client } from './client.ts'
import { isOlder, openTabs, pageAge, seenIn, skewOf, type Tabs } from './in-step.ts'
import type { ClientError, Result } from './result.ts'

/** What is known of the cart. The same object as long as nothing has changed. */
export interface CartState {
  /** The last answer of the server; null as long as there was none. Amounts are the server's: nothing is added up here. */
  readonly answer: DrawerJson | null
  /** Changes under way. */
  readonly pending: number
  /** Why the last change was refused; null after one that was done. */
  readonly error: ClientError | null
}

export interface CartStore extends CartChanges {
  snapshot(): CartState
  /** Calls `listener` after every change of the state, and keeps in step with the other tabs meanwhile; gives back what ends it. */
  subscribe(listener: () => void): () => void
  /** Reads the cart anew. */
  refresh(): Promise<Result<DrawerJson>>
  /** The server's time in milliseconds, also where this machine's clock is wrong. */
  now(): number
}

/**
 * One cart for everybody on a page who shows it. Answers that were overtaken are dropped; refused changes bring the state of the cart along as well.
 * `initial`: the drawer answer that the page was drawn with, so that nothing has to be asked first.
 *
 * @example
 * const store = createCartStore(createClient())
 * store.subscribe(() => draw(store.snapshot().answer))
 * await store.refresh()
 */
export function createCartStore(client: Client, initial: DrawerJson | null = null): CartStore {
  let state: CartState = { answer: initial, pending: 0, error: null }
  let skew = initial === null ? 0 : skewOf(initial.now, pageAge())
  let tabs: Tabs | null = null
  const listeners = new Set<() => void>()

  function set(change: Partial<CartState>): void {
    state = { ...state, ...change }
    for (const listener of listeners) listener()
  }

  /** What to show after an answer, or after a refusal that carries one. */
  function shownAfter(answer: object): DrawerJson | null {
    if (!isAnswer(answer)) return state.answer
    const { answer: shown } = state
    if (isOlder(seenIn(answer), shown && seenIn(shown))) return shown
    skew = skewOf(answer.now)
    return answer
  }

  async function changed(call: Promise<Result<DrawerJson>>): Promise<Result<DrawerJson>> {
    set({ pending: state.pending + 1 })
    const result = await call
    const answer = shownAfter(result.ok ? result.value : result.error)
    if (result.ok) tabs?.tell(result.value)
    set({ answer, pending: state.pending - 1, error: result.ok ? null : result.error })
    return result
  }

  async function refresh(): Promise<Result<DrawerJson>> {
    const result = await client.drawer()
    if (result.ok) set({ answer: shownAfter(result.value) })
    return result
  }

  return {
    snapshot: () => state,
    subscribe(listener) {
      listeners.add(listener)
      tabs ??= openTabs(
        () => state.answer && seenIn(state.answer),
        () => void refresh(),
      )
      return () => {
        listeners.delete(listener)
        if (listeners.size > 0) return
        tabs?.close()
        tabs = null
      }
    },
    refresh,
    now: () => Date.now() + skew,
    add: (product, options) => changed(client.add(product, options)),
    setQuantity: (line, quantity) => changed(client.setQuantity(line, quantity)),
    remove: (line) => changed(client.remove(line)),
    clear: () => changed(client.clear()),
    renew: () => changed(client.renew()),
    applyDiscount: (code) => changed(client.applyDiscount(code)),
    removeDiscount: (code) => changed(client.removeDiscount(code)),
    saveForLater: (line) => changed(client.saveForLater(line)),
    returnSaved: (line) => changed(client.returnSaved(line)),
    undoMerge: () => changed(client.undoMerge()),
    noticesSeen: (codes) => changed(client.noticesSeen(codes)),
    change: (path, fields) => changed(client.change(path, fields)),
  }
}

const isAnswer = (answer: object): answer is DrawerJson => 'cart' in answer
