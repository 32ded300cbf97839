import type { Route } from '../http/route.ts'
import { auctions } from './auctions/auctions.ts'
import { audit } from './audit/audit.ts'
import { carts } from './carts/carts.ts'
import { claims } from './claims/claims.ts'
import { discounts } from './discounts/discounts.ts'
import { orders } from './orders/orders.ts'
import { overview } from './overview/overview.ts'
import type { Admin, RailEntry } from './settings.ts'
import { attempts } from './upkeep/attempts.ts'
import { letters } from './upkeep/letters.ts'
import { returns } from './upkeep/returns.ts'
import { ledger } from './wallets/ledger.ts'
import { wallets } from './wallets/wallets.ts'

/** One part of the admin: its entry in the rail, and its routes. */
export interface Section extends RailEntry {
  readonly routes: (admin: Admin) => readonly Route[]
}

/** The table of sections, in the order of the rail: a line here mounts one. */
export const SECTIONS: readonly Section[] = [
  { name: 'overview', path: '', routes: overview },
  { name: 'carts', path: '/carts', routes: carts },
  { name: 'claims', path: '/claims', routes: claims },
  { name: 'orders', path: '/orders', routes: orders },
  { name: 'discounts', path: '/discounts', routes: discounts },
  { name: 'wallets', path: '/wallets', routes: wallets },
  { name: 'ledger', path: '/ledger', routes: ledger },
  { name: 'auctions', path: '/auctions', routes: auctions },
  { name: 'attempts', path: '/attempts', routes: (admin) => [...attempts(admin), ...returns(admin)] },
  { name: 'letters', path: '/letters', routes: letters },
  { name: 'audit', path: '/audit', routes: audit },
]
