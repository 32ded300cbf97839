import type { Shop } from 'cartwright'
import { type AddressBook, addressJson, cartRoutes, checkoutRoutes, orderRoutes, type Route, walletRoutes } from 'cartwright/http'
import type { SimulatedCard } from '../payments/simulated-card.ts'
import { listAddresses } from '../people/addresses.ts'
import type { Passwords } from '../people/passwords.ts'
import { renderOf } from '../render.ts'
import { accountRoutes } from './account-routes.ts'
import { auctionRoutes } from './auction-routes.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { paymentRoutes } from './payment-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { productRoutes } from './product-routes.ts'
import { receiptRoute } from './receipt-route.ts'
import { sellRoutes } from './sell-routes.ts'
import { siteRoutes } from './site-routes.ts'

/** The whole table of routes: the shop's own, drawn by the pages of revers, and those of revers. */
export function allRoutes(shop: Shop, card: SimulatedCard, passwords: Passwords): readonly Route[] {
  const render = renderOf(shop)
  const routes: readonly Route[] = [
    ...cartRoutes(shop, render),
    ...checkoutRoutes(shop, render, addressBook(shop)),
    ...orderRoutes(shop, render),
    ...walletRoutes(shop, render),
    receiptRoute(shop),
    ...catalogueRoutes(shop),
    ...productRoutes(shop),
    ...auctionRoutes(shop),
    ...peopleRoutes(shop, passwords),
    ...accountRoutes(shop),
    ...sellRoutes(shop),
    ...paymentRoutes(shop, card),
    ...siteRoutes(shop, () => routes),
  ]
  return routes
}

/** The saved addresses of whoever checks out; a guest has none. */
const addressBook = (shop: Shop): AddressBook => ({
  find: async ({ user }, id) => {
    const saved = user === null ? [] : await listAddresses(shop, user.id)
    return saved.find((one) => one.id === id)?.address ?? null
  },
  list: async ({ user }) => {
    const saved = user === null ? [] : await listAddresses(shop, user.id)
    return saved.map(({ id, address }) => addressJson(address, id))
  },
})
