import type { Shop } from 'cartwright'
import { type AddressBook, addressJson, cartRoutes, checkoutRoutes, orderRoutes, type Route, walletRoutes } from 'cartwright/http'
import type { LotWatch } from '../auctions/lot-watch.ts'
import type { CardPayments } from '../payments/card-payments.ts'
import { listAddresses } from '../people/addresses.ts'
import type { Passwords } from '../people/passwords.ts'
import { renderOf } from '../render.ts'
import { accountRoutes } from './account-routes.ts'
import { auctionRoutes } from './auction-routes.ts'
import { catalogueRoutes } from './catalogue-routes.ts'
import { checkoutHoldRoute } from './checkout-hold-route.ts'
import { editListingRoutes } from './edit-listing-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { productRoutes } from './product-routes.ts'
import { queueRoutes } from './queue-routes.ts'
import { receiptRoute } from './receipt-route.ts'
import { salesRoutes } from './sales-routes.ts'
import { sellRoutes } from './sell-routes.ts'
import { siteRoutes } from './site-routes.ts'
import { staffRoutes } from './staff-routes.ts'
import { winRoutes } from './win-routes.ts'

/** The whole table of routes: the shop's own, drawn by the pages of revers, and those of revers. */
export function allRoutes(shop: Shop, payments: CardPayments, passwords: Passwords, watch: LotWatch): readonly Route[] {
  const render = renderOf(shop)
  const routes: readonly Route[] = [
    ...cartRoutes(shop, render),
    ...checkoutRoutes(shop, render, addressBook(shop)),
    checkoutHoldRoute(shop),
    ...orderRoutes(shop, render),
    ...walletRoutes(shop, render, { freeTopUp: true }),
    receiptRoute(shop),
    ...catalogueRoutes(shop),
    ...productRoutes(shop),
    ...queueRoutes(shop),
    ...auctionRoutes(shop, watch),
    ...winRoutes(shop),
    ...peopleRoutes(shop, passwords),
    ...accountRoutes(shop),
    ...sellRoutes(shop),
    ...editListingRoutes(shop),
    ...salesRoutes(shop),
    ...staffRoutes(shop, passwords),
    ...payments.routes(shop),
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
