import type { PayoutsJson, PlaceJson, SaleJson } from '../src/views/market-types.ts'
import type { Listing } from '../src/views/parts/listing.ts'
import type { UserJson } from '../src/views/types.ts'
import { address, item, line, product } from './view-samples.ts'

const UNTIL = '2026-11-21T12:35:00.000Z'

export const place = (text = ''): PlaceJson => ({ product: product(text), position: 2, holding_until: UNTIL })

export const listing = (text = ''): Listing => ({
  product: { ...product(text), state: 'available', reserved_for: `ana${text}`, reserved_until: UNTIL, reserved_price: '90.00' },
  details: item(text).details,
  lot: { id: `1${text}`, state: 'unsold' },
})

/** Somebody who sells, and buys. */
export const seller = (text = ''): UserJson => ({
  id: 'mihai',
  email: `mihai${text}`,
  name: `Mihai${text}`,
  roles: ['buyer', 'seller', text],
})

export const sale = (text = ''): SaleJson => ({
  order: `o1${text}`,
  number: `R-1${text}`,
  state: 'placed',
  currency: 'RON',
  total: '289.00',
  lines: [line('l1', text)],
  placed_at: UNTIL,
  tracking: text,
  address: address(text),
})

export const payouts = (): PayoutsJson => ({ currency: 'RON', waiting: '10.00', released: '20.00', refunded: '0.00', debt: '5.00' })
