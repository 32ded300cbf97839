/** The JSON answers of revers, written down from the HTTP contract and from nothing else. Amounts are decimal strings. */
type Maybe<Type> = Type | undefined

export interface Seller {
  id: string
  name: string
}

export interface Product {
  type: string
  id: string
  name: string
  price: string
  currency: string
  seller: Seller
  stock: 'unique' | 'unlimited' | number
  scale: number
  availability: 'available' | 'held' | 'in_your_cart' | 'sold' | 'auction'
  available_again_at?: Maybe<string>
  url: string
  image: string
}

export interface LineProduct {
  type: string
  id: string
  name: string
  url: string
  image: string
  seller: Seller
}

export interface Line {
  id: string
  product: LineProduct
  quantity: number | string
  unit_price: string
  line_total: string
  kind: 'item' | 'auction_win'
  held_until?: Maybe<string>
  state: 'ok' | 'expired' | 'unavailable' | 'price_changed'
}

export interface Totals {
  subtotal: string
  discount: string
  fees: { code: string; name: string; amount: string }[]
  shipping: string | null
  shipping_is_estimate: boolean
  tax: string
  tax_included: string
  total: string
}

export interface Cart {
  id: string | null
  version: number
  currency: string
  lines: Line[]
  saved: Line[]
  groups: { seller: Seller; lines: string[]; fee: string; shipping: string | null }[]
  totals: Totals
  discounts: { code: string; amount: string; reason?: Maybe<string> }[]
  notices: { code: string; severity: string; path?: Maybe<string> }[]
}

export interface Drawer {
  count: number
  cart_total: string
  html: string
  currency: string
  version: number
  now: string
  announce: string
  cart: Cart
}

export interface Quote {
  hash: string
  totals: Totals
  lines: unknown[]
  shipping_options: { id: string; name: string; price: string; estimate?: unknown; seller?: unknown }[]
  payment_options: { id: string; eligible: boolean; reason?: Maybe<string>; fee?: Maybe<string> }[]
  due: string
  wallet_part: string
}

export interface Address {
  id?: Maybe<string>
  name: string
  line1: string
  line2?: Maybe<string>
  city: string
  county?: Maybe<string>
  postal_code: string
  country: string
  phone?: Maybe<string>
  email?: Maybe<string>
  locker?: Maybe<string>
}

export interface Checkout {
  cart: Cart
  quote: Quote
  addresses: Address[]
}

export interface Order {
  id: string
  number: string
  state: string
  currency: string
  totals: Totals
  total: string
  payments: { method: string; amount: string; state: string }[]
  lines: { product: LineProduct; quantity: number | string; unit_price: string; line_total: string }[]
  parcels: { seller: Seller; state: string; lines: unknown[]; shipping: string | null }[]
  address: Address
  url: string
}

export interface Placed {
  order: Order
  next?: Maybe<{ url: string }>
}

export interface Wallet {
  balance: string
  held: string
  currency: string
  entries: { at: string; kind: string; amount: string; order?: Maybe<string> }[]
}

export interface Page<Item> {
  items: Item[]
  next?: Maybe<string>
}

export interface Lot {
  id: string
  product: LineProduct
  currency: string
  price: string
  bids: number
  reserve_met: boolean
  next_minimum: string
  ends_at: string
  state: 'live' | 'closed' | 'won' | 'unsold'
  your_bid?: Maybe<string>
  leading?: Maybe<boolean>
}

export interface Win {
  id: string
  product: LineProduct
  price: string
  currency: string
  pay_by: string
  state: string
}

export interface User {
  id: string
  email: string
  name: string
  roles: string[]
}

/** A refusal: problem+json with a code of the closed list, and what belongs to that code. */
export interface Problem {
  type: string
  title: string
  status: number
  code: string
  detail: string
  [more: string]: unknown
}

export interface Place {
  product: { type: string; id: string }
  position: number
  holding_until?: Maybe<string>
  turn_until?: Maybe<string>
}
