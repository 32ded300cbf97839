import type { z } from 'zod'
import { type Buyer, newToken, ownerOf } from '../context.ts'
import type { ShopError } from '../errors.ts'
import { decimal } from '../money/money.ts'
import type { Cart, Changed, Shop } from '../shop-types.ts'
import { noticeDetailsJson } from './details.ts'
import { drawerJson, type Fragment, withNotices } from './drawer.ts'
import type { Announcement, Render } from './render.ts'
import { type Answer, type Call, type Flash, type RefusalDetails, type Route, route } from './route.ts'
import { drawerSchema } from './schemas.ts'

/** One change of the cart: its place, what it takes, what it does, and what is said of it. */
export interface Change<Body> {
  readonly method?: Route['method']
  readonly path: string
  readonly summary: string
  readonly body: z.ZodType<Body>
  readonly fromForm?: Route['fromForm']
  readonly limit?: string
  readonly does: (cart: Cart, call: Call<Body>) => Promise<Changed>
  readonly says: Announcement
  /** The field whose text is shown again beside a refusal, such as the code that was typed. */
  readonly keeps?: string
  /** More for the sentence, such as the product's name. */
  readonly about?: (call: Call<Body>, changed: Changed) => RefusalDetails
}

/**
 * The route of one change of the cart. It answers the drawer answer, a refused change as well (beside the problem); a browser without JavaScript is
 * sent on by 303 with one sentence. A buyer without a session gets one when the change has made a cart.
 */
export function changeRoute<Body extends { readonly fragment?: Fragment | undefined }>(
  shop: Shop,
  render: Render,
  row: Change<Body>,
): Route {
  const shown = (call: Call, said: Flash): Parameters<typeof drawerJson>[2] => ({ render, call, fragment: call.fields.fragment, said })
  const refusal = (call: Call, error: ShopError, details: RefusalDetails): Flash => {
    const typed = row.keeps === undefined ? undefined : call.fields[row.keeps]
    const text = render.announce(error.code, details, call.locale)
    return {
      kind: 'error',
      text,
      ...(row.keeps !== undefined && typeof typed === 'string' && { field: { name: row.keeps, value: typed } }),
    }
  }
  return route<Body, unknown>({
    method: row.method ?? 'POST',
    path: row.path,
    summary: row.summary,
    body: row.body,
    ...(row.fromForm !== undefined && { fromForm: row.fromForm }),
    ...(row.limit !== undefined && { limit: row.limit }),
    answer: drawerSchema,
    run: async (call): Promise<Answer> => {
      const newcomer = ownerOf(call.buyer) === null ? newToken() : null
      const buyer: Buyer = newcomer === null ? call.buyer : { token: newcomer }
      const changed = await row.does(shop.cart(buyer), call)
      const view = withNotices(changed.view, changed.notices)
      const announce = sentenceOf(render, call, row, changed)
      const flash: Flash = { kind: 'ok', text: announce }
      const drawer = drawerJson(view, announce, shown(call, flash))
      return {
        status: 200,
        body: drawer,
        flash,
        // Only a cart that is there needs somebody it belongs to.
        ...(newcomer !== null && view.id !== null && { session: { token: newcomer } }),
      }
    },
    refused: async (call, error, details) => ({
      status: 303,
      body: null,
      flash: refusal(call, error, details),
    }),
    refusedFields: async (call, error, details) => {
      const said = refusal(call, error, details)
      return drawerJson(await shop.cart(call.buyer).read(), said.text, shown(call, said))
    },
  })
}

/** What is said of a change: its own remark when it has one (`already_in_cart`), else what it is. */
function sentenceOf<Body>(render: Render, call: Call<Body>, row: Change<Body>, changed: Changed): string {
  const { currency, count, totals } = changed.view
  const remark = changed.notices[0]
  if (remark !== undefined) return render.announce(remark.code, noticeDetailsJson(remark.details ?? {}, currency), call.locale)
  const facts = { count: Number(count), total: decimal(totals.total, currency), currency }
  return render.announce(row.says, { ...facts, ...row.about?.(call, changed) }, call.locale)
}
