import { createClient, type DrawerJson } from 'cartwright/client'
import { CartProvider } from 'cartwright/react'
import { createElement } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { Shop } from './react-parts.ts'

const root = document.querySelector('#root') as HTMLElement
const { initial, products } = JSON.parse(root.dataset.state ?? '{}') as {
  initial: DrawerJson
  products: readonly { readonly key: string; readonly name: string }[]
}
hydrateRoot(root, createElement(CartProvider, { client: createClient(), initial }, createElement(Shop, { products })))
