import { z } from 'zod'
import { invalidInput } from '../../check-input.ts'
import type { Campaign } from '../../discounts/campaign.ts'
import { html } from '../../html/html.ts'
import { type Call, type Route, route } from '../../http/route.ts'
import { actRoute } from '../acts.ts'
import { count } from '../format.ts'
import { actForm, type Field } from '../forms.ts'
import { page } from '../frame.ts'
import { drawList, given, type ListQuery, listQuery } from '../list.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { asRefusal } from './fields.ts'
import { tabs, usesBar } from './parts.ts'
import { WORDS } from './words.ts'

const number = z.string().trim().max(15).optional()
const campaign = z.strictObject({
  name: z.string(),
  uses: z.string(),
  max_uses: z.string().nullable(),
  max_uses_per_customer: z.string().nullable(),
})

/** Limits that many codes share. */
export const campaigns = (admin: Admin): readonly Route[] => [
  route<unknown, ListQuery>({
    method: 'GET',
    path: `${admin.path}/discounts/campaigns`,
    summary: 'Campaigns by name, with how much of their limits is used',
    needs: 'admin',
    query: listQuery<ListQuery>({}, ['name']),
    answer: z.strictObject({ items: z.array(campaign), next: z.exactOptional(z.string()) }),
    run: async (call) => {
      const { limit, cursor } = call.query
      const { items, next } = await admin.shop.discounts.campaigns(given({ limit, cursor }))
      const body = { items: items.map(campaignJson), ...(next !== null && { next }) }
      return { status: 200, body, page: () => campaignsPage(admin, call, { items, next }) }
    },
  }),
  actRoute(admin, {
    path: `${admin.path}/discounts/campaigns`,
    summary: 'Make a campaign, or change the limits of one; a limit that is not sent is none',
    body: z.strictObject({ name: z.string().trim().min(3).max(32), max_uses: number, max_uses_per_customer: number }),
    answer: campaign,
    money: true,
    back: () => hrefOf(admin, 'discounts', 'campaigns'),
    said: ({ locale }) => WORDS[locale].campaignSaved,
    does: async ({ body }, by) => {
      const change = {
        name: body.name,
        maxUses: limitOf(body.max_uses, 'max_uses'),
        maxUsesPerCustomer: limitOf(body.max_uses_per_customer, 'max_uses_per_customer'),
      }
      return campaignJson(await asRefusal(() => admin.shop.discounts.campaign(change, by)))
    },
  }),
]

function limitOf(text: string | undefined, field: string): bigint | null {
  if (text === undefined) return null
  if (!/^\d{1,15}$/.test(text)) throw invalidInput([{ field, code: 'format' }])
  return BigInt(text)
}

const campaignJson = ({ name, uses, maxUses, maxUsesPerCustomer }: Campaign): z.infer<typeof campaign> => ({
  name,
  uses: uses.toString(),
  max_uses: maxUses?.toString() ?? null,
  max_uses_per_customer: maxUsesPerCustomer?.toString() ?? null,
})

function campaignsPage(
  admin: Admin,
  call: Call<unknown, ListQuery>,
  { items, next }: { readonly items: readonly Campaign[]; readonly next: string | null },
): string {
  const words = WORDS[call.locale]
  const to = hrefOf(admin, 'discounts', 'campaigns')
  const limits = (one: Campaign | null): readonly Field[] => [
    { name: 'max_uses', label: words.maxUses, optional: true, inputmode: 'numeric', value: one?.maxUses?.toString() ?? '' },
    {
      name: 'max_uses_per_customer',
      label: words.maxUsesPerCustomer,
      optional: true,
      inputmode: 'numeric',
      value: one?.maxUsesPerCustomer?.toString() ?? '',
    },
  ]
  const change = (one: Campaign) =>
    actForm(call, {
      to,
      title: words.campaignChange,
      button: words.campaignDo,
      reason: false,
      id: `campaign-${one.name}`,
      sent: { name: one.name },
      fields: limits(one),
    })
  const list = drawList<Campaign>(call, {
    caption: words.campaigns,
    path: to,
    items,
    next,
    empty: words.campaignsEmpty,
    href: ({ name }) => `${hrefOf(admin, 'discounts')}?campaign=${encodeURIComponent(name)}`,
    columns: [
      { label: words.campaign, cell: ({ name }) => name },
      { label: words.uses, cell: (one) => usesBar(one, one.name, call) },
      {
        label: words.maxUsesPerCustomer,
        numeric: true,
        cell: ({ maxUsesPerCustomer }) => (maxUsesPerCustomer === null ? words.unlimited : count(maxUsesPerCustomer, call.locale)),
      },
      { label: words.limits, cell: change },
    ],
  })
  const make = actForm(call, {
    to,
    title: words.campaignMake,
    button: words.campaignDo,
    reason: false,
    id: 'campaign',
    fields: [{ name: 'name', label: words.campaignName }, ...limits(null)],
  })
  const main = html`${tabs(admin, call, 'campaigns')}<div class="acts panel">${make}</div>${list}`
  return page(admin, call, { title: words.campaigns, section: 'discounts', main })
}
