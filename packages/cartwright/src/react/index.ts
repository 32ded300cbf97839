'use client'

// One cart for all components of a page. No JSX here, so nothing has to be compiled.
export { CartForm, type CartFormProps } from './cart-form.ts'
export { type Hold, type UsedCart, useCart, useCartLine, useHold } from './hooks.ts'
export { CartProvider, type CartProviderProps } from './provider.ts'
