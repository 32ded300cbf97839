import type { Shop, WinView } from 'cartwright'
import { type Call, type Route, route } from 'cartwright/http'
import { z } from 'zod'
import { announce } from '../announcements.ts'
import { shownWin, winsOf } from '../auctions/lots.ts'
import { messagesOf } from '../i18n/messages.ts'
import { pageContext } from '../page-context.ts'
import { winsPage } from '../views/account-pages.ts'
import { winSchema } from './schemas.ts'
import { userOf } from './user-of.ts'

/** What was won at auction, and what is offered because somebody else let it go. A right of somebody else is not there. */
export const winRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/account/wins',
    summary: 'Auctions won, and pieces offered',
    needs: 'login',
    answer: z.strictObject({ items: z.array(winSchema) }),
    run: async (call) => {
      const items = await winsOf(shop, userOf(call), call.locale)
      return {
        status: 200,
        body: { items },
        page: async () => {
          const [context, cart] = await Promise.all([pageContext(shop, call), shop.cart(call.buyer).read()])
          return String(winsPage(context, items, (product) => cart.has(product)))
        },
      }
    },
  }),
  decision(shop, {
    path: '/account/wins/:id/decline',
    summary: 'Give up what was won or offered; it goes to the next bidder',
    act: (call) => shop.auctions.decline(call.params.id ?? '', call.buyer),
    redirect: '/account/wins',
    says: 'winDeclined',
  }),
  decision(shop, {
    path: '/account/offers/:id/accept',
    summary: 'Take an offer: it is in the cart, to be paid in time',
    act: (call) => shop.auctions.accept(call.params.id ?? '', call.buyer),
    redirect: '/cart',
    says: 'offerAccepted',
  }),
]

interface Decision {
  readonly path: string
  readonly summary: string
  readonly act: (call: Call) => Promise<WinView>
  readonly redirect: string
  readonly says: 'winDeclined' | 'offerAccepted'
}

const decision = (shop: Shop, { path, summary, act, redirect, says }: Decision): Route =>
  route({
    method: 'POST',
    path,
    summary,
    needs: 'login',
    answer: winSchema,
    run: async (call) => ({
      status: 200,
      body: await shownWin(shop, await act(call), call.locale),
      redirect,
      flash: { kind: 'ok', text: messagesOf(call.locale).market[says] },
    }),
    refused: async (call, error, details) => ({
      status: 303,
      body: null,
      forward: '/account/wins',
      flash: { kind: 'error', text: announce(error.code, details, call.locale) },
    }),
  })
