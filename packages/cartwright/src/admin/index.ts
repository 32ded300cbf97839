import { type Route, route } from '../http/route.ts'
import type { Shop } from '../shop-types.ts'
import { withRefusals } from './refused.ts'
import { SECTIONS } from './sections.ts'
import { type AdminSettings, adminOf } from './settings.ts'
import { signInRoutes } from './sign-in.ts'

export type { AdminPeople, AdminPerson, AdminSettings } from './settings.ts'

const FOR_EVER = 'private, max-age=31536000, immutable'

/**
 * The pages of the staff, for `createHandler`: lists and acts on carts, holds, orders, discounts, wallets and auctions, and the record of what was done.
 * To everybody without the role `admin` there is nothing here (404). They need no script and draw pages of their own. Throws `RangeError` for wrong
 * settings.
 *
 * @example
 * const routes = [...adminRoutes(shop, { signedInRecently, signInAgain }), ...own]
 * const handler = createHandler(routes, { shop, session, identify, ... })
 */
export function adminRoutes(shop: Shop, settings: AdminSettings): readonly Route[] {
  const admin = adminOf(shop, settings, SECTIONS)
  const sheet = route({
    method: 'GET',
    path: admin.sheet.path,
    summary: 'The style sheet of the pages of the staff',
    needs: 'admin',
    run: async () => ({
      status: 200,
      body: null,
      raw: { type: 'text/css; charset=utf-8', content: admin.sheet.content },
      headers: { 'cache-control': FOR_EVER },
    }),
  })
  const pages = SECTIONS.flatMap(({ routes }) => routes(admin))
  return [sheet, ...signInRoutes(admin, pages), ...withRefusals(admin, pages)]
}
