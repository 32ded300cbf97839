import type { Cart } from '../../src/index.ts'
import { ANA, buy, type Kit, requestOf } from '../../src/testing/contract/kit.ts'
import { type Action, filled } from './actions-kit.ts'

/** What counts for campaigns. */
export const ON_DISCOUNTS: readonly Action[] = [
  {
    name: 'making and changing a campaign',
    prepare: async ({ shop }) => {
      await shop.discounts.campaign({ name: 'OTHER', maxUses: 3n })
      return async () => {
        const { name, maxUses } = await shop.discounts.campaign({ name: 'SPRING', maxUses: 3n })
        const other = await shop.discounts.campaign({ name: 'OTHER', maxUses: 4n })
        return [name, maxUses, other.maxUses]
      }
    },
  },
  {
    name: 'checkout with codes of two campaigns',
    prepare: async (kit) => {
      const cart = await inCampaigns(kit)
      const request = await requestOf(cart, { payment: 'cod' })
      return () => cart.checkout(request)
    },
  },
  {
    name: 'cancel of an order with codes of two campaigns',
    prepare: async (kit) => {
      const { order } = await buy(await inCampaigns(kit), { payment: 'cod' })
      return () => kit.shop.orders.cancel(order.id, ANA)
    },
  },
]

async function inCampaigns(kit: Kit): Promise<Cart> {
  const { shop } = kit
  const cart = await filled(kit)
  for (const [code, campaign] of [
    ['ONE', 'SPRING'],
    ['TWO', 'EASTER'],
  ] as const) {
    await shop.discounts.campaign({ name: campaign, maxUses: 3n, maxUsesPerCustomer: 2n })
    await shop.discounts.create({ code, kind: 'percent', value: 500n, campaign, exclusive: null })
    await cart.applyDiscount(code)
  }
  return cart
}
