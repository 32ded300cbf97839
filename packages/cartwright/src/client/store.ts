import type { DrawerJson } from '../http/wire-types.ts'
import type { CartChanges, Client } from './client.ts'
import { hearTabs, isAnswer, isOlder, pageAge, seenIn, skewOf } from './in-step.ts'
import type { ClientError, Result } from './result.ts'
import type { ReadOptions } from './wire.ts'

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
  refresh(options?: ReadOptions): Promise<Result<DrawerJson>>
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
  let tabs: BroadcastChannel | null = null
  const listeners = new Set<{ readonly tell: () => void }>()

  function set(change: Partial<CartState>): void {
    state = { ...state, ...change }
    for (const { tell } of listeners) {
      try {
        tell()
      } catch (fault) {
        // One who fails keeps no other from hearing; it is told as what nobody has caught.
        queueMicrotask(() => {
          throw fault
        })
      }
    }
  }

  /** What to show after an answer, or after a refusal that carries one. */
  function shownAfter(answer: unknown): DrawerJson | null {
    if (!isAnswer(answer)) return state.answer
    const { answer: shown } = state
    if (isOlder(seenIn(answer), shown && seenIn(shown))) return shown
    skew = skewOf(answer.now)
    return answer
  }

  async function changed(call: Promise<Result<DrawerJson>>): Promise<Result<DrawerJson>> {
    set({ pending: state.pending + 1 })
    let after: Partial<CartState> = {}
    try {
      const result = await call
      if (result.ok) tabs?.postMessage(seenIn(result.value))
      after = { answer: shownAfter(result.ok ? result.value : result.error), error: result.ok ? null : result.error }
      return result
    } finally {
      set({ ...after, pending: state.pending - 1 })
    }
  }

  async function refresh(options?: ReadOptions): Promise<Result<DrawerJson>> {
    const { answer: before } = state
    const result = await client.drawer(options)
    // What came meanwhile is newer than the question; of the same cart the versions tell, of another one nothing does.
    if (result.ok && (state.answer === before || state.answer?.cart.id === result.value.cart.id)) set({ answer: shownAfter(result.value) })
    return result
  }

  return {
    snapshot: () => state,
    subscribe(listener) {
      const entry = { tell: listener }
      listeners.add(entry)
      if (tabs === null) {
        tabs = channelOf(client.base)
        hearTabs(
          tabs,
          () => state.answer && seenIn(state.answer),
          () => void refresh(),
        )
      }
      return () => {
        if (!listeners.delete(entry) || listeners.size > 0) return
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

/** The line of one shop: the elements use that of the page's own. */
function channelOf(base: string): BroadcastChannel {
  const channel = new BroadcastChannel(base === '' || base === globalThis.location?.origin ? 'cartwright' : `cartwright ${base}`)
  // A process may end while somebody listens; browsers know no such thing.
  ;(channel as { unref?: () => void }).unref?.()
  return channel
}
