'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import type { CartLineJson, DrawerJson } from '../client/index.ts'
import type { CartState, CartStore } from '../client/store.ts'
import { useStore } from './provider.ts'

const SOON = 120

/** The state of the cart, and everything that can be done with it. */
export interface UsedCart extends CartState, Omit<CartStore, 'snapshot' | 'subscribe'> {}

/**
 * The cart, and its changes. Every component sees the same state at the same time.
 *
 * @example
 * const { answer, pending, add } = useCart()
 * createElement('button', { onClick: () => add('garment:42'), 'aria-disabled': pending > 0 }, `Cart (${answer?.count ?? 0})`)
 */
export function useCart(): UsedCart {
  const store = useStore()
  return { ...store, ...useSyncExternalStore(store.subscribe, store.snapshot, store.snapshot) }
}

/** One line of the cart by its id; null when it is not there (any more). */
export function useCartLine(id: string): CartLineJson | null {
  return lineIn(useCart().answer, id)
}

/** How long a line is still held. */
export interface Hold {
  /** Whole seconds by the server's clock; 0 when it is over. */
  readonly seconds: number
  /** Two minutes are left, or less. */
  readonly soon: boolean
}

/**
 * The hold of a line, counted down each second; null for a line that is not held. At its end the cart is read anew. The first picture is the same on the
 * server and in the browser: it counts from the answer's own time.
 */
export function useHold(id: string): Hold | null {
  const { answer, now, refresh } = useCart()
  const until = lineIn(answer, id)?.held_until
  const [seen, setSeen] = useState<{ readonly answer: DrawerJson | null; readonly at: number } | null>(null)
  useEffect(() => {
    if (until === undefined) return
    let timer: ReturnType<typeof setTimeout>
    const tick = (): void => {
      const at = now()
      const left = Date.parse(until) - at
      setSeen({ answer, at })
      // A moment later than the end, so that the server has come to it as well.
      timer = left > 0 ? setTimeout(tick, left % 1000 || 1000) : setTimeout(refresh, 300)
    }
    tick()
    return () => clearTimeout(timer)
  }, [answer, until, now, refresh])
  if (until === undefined || answer === null) return null
  // What was counted for an older answer says nothing about this one.
  const at = seen?.answer === answer ? seen.at : Date.parse(answer.now)
  const seconds = Math.max(0, Math.ceil((Date.parse(until) - at) / 1000))
  return { seconds, soon: seconds <= SOON }
}

const lineIn = (answer: DrawerJson | null, id: string): CartLineJson | null => answer?.cart.lines.find((line) => line.id === id) ?? null
