import type { Shop } from 'cartwright'
import { type Call, type Route, route } from 'cartwright/http'
import { z } from 'zod'
import { findLot, listLots, lotJson, type ShownLot } from '../auctions/lots.ts'
import { detailsOf } from '../catalogue/details.ts'
import { pageContext } from '../page-context.ts'
import { auctionPage, auctionsPage } from '../views/auction-pages.ts'
import { EMPTY_FORM, type LotJson } from '../views/types.ts'
import { lotSchema } from './schemas.ts'

/** The auctions that run, and each of them. */
export const auctionRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/auctions',
    summary: 'The auctions that run, the next to end first',
    answer: z.strictObject({ items: z.array(lotSchema) }),
    run: async (call) => {
      const items = (await listLots(shop)).map((shown) => jsonFor(call, shown))
      return { status: 200, body: { items }, page: async () => String(auctionsPage(await pageContext(shop, call), items)) }
    },
  }),
  route({
    method: 'GET',
    path: '/auctions/:id',
    summary: 'One auction',
    answer: lotSchema,
    run: async (call) => {
      const shown = await findLot(shop, call.params.id ?? '')
      const lot = jsonFor(call, shown)
      const data = { lot, details: detailsOf(shown.item, call.locale), own: shown.lot.seller === call.user?.id, form: EMPTY_FORM }
      return { status: 200, body: lot, page: async () => String(auctionPage(await pageContext(shop, call), data)) }
    },
  }),
]

const jsonFor = ({ now, locale, user }: Call, shown: ShownLot): LotJson => lotJson(shown, { now, locale, userId: user?.id ?? null })
