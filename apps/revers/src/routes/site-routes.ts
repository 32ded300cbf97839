import { type Shop, ShopError } from 'cartwright'
import { openApi, type Route, route } from 'cartwright/http'
import { z } from 'zod'
import { findAsset } from '../assets.ts'
import { commissionOf } from '../catalogue/commission.ts'
import { codingFor } from '../compress.ts'
import { CHOOSABLE } from '../i18n/locale.ts'
import { pageContext } from '../page-context.ts'
import { preferencesCookie, preferencesOf, THEMES } from '../preferences.ts'
import { helpPage } from '../views/help-page.ts'

const healthAnswer = z.strictObject({ status: z.literal('ok'), database: z.string() })

/** What belongs to the site and to no person: its health, its files, its description, and how a browser wants to see it. */
export const siteRoutes = (shop: Shop, all: () => readonly Route[]): readonly Route[] => [
  route({
    method: 'GET',
    path: '/healthz',
    summary: 'Whether the shop and its database are there',
    answer: healthAnswer,
    jsonOnly: true,
    shared: true,
    run: async () => {
      await shop.context.db.ping().catch((error: unknown) => {
        throw new ShopError('unavailable', {}, { cause: error })
      })
      return { status: 200, body: { status: 'ok', database: shop.context.db.engine }, headers: { 'cache-control': 'no-store' } }
    },
  }),
  route({
    method: 'GET',
    path: '/openapi.json',
    summary: 'This description',
    jsonOnly: true,
    shared: true,
    run: async () => ({ status: 200, body: openApi(all(), { title: 'revers', version: '0.1.0', cookie: 'cartwright' }) }),
  }),
  assetRoute(),
  helpRoute(shop),
  route({
    method: 'POST',
    path: '/preferences',
    summary: 'Choose language or colours for this browser',
    body: z.strictObject({ locale: z.enum(CHOOSABLE).optional(), theme: z.enum(THEMES).optional() }),
    idempotency: 'none',
    status: 204,
    run: async ({ body: { locale, theme }, request }) => {
      const before = preferencesOf(request)
      const chosen = { ...before, ...(locale !== undefined && { locale }), ...(theme !== undefined && { theme }) }
      return { status: 204, body: null, redirect: '/', headers: { 'set-cookie': preferencesCookie(chosen, request) } }
    },
  }),
]

const MINUTE = 60_000n
const DAY = 24n * 60n * MINUTE
const minutesBegun = (time: bigint): number => Number((time + MINUTE - 1n) / MINUTE)

const helpRoute = (shop: Shop): Route =>
  route({
    method: 'GET',
    path: '/help',
    summary: 'How the shop works',
    run: async (call) => {
      const { holds, sellers } = shop.context.options
      const holdMinutes = holds.policy === 'hard' ? { user: minutesBegun(holds.user), guest: minutesBegun(holds.guest) } : null
      const releaseDays = Number((sellers?.releaseAfter ?? 0n) / DAY)
      return {
        status: 200,
        body: {},
        page: async () => String(helpPage(await pageContext(shop, call), { holdMinutes, releaseDays, commission: commissionOf(shop) })),
      }
    },
  })

/** The files of the site. Their addresses change with their content, so they may be kept for ever. */
const assetRoute = (): Route =>
  route({
    method: 'GET',
    path: '/assets/:path{.+}',
    summary: 'A file of the site',
    shared: true,
    run: async ({ params: { path = '' }, request }) => {
      const asset = findAsset(path)
      if (asset === null) throw new ShopError('not_found')
      const coding = codingFor(request.headers.get('accept-encoding'))
      const content = coding === null ? undefined : asset.compressed.get(coding)
      const headers = {
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
        ...(coding !== null && content !== undefined && { 'content-encoding': coding }),
      }
      return { status: 200, body: null, raw: { type: asset.type, content: content ?? asset.content }, headers }
    },
  })
