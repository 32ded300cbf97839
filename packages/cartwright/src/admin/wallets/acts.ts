import { z } from 'zod'
import { invalidInput } from '../../check-input.ts'
import type { Actor } from '../../context.ts'
import { type Html, html } from '../../html/html.ts'
import type { Call, Route, Visit } from '../../http/route.ts'
import { walletSchema } from '../../http/schemas.ts'
import { walletJson } from '../../http/wire.ts'
import { money } from '../../money/money.ts'
import type { WalletView } from '../../payments/wallet.ts'
import type { Shop } from '../../shop-types.ts'
import { actRoute, reason } from '../acts.ts'
import { actForm } from '../forms.ts'
import { personNamed } from '../people.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { WORDS } from './words.ts'

interface Sent {
  readonly email: string
  readonly amount: string
  readonly reason: string
  /** Of the form: sent twice it is done once. */
  readonly key?: string | undefined
}

const body: z.ZodType<Sent> = z.strictObject({
  email: z.string().max(255),
  amount: z.string().max(40),
  reason,
  key: z
    .string()
    .regex(/^[\w-]{1,64}$/)
    .optional(),
})

/** Money into a wallet, and out of one. Each happens once a key: that of the request, or of the form. */
export const walletActs = (admin: Admin): readonly Route[] => [
  act(admin, 'top-up', 'Pay money into the wallet of somebody', 'topUp'),
  act(admin, 'pay-out', 'Pay money out of the wallet of somebody to him', 'payOut'),
]

const act = (admin: Admin, name: string, summary: string, does: keyof Pick<Shop['wallets'], 'topUp' | 'payOut'>): Route =>
  actRoute<Sent>(admin, {
    path: `${admin.path}/wallets/${name}`,
    summary,
    body,
    answer: walletSchema,
    money: true,
    back: () => hrefOf(admin, 'wallets'),
    does: async (call, by) => walletJson(await moved(admin, call, by, does)),
  })

async function moved({ shop, ...admin }: Admin, call: Call<Sent>, by: Actor, does: 'topUp' | 'payOut'): Promise<WalletView> {
  const amount = money(call.body.amount, shop.context.options.currency)
  const person = await personNamed({ shop, ...admin }, call.body.email)
  if (person === null) throw invalidInput([{ field: 'email', code: 'unknown' }])
  const key = call.idempotencyKey ?? call.body.key ?? shop.context.newId()
  return shop.wallets[does](person.id, amount, key, { by, reason: call.body.reason })
}

/** The two forms; `email` names the holder where he is known. */
export function walletForms(admin: Admin, visit: Visit, email: string | null): Html {
  const words = WORDS[visit.locale]
  const form = (act: 'top-up' | 'pay-out', title: string, button: string): Html =>
    actForm(visit, {
      to: hrefOf(admin, 'wallets', act),
      title,
      button,
      money: true,
      grave: act === 'pay-out',
      id: act,
      sent: { key: admin.shop.context.newId(), ...(email !== null && { email }) },
      fields: [
        ...(email === null ? [{ name: 'email', label: words.email }] : []),
        { name: 'amount', label: words.sum, hint: words.sumHint, inputmode: 'decimal' as const },
      ],
    })
  return html`<div class="acts panel">${form('top-up', words.topUp, words.topUpDo)}${form('pay-out', words.payOut, words.payOutDo)}</div>`
}
