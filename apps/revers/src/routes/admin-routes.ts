import { type AttemptView, decimal, type Finding, type Shop } from 'cartwright'
import { isoTime, pageQuery, type Route, route } from 'cartwright/http'
import { z } from 'zod'
import { pageContext } from '../page-context.ts'
import { adminOrderPage, adminPage, adminWinPage, auditPage } from '../views/admin-pages.ts'
import type { AuditJson, FindingJson, OverviewJson } from '../views/admin-types.ts'
import { adminActs } from './admin-acts.ts'
import { adminOrderJson } from './admin-orders.ts'
import { adminOrderSchema, auditSchema, overviewSchema } from './admin-schemas.ts'

const DEAD_AT_ONCE = 500

/** What the staff sees. For everybody else there is nothing here. */
export const adminRoutes = (shop: Shop): readonly Route[] => [
  route({
    method: 'GET',
    path: '/admin',
    summary: 'The overview: what needs a person; with `check=1` all books are examined first',
    needs: 'admin',
    query: z.strictObject({ check: z.literal('1').optional() }),
    answer: overviewSchema,
    run: async (call) => {
      const overview = await overviewOf(shop, call.query.check !== undefined)
      return { status: 200, body: overview, page: async () => String(adminPage(await pageContext(shop, call), overview)) }
    },
  }),
  route({
    method: 'GET',
    path: '/admin/audit',
    summary: 'What sellers, staff and the shop itself did to what is not their own, newest first',
    needs: 'admin',
    query: pageQuery,
    answer: auditSchema,
    run: async (call) => {
      const { limit, cursor } = call.query
      const { items, next } = await shop.audit.list({ ...(limit !== undefined && { limit }), ...(cursor !== undefined && { cursor }) })
      const body: AuditJson = { items: items.map(({ at, ...act }) => ({ at: isoTime(at), ...act })), ...(next !== null && { next }) }
      return { status: 200, body, page: async () => String(auditPage(await pageContext(shop, call), body)) }
    },
  }),
  route({
    method: 'GET',
    path: '/admin/orders',
    summary: 'The way to an order by its id',
    needs: 'admin',
    query: z.strictObject({ id: z.string().max(200) }),
    run: async ({ query }) => ({ status: 303, body: null, headers: { location: `/admin/orders/${encodeURIComponent(query.id)}` } }),
  }),
  route({
    method: 'GET',
    path: '/admin/orders/:id',
    summary: 'Any order, with its lines and refunds',
    needs: 'admin',
    answer: adminOrderSchema,
    run: async (call) => {
      const body = adminOrderJson(await shop.orders.show(call.params.id ?? ''))
      return { status: 200, body, page: async () => String(adminOrderPage(await pageContext(shop, call), body)) }
    },
  }),
  route({
    method: 'GET',
    path: '/admin/wins/:id',
    summary: 'The forms to take a right back or to give it to somebody else',
    needs: 'admin',
    run: async (call) => {
      const { id } = await shop.auctions.right(call.params.id ?? '')
      return { status: 200, body: { id }, page: async () => String(adminWinPage(await pageContext(shop, call), id)) }
    },
  }),
  ...adminActs(shop),
]

async function overviewOf(shop: Shop, check: boolean): Promise<OverviewJson> {
  const [findings, stuck, dead] = await Promise.all([
    check ? shop.doctor() : null,
    shop.attempts.stuck(),
    shop.events.dead({ limit: DEAD_AT_ONCE }),
  ])
  return {
    findings: findings?.map(findingJson) ?? null,
    stuck: stuck.map(stuckJson),
    dead: { count: dead.items.length, more: dead.next !== null },
  }
}

const findingJson = ({ promise, level, table, key, id, says }: Finding): FindingJson => ({ promise, level, table, key, id, says })

const stuckJson = ({ id, order, amount, currency }: AttemptView) => ({ attempt: id, order, amount: decimal(amount, currency), currency })
