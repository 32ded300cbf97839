import type { AdminOrderJson, AuditJson, OverviewJson } from '../src/views/admin-types.ts'
import type { PayoutsJson, PlaceJson, SaleJson } from '../src/views/market-types.ts'
import type { Listing } from '../src/views/parts/listing.ts'
import { address, item, line, order, product } from './view-samples.ts'

const UNTIL = '2026-11-21T12:35:00.000Z'

export const place = (text = ''): PlaceJson => ({ product: product(text), position: 2, holding_until: UNTIL })

export const listing = (text = ''): Listing => ({
  product: { ...product(text), state: 'available', reserved_for: `ana${text}`, reserved_until: UNTIL, reserved_price: '90.00' },
  details: item(text).details,
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

export const overview = (text = ''): OverviewJson => ({
  findings: [{ promise: 'P1', level: 'error', table: 'claim', key: text, id: text, says: text }],
  stuck: [{ attempt: text, order: `o1${text}`, amount: '10.00', currency: 'RON' }],
  dead: { count: 500, more: true },
})

export const audit = (text = ''): AuditJson => ({
  items: [{ at: UNTIL, actor: { id: text, role: 'staff' }, act: text, key: text, before: null, after: { a: text }, reason: text }],
  next: text,
})

export const adminOrder = (text = ''): AdminOrderJson => ({
  order: order(text),
  lines: [{ id: `l1${text}`, name: text, paid: '302.44', refunded: '0.00' }],
  refunds: [{ id: text, method: 'wallet', amount: '1.00', state: 'done', reason: text, at: UNTIL }],
})
