import { z } from 'zod'
import { invalidInput } from '../../check-input.ts'
import type { Actor } from '../../context.ts'
import { type Html, html } from '../../html/html.ts'
import type { Call, Route, Visit } from '../../http/route.ts'
import { walletSchema } from '../../http/schemas.ts'
import { typedNumbers } from '../../http/typed-numbers.ts'
import { walletJson } from '../../http/wire.ts'
import { money } from '../../money/money.ts'
import type { WalletView } from '../../payments/wallet.ts'
import type { Shop } from '../../shop-types.ts'
import { actRoute, reason } from '../acts.ts'
import { actForm, tick } from '../forms.ts'
import { isKnown, personNamed } from '../people.ts'
import { refusedForm } from '../refused.ts'
import { type Admin, hrefOf } from '../settings.ts'
import { WORDS } from './words.ts'

interface Sent {
  /** Whose wallet: his address or id; or his id alone. */
  readonly email?: string | undefined
  readonly user?: string | undefined
  /** Where the app knows no people: he has neither wallet nor orders, and his id was not mistyped. */
  readonly new_owner?: 'true' | undefined
  readonly amount: string
  readonly reason: string
  /** Of the form: sent twice it is done once. */
  readonly key?: string | undefined
}

const body: z.ZodType<Sent> = z.strictObject({
  email: z.string().max(255).optional(),
  user: z.string().min(1).max(255).optional(),
  new_owner: z.literal('true').optional(),
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
    fromForm: typedNumbers('amount'),
    back: () => hrefOf(admin, 'wallets'),
    does: async (call, by) => walletJson(await moved(admin, call, by, does)),
  })

async function moved(admin: Admin, call: Call<Sent>, by: Actor, does: 'topUp' | 'payOut'): Promise<WalletView> {
  const { shop } = admin
  const amount = money(call.body.amount, shop.context.options.currency)
  const holder = await holderOf(admin, call.body)
  const key = call.idempotencyKey ?? call.body.key ?? shop.context.newId()
  return shop.wallets[does](holder, amount, key, { by, reason: call.body.reason })
}

async function holderOf(admin: Admin, { email, user, new_owner }: Sent): Promise<string> {
  if (email === undefined && user === undefined) throw invalidInput([{ field: ownerField(admin), code: 'required' }])
  const id = user ?? (await personNamed(admin, email ?? ''))?.id
  const field = user === undefined ? 'email' : 'user'
  if (id === undefined) throw invalidInput([{ field, code: 'unknown' }])
  const isMeant = (admin.people === null && new_owner === 'true') || (await isKnown(admin, id))
  if (!isMeant) throw invalidInput([{ field, code: admin.people === null ? 'unconfirmed' : 'unknown' }])
  return id
}

const ownerField = ({ people }: Admin): 'email' | 'user' => (people === null ? 'user' : 'email')

/** The two forms; `user` is the holder's id where it is clear whose wallet it is. */
export function walletForms(admin: Admin, visit: Visit, user: string | null): Html {
  const words = WORDS[visit.locale]
  const owner = { name: ownerField(admin), label: admin.people === null ? words.user : words.email }
  const mayBeNew = user === null && admin.people === null
  const toOf = (act: 'top-up' | 'pay-out'): string => hrefOf(admin, 'wallets', act)
  const isNew = refusedForm(visit, toOf('top-up'))?.state.values.new_owner === 'true'
  const form = (act: 'top-up' | 'pay-out', title: string, button: string): Html =>
    actForm(visit, {
      to: toOf(act),
      title,
      button,
      money: true,
      grave: act === 'pay-out',
      id: act,
      sent: { key: admin.shop.context.newId(), ...(user !== null && { user }) },
      ...(mayBeNew && act === 'top-up' && { before: tick({ name: 'new_owner', label: words.newOwner, on: isNew }) }),
      fields: [...(user === null ? [owner] : []), { name: 'amount', label: words.sum, hint: words.sumHint, inputmode: 'decimal' as const }],
    })
  return html`<div class="acts panel">${form('top-up', words.topUp, words.topUpDo)}${form('pay-out', words.payOut, words.payOutDo)}</div>`
}
