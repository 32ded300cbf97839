'use client'

import { createContext, createElement, type ReactElement, type ReactNode, use, useState } from 'react'
import type { Client } from '../client/client.ts'
import type { DrawerJson } from '../client/index.ts'
import { type CartStore, createCartStore } from '../client/store.ts'

const StoreContext = createContext<CartStore | null>(null)

/** A client, or a store of your own that is shared with what is not React. */
export type CartProviderProps = { readonly children?: ReactNode } & (
  | {
      readonly client: Client
      readonly store?: never
      /** The drawer answer the page was drawn with on the server: the first picture in the browser is the same. */
      readonly initial?: DrawerJson | null
    }
  | { readonly store: CartStore; readonly client?: never; readonly initial?: never }
)

/**
 * Gives one cart to all components below. It keeps the store of its first picture: a `client`, `store` or `initial` that changes later changes nothing
 * (give the provider another `key` to begin anew).
 *
 * @example
 * createElement(CartProvider, { client: createClient(), initial: drawer }, createElement(Page))
 */
export function CartProvider(props: CartProviderProps): ReactElement {
  const [store] = useState(() => props.store ?? createCartStore(props.client, props.initial))
  return createElement(StoreContext, { value: store }, props.children)
}

export function useStore(): CartStore {
  const store = use(StoreContext)
  if (store === null) throw new Error('a cart is used outside of a CartProvider')
  return store
}
