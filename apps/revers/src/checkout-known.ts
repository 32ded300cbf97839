import { decimal, money, type OrderView, REASONS, type Shop } from 'cartwright'
import { addressJson, type Call, type CheckoutPage } from 'cartwright/http'
import { isZero } from './i18n/format.ts'
import type { WalletMeans } from './views/checkout-choices.ts'
import type { CheckoutChoices } from './views/checkout-page.ts'
import type { AddressJson, FormState } from './views/types.ts'

/** The fee that is in the total only while cash on delivery is chosen. */
const CASH_FEE = 'cash-on-delivery'

/** What can be spent, and what paying all of this order from it would leave or lack; null for guests, who have no wallet. */
export async function walletMeans(shop: Shop, { user }: Call, { quote }: CheckoutPage): Promise<WalletMeans | null> {
  if (user === null) return null
  const { balance, currency } = await shop.wallets.read(user.id, 1)
  const cash = quote.totals.fees.find(({ code }) => code === CASH_FEE)
  const total = money(quote.totals.total, currency) - (cash === undefined ? 0n : money(cash.amount, currency))
  const rest = balance - total
  return {
    balance: decimal(balance, currency),
    left: rest < 0n ? null : decimal(rest, currency),
    missing: rest < 0n ? decimal(-rest, currency) : null,
  }
}

/** What is marked on the page: what was sent last, else the first saved address and the shop's own choices. */
export function chosenOn({ form: { values }, addresses, quote }: CheckoutPage): CheckoutChoices {
  const bySeller = Object.entries(values).flatMap(([name, option]) => {
    const seller = /^shipping\[(.*)\]$/s.exec(name)?.[1]
    return seller === undefined ? [] : [[seller, option] as const]
  })
  return {
    address: values.address ?? addresses[0]?.id ?? 'new',
    shipping: bySeller.length > 0 ? Object.fromEntries(bySeller) : (values.shipping ?? ''),
    payment: values.payment ?? '',
    // A wallet that was to pay all and cannot is shown paying its part: what is marked must come to what is said to be due.
    use_wallet: ['on', '1', 'true'].includes(values.use_wallet ?? '') || (values.payment === 'wallet' && !isZero(quote.due)),
    lines: values.lines ?? null,
  }
}

/** What an order says in every part, whatever else a kept address knows. */
const isSamePlace = (kept: AddressJson, parts: Omit<AddressJson, 'id' | 'email'>): boolean =>
  Object.entries(parts).every(([name, value]) => kept[name as keyof AddressJson] === value)

/** The checkout page with everything marked that an order says: who pays in another way, after a refused card, chooses nothing else anew. */
export function checkoutPath({ parcels, payments }: OrderView): string {
  const method = payments.map((payment) => payment.method).find((name) => name !== 'wallet') ?? 'wallet'
  const ways = parcels.flatMap(({ seller, option }): [string, string][] =>
    option === null ? [] : [[parcels.length < 2 ? 'shipping' : `shipping[${seller?.id ?? ''}]`, option]],
  )
  const query = new URLSearchParams([...ways, ['payment', method]])
  if (method !== 'wallet' && payments.some((payment) => payment.method === 'wallet')) query.set('use_wallet', 'true')
  return `/checkout?${query.toString()}`
}

/**
 * The form as it is to be shown. After a refused card it holds what the refused order says, so that nobody types an address twice; after a thing that
 * could not be held again, it says why.
 */
export async function shownForm(shop: Shop, call: Call, { form, addresses }: CheckoutPage): Promise<FormState> {
  const { field } = call.flash ?? {}
  const refused = call.url.searchParams.get('refused') ?? ''
  if (form.refusal === null && Object.hasOwn(REASONS, refused)) return { ...form, refusal: { code: refused, details: {} } }
  if (field?.name !== 'order' || form.refusal !== null) return form
  const order = await shop.orders.find(field.value, call.buyer).catch(() => null)
  if (order === null) return form
  const { id, email, ...parts } = addressJson(order.address)
  const typed = Object.entries(parts).map(([name, value]) => [`address_${name}`, value] as const)
  const values = {
    ...Object.fromEntries(typed),
    ...(order.email !== null && { email: order.email }),
    address: addresses.find((kept) => isSamePlace(kept, parts))?.id ?? 'new',
  }
  return { ...form, values: { ...values, ...form.values } }
}
